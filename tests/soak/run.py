#!/usr/bin/python3
"""run.py: wrk reads pages of a release build for a while: no error, no slow answer, memory stays.

run.py [SECONDS]"""

import pathlib
import re
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

import season  # noqa: E402

season.BINARY = str(season.ROOT / "build/release/grantd")


def rss(process):
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1])


def descriptors(process):
    return len(list(pathlib.Path(f"/proc/{process.pid}/fd").iterdir()))


def wrk(server, path, seconds, cookie=""):
    words = ["wrk", "-t1", "-c32", f"-d{seconds}s", "--latency", "-H", f"Cookie: {cookie}",
             f"http://127.0.0.1:{server.port}{path}"]
    out = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (?!connect 0, read 0, write 0, "
                    r"timeout 0)(.*)", out)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", out)[1]
    slow = re.search(r"99%\s+(\S+)", out)[1]
    print(f"   {path}: {rate} requests/s, p99 {slow}{', ' + bad[0] if bad else ''}", flush=True)
    assert not bad, out


def main(seconds):
    with season.Server(rehearse=True) as server:
        browser = season.Browser(server)
        people = browser.get("/rehearsal")["people"]
        who = next(p["key"] for p in people if p["role"] == "applicant")
        browser.post("/rehearsal/sign-in", {"who": who}, csrf=False)
        desk = browser.get("/applications")
        edit = next(row["edit"] for row in desk["topics"] if row["started"])
        cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        paths = ["/sign-in", "/static/app.css", "/applications", edit]
        for path in paths:
            wrk(server, path, 2, cookie)
        warm, open_then = rss(server.process), descriptors(server.process)
        for path in paths:
            wrk(server, path, max(1, seconds // len(paths)), cookie)
        until = time.monotonic() + 10
        while descriptors(server.process) > open_then + 4 and time.monotonic() < until:
            time.sleep(0.2)
        after = rss(server.process)
        print(f"   memory {warm} kB after warming, {after} kB after the soak; "
              f"{descriptors(server.process)} descriptors")
        assert descriptors(server.process) <= open_then + 4, "descriptors leak"
        assert after < warm * 1.3 + 8192, "memory grows"
        browser.get("/applications")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
