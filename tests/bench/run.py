#!/usr/bin/python3
"""run.py: measures this program beside a bare reply and the raw engine, all in one run.

    make bench [FACTOR='1 10'] [SECONDS=4] [CONNECTIONS=16]

Nothing here decides whether anything passes: the table is for people. What it prints: requests a second,
p50 and p99, bytes of the answer as sent (gzip when the server does), CPU milliseconds of the server per
request, and the share of a bare libmicrohttpd reply (pages) or of raw SQLite commits (saves).
"""

import json
import os
import pathlib
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
os.environ.setdefault("GRANTD_BIN", str(ROOT / "build/release/grantd"))
sys.path[:0] = [str(ROOT / "tests/support"), str(ROOT / "tests/bench")]

import paper  # noqa: E402
import season  # noqa: E402
from data import Data  # noqa: E402

FACTORS = [int(factor) for factor in os.environ.get("FACTOR", "1 10").split()]
SECONDS = int(os.environ.get("SECONDS", "4"))
CONNECTIONS = int(os.environ.get("CONNECTIONS", "16"))
TICK = os.sysconf("SC_CLK_TCK")
PEER = {"home": 1360, "desk": 600, "form": 231, "list of 50": 196, "submission with reviews": 399,
        "all applications, ranked": 33, "save a review": 433, "scores as CSV": 22}
PEER_BARE = 60000  # bare replies a second where the peer was measured


def spent(process):
    fields = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def memory(process):
    status = pathlib.Path(f"/proc/{process}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


def milliseconds(text):
    for ending, factor in (("us", 0.001), ("ms", 1), ("s", 1000)):
        if text.endswith(ending):
            return float(text[:-len(ending)]) * factor
    raise ValueError(text)


def wrk(port, path, process=None, script=None, headers=()):
    """One load; requests a second, p50 and p99 in ms, CPU ms per request, answers that were no 2xx."""
    words = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency"]
    for header in headers:
        words += ["-H", header]
    if script:
        words += ["-s", str(script)]
    before = spent(process) if process else 0
    out = subprocess.run([*words, f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True,
                         timeout=SECONDS + 30, check=True).stdout
    count = int(re.search(r"(\d+) requests in", out)[1])
    at = {p: milliseconds(re.search(rf"\n\s+{p}%\s+(\S+)", out)[1]) for p in ("50", "99")}
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    return {"rate": float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1]), "p50": at["50"],
            "p99": at["99"], "refused": int(refused[1]) if refused else 0,
            "cpu": (spent(process) - before) * 1000 / max(count, 1) if process else 0}


def build(name, where):
    flags = ["-O2", "-std=c17", "-D_GNU_SOURCE", str(ROOT / f"tests/bench/{name}.c"), "-o", str(where / name)]
    subprocess.run([*os.environ.get("CC", "cc").split(), *flags, "-lmicrohttpd", "-lsqlite3"], check=True)
    return str(where / name)


def lua(where, name, requests):
    """A script that sends the prepared requests in turn; COUNTER becomes a number, so that each is a change."""
    rows = "\n".join(
        f"{{path = {json.dumps(r['path'])}, cookie = {json.dumps(r['cookie'])}, token = {json.dumps(r['token'])}, "
        f"kind = {json.dumps(r['kind'])}, body = [==[{r['body']}]==]}}," for r in requests)
    path = where / f"{name}.lua"
    path.write_text(f"local requests = {{\n{rows}\n}}\n" + """
local turn = 0
function request()
  turn = turn + 1
  local r = requests[turn % #requests + 1]
  return wrk.format("POST", r.path, {["Cookie"] = r.cookie, ["X-CSRF-Token"] = r.token,
    ["Content-Type"] = r.kind, ["Accept"] = "application/json"}, (r.body:gsub("COUNTER", tostring(turn))))
end
""")
    return path


class Measured:
    """The table: every row beside the bare reply, and the peer's figure scaled to this run by it."""

    def __init__(self, where):
        self.where = where
        self.hello = None

    def add(self, name, result, base=None, size=0):
        share = f"{100 * result['rate'] / base:6.1f} %" if base else "       –"
        peer = "      –"
        if name in PEER and self.hello:
            peer = f"{result['rate'] / self.hello / (PEER[name] / PEER_BARE):5.0f} ×"
        wrong = f"  {result['refused']} refused" if result["refused"] else ""
        print(f"{name:28} {result['rate']:9.0f} {result['p50']:8.2f} {result['p99']:8.2f} {size:9d} "
              f"{result['cpu']:8.3f} {share} {peer}{wrong}", flush=True)


def session(server, token):
    return f"grantd-session={token}"


def page(measured, server, name, path, token, base):
    cookie = [f"Cookie: {session(server, token)}"] if token else []
    browser = season.Browser(server)
    if token:
        browser.cookies["grantd-session"] = token
    answer = browser.ask("GET", path, accept="text/html", headers={"Accept-Encoding": "gzip"})
    assert answer.status == 200, f"{path}: {answer.status}"
    process = server.process.pid
    measured.add(name, wrk(server.port, path, process, headers=["Accept: text/html", *cookie]), base,
                 len(answer.body))


def token_of(server, session_token):
    browser = season.Browser(server)
    browser.cookies["grantd-session"] = session_token
    return browser.get("/")["csrf"]


