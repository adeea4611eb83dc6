#!/usr/bin/python3
"""season.py: what the flow tests stand on: a server of one's own, a browser, a mail server."""

import atexit
import email
import email.policy
import http.client
import http.cookies
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import uuid

from aiosmtpd.controller import Controller

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("GRANTD_BIN", str(ROOT / "build/debug/grantd"))
CALL = ROOT / "templates/calls/2023.json"
PASSWORD = "昇思 and nine other words 2023"
PDF = (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
       b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
SANITIZER = re.compile(r"(Address|Leak|Thread|Memory)Sanitizer|runtime error:")
running = set()


@atexit.register
def leave_no_process():
    for process in list(running):
        process.kill()
        process.wait()


def folder():
    """A folder of this run, under $TMPDIR; the test removes it."""
    return tempfile.mkdtemp(prefix="grantd-flow-")


def surroundings(**more):
    """The environment of a command: nobody's settings but ours."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("GRANTD_")}
    return {**plain, **more}


def grantd(*words, timeout=60, **more):
    """Runs a command to its end; returns code, stdout, stderr."""
    done = subprocess.run([BINARY, *words], capture_output=True, text=True, timeout=timeout,
                          stdin=subprocess.DEVNULL, env=surroundings(**more), cwd=ROOT)
    assert not SANITIZER.search(done.stderr), done.stderr
    return done.returncode, done.stdout, done.stderr


class Server:
    """grantd serve on a free port: `with Server() as server`. Keeps its folder over a restart."""

    def __init__(self, data=None, rehearse=False, flags=(), **more):
        self.own = data is None
        self.data = data or folder()
        self.flags = ["serve", "--listen", "127.0.0.1:0", "--data", self.data, *flags]
        if rehearse:
            self.flags.append("--rehearse")
        if os.geteuid() == 0:
            self.flags.append("--allow-root")
        self.more = more
        self.process = None
        self.errors = []

    def start(self, patience=60):
        self.process = subprocess.Popen(
            [BINARY, *self.flags], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT,
            stdin=subprocess.DEVNULL, text=True, env=surroundings(**self.more))
        running.add(self.process)
        self.errors = []
        self.reader = threading.Thread(target=self._listen, args=(self.process.stderr,),
                                       daemon=True)
        self.reader.start()
        timer = threading.Timer(patience, self.process.kill)
        timer.start()
        line = self.process.stdout.readline()
        timer.cancel()
        found = re.fullmatch(r"listening on http://127\.0\.0\.1:(\d+)\n", line)
        if not found:
            self.kill()
            raise AssertionError(f"does not listen: {line!r}\n{self.stderr()}")
        self.port = int(found[1])
        return self

    def _listen(self, stream):
        for line in stream:
            self.errors.append(line)

    def stderr(self):
        return "".join(self.errors)

    def _end(self, patience):
        self.process.wait(patience)
        self.reader.join()
        self.process.stdout.close()
        self.process.stderr.close()
        running.discard(self.process)

    def kill(self):
        """As when the power fails."""
        self.process.send_signal(signal.SIGKILL)
        self._end(10)

    def stop(self):
        """Ends it politely: it must leave with 0 and without a sanitizer's report."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self._end(30)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError("SIGTERM did not end the server in 30 s:\n" + self.stderr())
        assert not SANITIZER.search(self.stderr()), self.stderr()
        assert self.process.returncode == 0, f"{self.process.returncode}\n{self.stderr()}"

    def remove(self):
        if self.process in running:
            self.kill()
        if self.own:
            shutil.rmtree(self.data, ignore_errors=True)

    def __enter__(self):
        return self.start()

    def __exit__(self, kind, value, trace):
        try:
            if self.process.returncode is None:
                self.stop()
        finally:
            self.remove()


class Sink:
    """A real SMTP server on loopback that keeps what it gets, parsed."""

    def __init__(self):
        self.messages = []
        self.controller = None

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        message.envelope_from = envelope.mail_from
        message.envelope_to = list(envelope.rcpt_tos)
        message.raw = envelope.content
        self.messages.append(message)
        return "250 kept"

    def __enter__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.controller = Controller(self, hostname="127.0.0.1", port=port, ready_timeout=20)
        self.controller.start()
        self.url = f"smtp://127.0.0.1:{port}"
        return self

    def __exit__(self, kind, value, trace):
        self.controller.stop()

    def to(self, address):
        return [m for m in list(self.messages) if address in m.envelope_to]

    def wait(self, address, count=1, patience=30):
        """The count-th message to this address, waited for."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            if len(self.to(address)) >= count:
                return self.to(address)[count - 1]
            time.sleep(0.05)
        heads = [(m.envelope_to, str(m["Subject"])) for m in self.messages]
        raise AssertionError(f"no message {count} to {address} in {patience} s; there are {heads}")


def text_of(message):
    part = message.get_body(("plain",))
    return part.get_content()


def link_in(message):
    """The path of the one-time link in a message."""
    found = re.search(r"https?://[^/\s]+(/link/\S+)", text_of(message))
    assert found, text_of(message)
    return found[1]


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    def model(self):
        return json.loads(self.body)

    @property
    def location(self):
        """Where a change led: a redirect, or {"location": …} for JSON."""
        if self.headers.get("Location"):
            return self.headers["Location"]
        return self.model()["location"]

    @property
    def code(self):
        return self.model()["error"]["code"]

    def __repr__(self):
        return f"{self.status} {self.body[:2000].decode('utf-8', 'replace')}"


class Browser:
    """A visitor with cookies who reads models as JSON and keeps the token they carry.

    Each comes from an address of its own, as in life: else the limits on guessing meet them all."""

    count = 0

    def __init__(self, server, language="zh-CN", source=None):
        Browser.count += 1
        self.source = source or f"127.1.{Browser.count // 250}.{Browser.count % 250 + 1}"
        self.server = server
        self.cookies = {}
        self.csrf = None
        self.language = language

    def ask(self, method, path, body=None, headers=None, accept="application/json"):
        """One request as it is; the answer whatever its status."""
        line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60,
                                          source_address=(self.source, 0))
        sent = {"Accept": accept, "Accept-Language": self.language, **(headers or {})}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            line.request(method, path, body=body, headers=sent)
            got = line.getresponse()
            answer = Answer(got.status, got.headers, got.read())
        finally:
            line.close()
        for set_cookie in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in http.cookies.SimpleCookie(set_cookie).items():
                if morsel["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
        return answer

    def see(self, answer, status):
        wanted = status if isinstance(status, tuple) else (status,)
        assert answer.status in wanted, f"expected {status}, got {answer}"
        return answer

    def get(self, path, status=200):
        """The model of a page."""
        model = self.see(self.ask("GET", path), status).model()
        self.csrf = model.get("csrf", self.csrf)
        return model

    def page(self, path, status=200):
        """The page as HTML."""
        return self.see(self.ask("GET", path, accept="text/html"), status).body.decode()

    def token(self):
        """The token of this visitor's forms; who is signed in has no sign-in page."""
        if self.csrf is None and "csrf" not in self.get("/sign-in"):
            self.get("/profile")
        return self.csrf

    def post(self, path, fields=None, files=None, status=200, csrf=True, headers=None):
        """A form as a browser sends it; `files` is [(field, name, type, bytes)]."""
        pairs = list(fields.items() if isinstance(fields, dict) else fields or [])
        if csrf:
            pairs.append(("csrf", self.token()))
        if files:
            kind, body = multipart(pairs, files)
        else:
            kind, body = "application/x-www-form-urlencoded", urllib.parse.urlencode(pairs)
        return self.see(self.ask("POST", path, body, {"Content-Type": kind, **(headers or {})}),
                        status)

    def post_json(self, path, value, status=200):
        headers = {"Content-Type": "application/json", "X-CSRF-Token": self.token()}
        return self.see(self.ask("POST", path, json.dumps(value), headers), status)


def multipart(pairs, files):
    mark = uuid.uuid4().hex
    out = []
    for name, value in pairs:
        out.append(f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                   .encode())
    for field, name, kind, data in files:
        out.append(f'--{mark}\r\nContent-Disposition: form-data; name="{field}"; '
                   f'filename="{name}"\r\nContent-Type: {kind}\r\n\r\n'.encode() + data + b"\r\n")
    out.append(f"--{mark}--\r\n".encode())
    return f"multipart/form-data; boundary={mark}", b"".join(out)


def call_file(where, opens=-3600, closes=86400, **changes):
    """A copy of the 2023 call that is open around now."""
    call = json.loads(CALL.read_text())
    now = time.time()
    stamp = lambda at: time.strftime("%Y-%m-%dT%H:%M:%S+08:00", time.gmtime(at + 8 * 3600))
    call.update(published_at=stamp(now + opens), opens_at=stamp(now + opens),
                closes_at=None if closes is None else stamp(now + closes),
                review_by=stamp(now + 40 * 86400), **changes)
    path = pathlib.Path(where) / "call.json"
    path.write_text(json.dumps(call, ensure_ascii=False))
    return str(path)


def open_call(server, **times):
    """Imports such a call into the folder of a server that runs."""
    where = folder()
    try:
        code, out, err = grantd("call", "import", call_file(where, **times), "--data", server.data)
        assert code == 0, err or out
    finally:
        shutil.rmtree(where)


def local_link(output):
    found = re.search(r"https?://[^/\s]+(/link/\S+)", output)
    assert found, output
    return found[1]


def sign_up(server, sink, address, name):
    """A person with a verified account, signed in."""
    return verify(ask_to_sign_up(server, address, name), sink, address)


def ask_to_sign_up(server, address, name):
    browser = Browser(server)
    privacy = browser.get("/sign-up")["privacy"]["version"]
    browser.post("/sign-up", {"email": address, "name": name, "password": PASSWORD,
                              "privacy": privacy, "agree": "on"})
    return browser


def verify(browser, sink, address):
    """Follows the link in the letter that signing up sent."""
    path = link_in(sink.wait(address))
    browser.get(path)
    browser.post(path, {"password": PASSWORD})
    browser.csrf = None
    return browser


def sign_in(server, address, password=PASSWORD):
    browser = Browser(server)
    browser.post("/sign-in", {"email": address, "password": password})
    browser.csrf = None
    return browser


def answers_for(topic_code, person="林知远", title="可复现的低比特训练", call=None, **means):
    """Complete answers to the form of a topic, {section: {field: value}}, as JSON saves take them;
    `means` are other answers by what a field means (institution="…")."""
    call = call or json.loads(CALL.read_text())
    topic = next(t for t in call["topics"] if t["code"] == topic_code)
    fixed = {"title": title, "name": person, "institution": "示例大学", "start": "2024-01",
             "end": "2024-12", "milestone-date": "2024-06", "record-year": "2022", "member-name": "江越人",
             "member-institution": "示例大学", "amount": 30000000, "large-model": "no",
             "metric": topic["metrics"][0],
             "subtopic": topic["subtopics"][0]["key"] if topic.get("subtopics") else ""}
    fixed.update({name.replace("_", "-"): answer for name, answer in means.items()})
    kinds = {"tick": True, "number": "6", "month": "2024-05", "date": "2024-12-01",
             "email": "someone@inst.example", "phone": "13800001234", "orcid": "",
             "list": ["昇思 MindSpore", "低比特训练"],
             "long": "先在小模型上量出误差与开销，再扩展到完整规模。\n脚本与配置随代码公开。"}

    def value(field):
        if field.get("means") in fixed:
            return fixed[field["means"]]
        if field["kind"] == "url":
            return f"https://code.example/{field['key']}"
        if field["kind"] == "table":
            keys = [row["key"] for row in field.get("rows", [])]
            count = len(keys) or (0 if field.get("means") == "avoid" else 2)
            rows = [{c["key"]: value(c) for c in field["columns"]} for _ in range(count)]
            for row, key in zip(rows, keys):
                row["row"] = key
                row.update({c["key"]: fixed["amount"] // len(keys) for c in field["columns"]
                            if c.get("means") == "budget-amount"})
            return rows
        if field["kind"] == "choice":
            return field["options"][0]["key"]
        return kinds.get(field["kind"], field["label"]["zh"])

    return {section["key"]: {f["key"]: value(f) for f in section["fields"]}
            for section in call["sections"]
            if topic_code in section.get("topics", [topic_code])}


def as_typed(fields, call=None):
    """The same answers as a browser's form types them: [(name, value)]."""
    def text(value):
        if value is True:
            return "on"
        if isinstance(value, list):
            return "；".join(value)
        return f"{value / 100:.2f}" if isinstance(value, int) else value

    pairs = []
    for name, value in fields.items():
        if isinstance(value, list) and all(isinstance(row, dict) for row in value):
            pairs.append((f"{name}.there", "1"))
            for number, row in enumerate(value):
                at = row.get("row", number)
                pairs += [(f"{name}.{at}.{key}", text(cell)) for key, cell in row.items()
                          if key != "row"]
        elif value is not False:
            pairs.append((name, text(value)))
    return pairs


def start(browser, topic):
    """Starts (or finds) the application to a topic: its key."""
    place = browser.post("/applications", {"topic": topic}).location
    return re.fullmatch(r"/applications/([0-9a-z]{16})/edit", place)[1]


def fill(browser, key, sections, as_form=False):
    for section, fields in sections.items():
        path = f"/applications/{key}/sections/{section}"
        if as_form:
            browser.post(path, as_typed(fields))
        else:
            browser.post_json(path, {"fields": fields})


if __name__ == "__main__":
    sys.exit("season.py is imported by tests/flow/*.py")
