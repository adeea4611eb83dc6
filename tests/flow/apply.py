"""apply.py: applying, by forms and by JSON, in a real service with a call that is open."""

import hashlib
import json
import os
import pathlib
import re
import socket
import time
import unittest
import urllib.parse

from season import (CALL, PDF, Browser, Server, Sink, answers_for, fill, grantd, multipart, open_call,
                    sign_up, start, text_of)

TOPICS = [topic["code"] for topic in json.loads(CALL.read_text())["topics"]]


def field_of(model, section, field):
    found = next(s for s in model["sections"] if s["key"] == section)
    return next(f for f in found["fields"] if f["name"] == field)


def revision_of(model, section):
    return next(s for s in model["sections"] if s["key"] == section)["revision"]


def forms_of(page):
    """The hidden inputs of each form that saves a section, as a browser would send them."""
    forms = re.findall(r'<form action="[^"]+/sections/\w+"[^>]*>(.*?)</form>', page, re.S)
    return [dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form)) for form in forms]


class Apply(unittest.TestCase):
    # Each its own service: mail is paced (30 a minute), and many sign up here.
    def setUp(self):
        self.sink = self.enterContext(Sink())
        self.server = self.enterContext(
            Server(flags=["--smtp", self.sink.url, "--mail-from", "fund@caai.example"]))
        open_call(self.server)
        self.people = 0

    def tearDown(self):
        """After all this the folder is sound."""
        code, out, err = grantd("check", "--data", self.server.data)
        self.assertEqual(code, 0, out + err)

    def applicant(self, name="林知远"):
        self.people += 1
        self.address = f"applicant{self.people}@inst.example"
        return sign_up(self.server, self.sink, self.address, name)

    def in_data(self):
        """Every file in the data folder but the database's own."""
        return {str(path.relative_to(self.server.data)) for path in pathlib.Path(self.server.data).rglob("*")
                if path.is_file() and not path.name.startswith("grantd.db")}

    def left(self, kept):
        """What else there is than `kept`, once nothing more has come for longer than the server takes to
        notice that somebody hung up."""
        deadline, quiet = time.monotonic() + 10, None
        while time.monotonic() < deadline:
            more = self.in_data() - kept
            quiet = None if more else quiet or time.monotonic()
            if quiet and time.monotonic() - quiet > 1.5:
                return set()
            time.sleep(0.02)
        return more

    def test_seven(self):
        """One applicant applies to all seven topics, by forms and by JSON, and gets seven receipts."""
        browser = self.applicant()
        desk = browser.get("/applications")
        self.assertEqual([row["topic_code"] for row in desk["topics"]], TOPICS)
        keys, numbers = {}, set()
        for topic in TOPICS:
            keys[topic] = start(browser, topic)
            self.assertEqual(start(browser, topic), keys[topic])
            fill(browser, keys[topic], answers_for(topic, title=f"第 {topic} 个题目"),
                 as_form=int(topic) % 2 == 1)
        self.assertEqual(len(set(keys.values())), 7)
        for topic, key in keys.items():
            model = browser.get(f"/applications/{key}/edit")
            self.assertEqual(model["missing"], [], topic)
            self.assertEqual(field_of(model, "basic", "title")["value"], f"第 {topic} 个题目")
            self.assertEqual(field_of(model, "basic", "amount")["value"].replace(",", ""), "300000")
            place = browser.post(f"/applications/{key}/submit").location
            receipt = browser.get(f"/applications/{key}/receipts/1")
            self.assertRegex(receipt["sha256"], r"^[0-9a-f]{64}$")
            self.assertRegex(receipt["number"], r"^A2023-[0-9A-Z]{4}$")
            numbers.add(receipt["number"])
            browser.get(re.sub(r"[?#].*", "", place))
        self.assertEqual(len(numbers), 7)
        desk = browser.get("/applications")
        self.assertEqual((desk["started"], desk["submitted"]), (7, 7))
        order = {f"rank.{key}": 7 - number for number, key in enumerate(keys.values())}
        browser.post("/applications/order", order)
        ranks = [row["preference"] for row in browser.get("/applications")["topics"]]
        self.assertEqual(ranks, [7, 6, 5, 4, 3, 2, 1])

    def test_form_and_json(self):
        """What a form types and what JSON saves is stored alike."""
        one, other = self.applicant(), self.applicant()
        pages = []
        for browser, as_form in ((one, True), (other, False)):
            key = start(browser, "1")
            fill(browser, key, answers_for("1"), as_form=as_form)
            pages.append(json.dumps(browser.get(f"/applications/{key}")["sections"]))
        self.assertEqual(*pages)

    def test_shared(self):
        """Shared sections are filled once for all of a person's applications."""
        browser = self.applicant()
        first, second = start(browser, "2"), start(browser, "3")
        fill(browser, first, {"applicant": answers_for("2")["applicant"]})
        model = browser.get(f"/applications/{second}/edit")
        self.assertEqual(field_of(model, "applicant", "institution")["value"], "示例大学")

    def test_shared_again(self):
        """A shared section that changes is shown beside what it alters; what is ticked gets a version, the rest stays."""
        browser = self.applicant()
        keys = [start(browser, topic) for topic in "234"]
        for key, topic in zip(keys, "234"):
            fill(browser, key, answers_for(topic))
            browser.post(f"/applications/{key}/submit")
        self.assertNotIn("changes", browser.get(f"/applications/{keys[0]}"))
        self.assertEqual(browser.get(f"/applications/{keys[0]}/edit")["others"], 2)
        browser.post_json(f"/applications/{keys[0]}/sections/applicant", {"fields": {"department": "另一个院系"}})
        browser.post_json(f"/applications/{keys[2]}/sections/basic", {"fields": {"title": ""}})
        self.assertTrue(browser.get("/applications")["behind"])
        for page in ("", "/edit", "/preview"):
            differs = browser.get(f"/applications/{keys[1]}{page}")["changes"]["sections"]
            self.assertEqual([s["shared"] for s in differs], [True])
        self.assertIn("/resubmit", browser.page(f"/applications/{keys[1]}"))
        listed = browser.get("/resubmit")["applications"]
        self.assertEqual([len(a["sections"]) for a in listed], [1, 1, 2])
        answer = browser.post("/resubmit", {f"pick.{keys[0]}": "1", f"pick.{keys[2]}": "1"}, status=422).model()
        self.assertEqual({a["key"]: bool(a["failed"]) for a in answer["applications"]},
                         {keys[1]: False, keys[2]: True})
        self.assertEqual([len(browser.get(f"/applications/{key}")["versions"]) for key in keys], [2, 1, 1])

    def test_two_tabs(self):
        """Two tabs: other fields merge, the same field is 409 with both texts, nothing is lost."""
        browser = self.applicant()
        key = start(browser, "2")
        path = f"/applications/{key}/sections/basis"
        base = browser.post_json(path, {"fields": {"aims": "原文", "problems": "原文"}}).model()["revision"]
        one = browser.post_json(path, {"base": base, "fields": {"aims": "第一页"}}).model()
        self.assertEqual((one["revision"], one["changed"]), (base + 1, ["aims"]))
        two = browser.post_json(path, {"base": base, "fields": {"problems": "第二页"}}).model()
        self.assertEqual((two["revision"], two["changed"]), (base + 2, ["problems"]))
        stale = browser.post_json(path, {"base": base, "fields": {"aims": "第二页"}}, status=409).model()
        self.assertEqual(stale["error"]["code"], "application/stale")
        self.assertEqual([(c["field"], c["typed"], c["stored"]) for c in stale["conflicts"]],
                         [("aims", "第二页", "第一页")])
        page = browser.ask("POST", path, f"csrf={browser.csrf}&base={base}&aims=third-tab",
                           {"Content-Type": "application/x-www-form-urlencoded"}, accept="text/html")
        self.assertEqual(page.status, 409)
        self.assertIn("third-tab", page.body.decode())
        self.assertIn("第一页", page.body.decode())
        model = browser.get(f"/applications/{key}/edit")
        self.assertEqual(field_of(model, "basis", "aims")["value"], "第一页")
        self.assertEqual(field_of(model, "basis", "problems")["value"], "第二页")
        # Knowing what is there, one may overwrite it.
        now = revision_of(model, "basis")
        browser.post_json(path, {"bases": {"aims": now}, "fields": {"aims": "第三页"}})
        # What is stored already is no change and no revision.
        same = browser.post_json(path, {"base": now, "fields": {"aims": "第三页"}}).model()
        self.assertEqual(same["changed"], [])

    def test_two_fields_stale(self):
        """Without scripts two conflicts are settled one after the other, and neither text is lost."""
        browser = self.applicant()
        key = start(browser, "2")
        path = f"/applications/{key}/sections/basis"
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        browser.post_json(path, {"fields": {"aims": "stored-a", "problems": "stored-p"}})
        page = browser.ask("POST", path, f"csrf={browser.csrf}&base=0&aims=mine-a&problems=mine-p", form,
                           accept="text/html")
        self.assertEqual(page.status, 409)
        theirs = forms_of(page.body.decode())
        self.assertEqual([sorted(set(one) - {"csrf"}) for one in theirs],
                         [["aims", "base.aims", "base.problems", "problems"], ["base.problems", "problems"],
                          ["aims", "base.aims", "base.problems", "problems"], ["aims", "base.aims"]])
        page = browser.ask("POST", path, urllib.parse.urlencode(theirs[0]), form, accept="text/html")
        self.assertEqual(page.status, 409)
        left = forms_of(page.body.decode())
        self.assertEqual(len(left), 1)
        self.assertEqual(left[0]["problems"], "mine-p")
        page = browser.ask("POST", path, urllib.parse.urlencode(left[0]), form, accept="text/html")
        self.assertEqual(page.status, 303)
        model = browser.get(f"/applications/{key}/edit")
        self.assertEqual([field_of(model, "basis", name)["value"] for name in ("aims", "problems")],
                         ["mine-a", "mine-p"])

    def test_unread(self):
        """What cannot be stored is not said to be saved: it is named, and without scripts shown to be copied."""
        browser = self.applicant()
        key = start(browser, "2")
        path = f"/applications/{key}/sections/basis"
        said = browser.post_json(path, {"fields": {"aims": "bell\u0007", "problems": "fine"}}).model()
        self.assertEqual((said["refused"], said["changed"]), (["aims"], ["problems"]))
        page = browser.ask("POST", path, f"csrf={browser.csrf}&base=1&aims={'x' * 70000}&problems=finer",
                           {"Content-Type": "application/x-www-form-urlencoded"}, accept="text/html")
        self.assertEqual(page.status, 422)
        self.assertIn("x" * 70000, page.body.decode())
        model = browser.get(f"/applications/{key}/edit")
        self.assertEqual(field_of(model, "basis", "problems")["value"], "finer")

    def test_attachments(self):
        """A PDF is kept and read back; what only looks like one, or is cut short, leaves nothing."""
        browser = self.applicant()
        key = start(browser, "2")
        place = f"/applications/{key}/attachments"
        add = lambda name, data, status=200, slot="papers": browser.post(
            place, {"slot": slot}, [("file", name, "application/pdf", data)], status=status)
        add("论文.pdf", PDF)
        slot = next(s for s in browser.get(f"/applications/{key}/edit")["slots"] if s["key"] == "papers")
        self.assertEqual([f["name"] for f in slot["files"]], ["论文.pdf"])
        self.assertEqual(slot["files"][0]["sha256"], hashlib.sha256(PDF).hexdigest())
        read = browser.ask("GET", slot["files"][0]["href"])
        self.assertEqual((read.status, read.body), (200, PDF))
        self.assertIn("attachment", read.headers["Content-Disposition"])
        self.assertEqual(read.headers["X-Content-Type-Options"], "nosniff")
        kept = {name for name in self.in_data() if "/new-" not in name}
        add("page.pdf", b"<!DOCTYPE html><script>alert(1)</script>", status=422)
        add("page.html", b"<!DOCTYPE html><p>hello", status=422)
        add("empty.pdf", b"", status=422)
        add("x.pdf", PDF, status=404, slot="nonsense")
        kind, body = multipart([("csrf", browser.token()), ("slot", "papers")],
                               [("file", "cut.pdf", "application/pdf", PDF + b"x" * 5000)])
        headers = {"Content-Type": kind}
        self.assertEqual(browser.ask("POST", place, body[:-3000], headers).status, 400)
        self.assertEqual(self.left(kept), set())
        # The line breaks in the middle of the body: nobody to answer, nothing left.
        cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        with socket.create_connection(("127.0.0.1", self.server.port)) as line:
            line.sendall(f"POST {place} HTTP/1.1\r\nHost: a\r\nCookie: {cookie}\r\nContent-Type: {kind}\r\n"
                         f"Content-Length: {len(body)}\r\n\r\n".encode() + body[:-2000])
        self.assertEqual(self.left(kept), set())
        browser.post(slot["files"][0]["remove"])
        slot = next(s for s in browser.get(f"/applications/{key}/edit")["slots"] if s["key"] == "papers")
        self.assertEqual(slot["files"], [])
        self.assertEqual(browser.ask("GET", f"/attachments/{'0' * 16}").status, 404)

    def test_large_upload(self):
        """A file at the limit is taken, and one beyond it is refused."""
        browser = self.applicant()
        place = f"/applications/{start(browser, '2')}/attachments"
        most = 20 * 1024 * 1024
        for size, status in ((most, 200), (most + 1, (413, 422))):
            data = PDF + os.urandom(1024) * (size // 1024)
            browser.post(place, {"slot": "papers"}, [("file", "big.pdf", "application/pdf", data[:size])],
                         status=status)

    def test_submit(self):
        """Incomplete is 422 with paths; complete is a receipt; again is version 2; withdraw, reopen."""
        browser = self.applicant()
        key = start(browser, "4")
        refused = browser.post(f"/applications/{key}/submit", status=422)
        self.assertEqual(refused.code, "application/incomplete")
        paths = {p["path"] for p in refused.model()["error"]["problems"]}
        self.assertTrue({"basic.title", "applicant.institution", "commitments.truth"} <= paths, paths)
        fill(browser, key, answers_for("4"))
        browser.post(f"/applications/{key}/attachments", {"slot": "papers"},
                     [("file", "论文.pdf", "application/pdf", PDF)])
        browser.post(f"/applications/{key}/submit")
        first = browser.get(f"/applications/{key}/receipts/1")
        self.assertEqual([f["sha256"] for f in first["files"]], [hashlib.sha256(PDF).hexdigest()])
        mine = self.sink.wait(self.address, 2)
        self.assertIn(first["sha256"], text_of(mine))
        self.check_mailbox(first["number"], first["sha256"])
        browser.post_json(f"/applications/{key}/sections/basic", {"fields": {"title": "改过的题目"}})
        browser.post(f"/applications/{key}/submit")
        second = browser.get(f"/applications/{key}/receipts/2")
        self.assertEqual(second["version"], 2)
        self.assertNotEqual(second["sha256"], first["sha256"])
        old = browser.get(f"/applications/{key}/receipts/1")
        for fact in ("version", "heading", "sha256", "at", "files"):
            self.assertEqual(old[fact], first[fact], fact)
        self.assertNotIn("改过的题目", json.dumps(browser.get(f"/applications/{key}/versions/1"),
                                                   ensure_ascii=False))
        browser.get(f"/applications/{key}/receipts/3", status=404)
        browser.post(f"/applications/{key}/withdraw")
        self.assertEqual(browser.get(f"/applications/{key}")["state"]["word"], "withdrawn")
        browser.post(f"/applications/{key}/submit", status=409)
        browser.post_json(f"/applications/{key}/sections/basic", {"fields": {"title": "x"}}, status=409)
        browser.post(f"/applications/{key}/reopen")
        browser.post(f"/applications/{key}/submit")
        self.assertEqual(browser.get(f"/applications/{key}")["version"], 3)

    def check_mailbox(self, number, sha256):
        """The call's mailbox gets it too; where a canonical JSON is attached its digest is the receipt's."""
        deadline = time.monotonic() + 30
        found = None
        while found is None and time.monotonic() < deadline:
            found = next((m for m in self.sink.to("xsjljj@caai.cn") if number in text_of(m)), None)
            time.sleep(0.05)
        self.assertIsNotNone(found, "nothing came to the mailbox of the call")
        for part in found.iter_attachments():
            if part.get_content_type() == "application/json":
                content = json.loads(part.get_content())
                self.assertNotIn("avoid", content.get("sections", {}))

    def test_others(self):
        """What is another's looks exactly like what is not there."""
        owner, other = self.applicant(), self.applicant("周庭芳")
        key = start(owner, "2")
        fill(owner, key, answers_for("2"))
        owner.post(f"/applications/{key}/attachments", {"slot": "papers"},
                   [("file", "a.pdf", "application/pdf", PDF)])
        owner.post(f"/applications/{key}/submit")
        slots = owner.get(f"/applications/{key}/edit")["slots"]
        file = next(f["href"] for s in slots for f in s["files"])
        absent = "0123456789abcdef".replace("b", "x")
        places = ["/applications/{}", "/applications/{}/edit", "/applications/{}/preview",
                  "/applications/{}/versions/1", "/applications/{}/receipts/1",
                  "/applications/{}/commitment"]
        pairs = [(p.format(key), p.format(absent)) for p in places]
        pairs.append((file, f"/attachments/{absent}"))
        for theirs, none in pairs:
            for accept in ("application/json", "text/html"):
                answers = [other.ask("GET", path, accept=accept) for path in (theirs, none)]
                self.assertEqual([a.status for a in answers], [404, 404], theirs)
                bodies = [re.sub(r"[0-9a-f]{128}|" + f"{key}|{absent}|" + r"[0-9a-z]{16}|\d\d:\d\d(:\d\d)?", "",
                                 a.body.decode()) for a in answers]
                self.assertEqual(*bodies)
        acts = ["submit", "withdraw", "reopen", "sections/basic", "attachments"]
        for act in acts:
            files = [("file", "a.pdf", "application/pdf", PDF)] if act == "attachments" else None
            answers = [other.post(f"/applications/{k}/{act}", {"slot": "papers", "title": "x"}, files,
                                  status=404) for k in (key, absent)]
            self.assertEqual(answers[0].body, answers[1].body, act)
        other.post(f"{file}/remove", status=404)
        self.assertEqual(owner.get(f"/applications/{key}")["version"], 1)

    def test_tokens(self):
        """A change without its token, or from a foreign page, does not happen."""
        browser = self.applicant()
        key = start(browser, "2")
        path = f"/applications/{key}/sections/basic"
        self.assertEqual(browser.post(path, {"title": "x"}, csrf=False, status=403).code, "web/csrf")
        browser.post(path, {"title": "x"}, status=403, headers={"Origin": "https://evil.example"})
        browser.post(path, {"title": "x"}, status=403, headers={"Sec-Fetch-Site": "cross-site"})
        browser.post("/applications", {"topic": "3"}, csrf=False, status=403)
        browser.post(f"/applications/{key}/attachments", {"slot": "papers"},
                     [("file", "a.pdf", "application/pdf", PDF)], csrf=False, status=403)
        self.assertEqual(field_of(browser.get(f"/applications/{key}/edit"), "basic", "title")["value"], "")
        stranger = Browser(self.server)
        stranger.get("/applications", status=401)
        stranger.post(path, {"title": "x"}, status=401)

    def test_hostile_text(self):
        """Text is text: markup, quotes and templates come back as typed and are never markup."""
        browser = self.applicant()
        key = start(browser, "2")
        hostile = '</textarea><script>alert(1)</script>"\'>{{csrf}}&amp;🧪'
        browser.post_json(f"/applications/{key}/sections/basis", {"fields": {"aims": hostile}})
        model = browser.get(f"/applications/{key}/edit")
        self.assertEqual(field_of(model, "basis", "aims")["value"], hostile)
        for page in ("edit", "preview"):
            html = browser.page(f"/applications/{key}/{page}")
            self.assertNotIn("<script>alert", html)
            self.assertIn("{{csrf}}", html)


class Gates(unittest.TestCase):
    def test_closed(self):
        """After closing a save is 409 call/closed, and what was written stays readable."""
        with Sink() as sink, Server(flags=["--smtp", sink.url, "--mail-from", "a@b.example"]) as server:
            open_call(server, closes=6)
            begun = time.monotonic()
            browser = sign_up(server, sink, "lin@inst.example", "林知远")
            key = start(browser, "2")
            path = f"/applications/{key}/sections/basic"
            browser.post_json(path, {"fields": {"title": "及时"}})
            time.sleep(max(0, 8 - (time.monotonic() - begun)))
            self.assertEqual(browser.post_json(path, {"fields": {"title": "迟到"}}, status=409).code,
                             "call/closed")
            self.assertEqual(browser.post(f"/applications/{key}/submit", status=409).code, "call/closed")
            self.assertEqual(browser.post("/applications", {"topic": "3"}, status=409).code, "call/closed")
            self.assertEqual(field_of(browser.get(f"/applications/{key}/edit"), "basic", "title")["value"],
                             "及时")

    def test_not_open(self):
        """Before opening nothing can be started."""
        with Sink() as sink, Server(flags=["--smtp", sink.url, "--mail-from", "a@b.example"]) as server:
            open_call(server, opens=3600)
            browser = sign_up(server, sink, "lin@inst.example", "林知远")
            self.assertEqual(browser.post("/applications", {"topic": "3"}, status=409).code,
                             "call/not-open")
