#!/usr/bin/python3
"""multipart.py: uploads bent at random against a debug server: never a crash, never a file left.

multipart.py [SECONDS]"""

import pathlib
import random
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

import season  # noqa: E402

NASTY = [b"\r\n", b"--", b'"', b"\\", b"\x00", b"\xff\xfe", "文件".encode(), b"filename*=UTF-8''a", b"/../",
         b"; name=slot", b"Content-Type: multipart/mixed; boundary=b\r\n\r\n", b"a" * 3000, b"\r\n\r\n"]


def bend(body, dice):
    body = bytearray(body)
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(body) + 1)
        kind = dice.randrange(4)
        if kind == 0:
            body[at:at] = dice.choice(NASTY)
        elif kind == 1:
            del body[at:at + dice.randint(1, 60)]
        elif kind == 2 and at < len(body):
            body[at] = dice.randrange(256)
        else:
            body[at:at] = body[dice.randrange(len(body) + 1):][:dice.randint(1, 200)]
        if not body:
            return b"x"
    return bytes(body)


def main(seconds):
    seed = random.randrange(1 << 32)
    dice, sent, seen = random.Random(seed), 0, {}
    print(f"   seed {seed}", flush=True)
    with season.Server(rehearse=True) as server:
        browser = season.Browser(server)
        who = next(p["key"] for p in browser.get("/rehearsal")["people"] if p["role"] == "applicant")
        browser.post("/rehearsal/sign-in", {"who": who}, csrf=False)
        row = next(row for row in browser.get("/applications")["topics"] if row["started"])
        browser.get(row["edit"])
        place = f"{row['href']}/attachments"
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            kind, body = season.multipart([("csrf", browser.csrf), ("slot", "commitment")],
                                          [("file", "a.pdf", "application/pdf", season.PDF)])
            status = browser.ask("POST", place, bend(body, dice), {"Content-Type": kind}).status
            assert status in (200, 303, 400, 403, 404, 413, 422), status
            seen[status] = seen.get(status, 0) + 1
            sent += 1
        browser.get(row["edit"])
        server.stop()
        code, out, err = season.grantd("check", "--data", server.data)
        assert code == 0, out + err
    print(f"   {sent} uploads: {seen}")
    assert sent > 0


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