def open_pages(measured, server, data, base, raw):
    owner = data.owner_sessions[0]
    page(measured, server, "home", "/", None, base)
    page(measured, server, "desk", "/applications", owner, base)
    page(measured, server, "form", f"/applications/{data.forms[0]}/edit", owner, base)
    requests = []
    for token, key in list(zip(data.owner_sessions, data.forms))[:32]:
        requests.append({"path": f"/applications/{key}/sections/basis", "cookie": session(server, token),
                         "token": token_of(server, token), "kind": "application/json",
                         "body": json.dumps({"fields": {"aims": "第 COUNTER 次修改。" + "可复现的训练方法。" * 40}},
                                            ensure_ascii=False)})
    measured.add("save a section", wrk(server.port, "/", server.process.pid,
                                       lua(measured.where, "save", requests)), raw)
    # what was not changed is not submitted again: each submission comes behind a save of its own
    pairs = [one for request in requests for one in
             (request, request | {"path": request["path"].replace("sections/basis", "submit"), "body": "{}"})]
    measured.add("save, submit in turn", wrk(server.port, "/", server.process.pid, lua(measured.where, "submit", pairs)), raw)


def review_pages(measured, server, data, base, raw):
    reviewer, keys = data.lists[25]
    page(measured, server, "list of 25", "/reviews", reviewer, base)
    page(measured, server, "list of 50", "/reviews", data.lists[50][0], base)
    page(measured, server, "submission with reviews", f"/reviews/{keys[0]}", reviewer, base)
    page(measured, server, "office, first page", "/office/applications", data.office, base)
    page(measured, server, "all applications, ranked", "/ranking", data.chair, base)
    page(measured, server, "scores as CSV", "/exports/scores?format=csv", data.office, base)
    body = "&".join(f"{name}={value}" for name, value in data.scores.items())
    token = token_of(server, reviewer)
    requests = [{"path": f"/reviews/{key}", "cookie": session(server, reviewer), "token": token,
                 "kind": "application/x-www-form-urlencoded",
                 "body": f"{body}&familiarity=2&act=submit&reason=change+COUNTER&to_committee=" + "x" * 2700}
                for key in keys]
    measured.add("save a review", wrk(server.port, "/", server.process.pid,
                                      lua(measured.where, "review", requests)), raw)


def start_times(data, count=7):
    times = []
    for _ in range(count):
        begun = time.monotonic()
        with season.Server(data=data):
            times.append((time.monotonic() - begun) * 1000)
    return statistics.median(times)


def close_call(folder):
    db = sqlite3.connect(pathlib.Path(folder) / "grantd.db")
    now = int(time.time())
    db.execute("UPDATE call SET closed_at = ?, closes_at = ?", (now - 60, now - 60))
    db.execute("UPDATE application SET state = 'eligible'")
    db.execute("DELETE FROM paper WHERE blob IS NULL")  # of thousands of submissions a minute ago
    db.commit()
    db.close()


def bare(where, threads):
    process = subprocess.Popen([build("bare", where), "0", str(threads)], stdout=subprocess.PIPE, text=True)
    try:
        return wrk(int(process.stdout.readline()), "/", process.pid)
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def measure(where, measured, factor, raw):
    folder = str(where / f"data{factor}")
    code, out, err = season.grantd("call", "import", season.call_file(where), "--data", folder)
    assert code == 0, err
    fresh = start_times(folder)
    with season.Server(data=folder) as server:
        small = memory(server.process.pid)
    begun = time.monotonic()
    data = Data(folder, factor)
    print(f"\n{data.applications} applications, {data.reviewers} reviewers, {3 * data.applications} reviews, "
          f"made in {time.monotonic() - begun:.1f} s")
    print(f"start: {fresh:.0f} ms fresh, {start_times(folder):.0f} ms with the data; memory fresh: {small:.1f} MiB")
    with season.Server(data=folder) as server:
        paper.measure(where, server, data)
    with season.Server(data=folder) as server:
        open_pages(measured, server, data, measured.hello, raw)
        after = memory(server.process.pid)
    close_call(folder)
    with season.Server(data=folder) as server:
        review_pages(measured, server, data, measured.hello, raw)
        print(f"memory after the applicants' rows: {after:.1f} MiB, after the reviewers': "
              f"{memory(server.process.pid):.1f} MiB", flush=True)
    shutil.rmtree(folder)


def run(where):
    measured = Measured(where)
    print(f"{SECONDS} s a row, {CONNECTIONS} connections; \"peer\": times the peer's rate, both as shares of a "
          f"bare reply\n")
    print(f"{'':28} {'req/s':>9} {'p50 ms':>8} {'p99 ms':>8} {'bytes':>9} {'CPU ms':>8} {'of base':>8} {'peer':>7}")
    hello = bare(where, 2)
    measured.add("bare libmicrohttpd reply", hello, None, 5)
    measured.hello = hello["rate"]
    raw = float(subprocess.run([build("commits", where), str(where / "raw.db"), str(SECONDS)],
                               capture_output=True, text=True, check=True).stdout)
    measured.add("raw SQLite commits, one", {"rate": raw, "p50": 0, "p99": 0, "cpu": 0, "refused": 0})
    for factor in FACTORS:
        measure(where, measured, factor, raw)


def main():
    where = pathlib.Path(tempfile.mkdtemp(prefix="grantd-bench-"))
    try:
        run(where)
    finally:
        shutil.rmtree(where, ignore_errors=True)


if __name__ == "__main__":
    main()
