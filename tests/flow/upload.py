"""upload.py: files that come in parts or are cut off, and the last second before closing."""

import hashlib
import os
import socket
import threading
import time
import unittest

from season import (PDF, Browser, Server, Sink, answers_for, fill, folder, multipart, open_call, sign_up, start)

MIB = 1024 * 1024
BIG = PDF + os.urandom(2 * MIB + 12345)


class Parts(unittest.TestCase):
    """Each test has a service of its own: some end it."""

    def setUp(self):
        self.sink = self.enterContext(Sink())
        self.server = Server(folder(), flags=["--smtp", self.sink.url, "--mail-from", "a@b.example"])
        self.server.own = True
        self.addCleanup(self.server.remove)
        self.server.start()
        self.addCleanup(lambda: self.server.process.poll() is None and self.server.stop())

    def applicant(self, **times):
        open_call(self.server, **times)
        self.browser = sign_up(self.server, self.sink, "lin@inst.example", "林知远")
        self.key = start(self.browser, "2")

    def begin(self, size=len(BIG), status=200, **more):
        fields = {"slot": "papers", "name": "论文.pdf", "size": str(size), "stamp": "1700000000000"} | more
        return self.browser.post(f"/applications/{self.key}/uploads", fields, status=status)

    def give(self, begun, place, data=None, status=200, browser=None):
        data = BIG[place * MIB:(place + 1) * MIB] if data is None else data
        return (browser or self.browser).post(begun["href"], {"place": str(place)},
                                              [("file", "part", "application/octet-stream", data)], status=status)

    def files(self):
        slots = self.browser.get(f"/applications/{self.key}/edit")["slots"]
        return next(s for s in slots if s["key"] == "papers")["files"]

    def test_parts(self):
        """A file in parts goes on over a killed server, and is an attachment once it is whole; others see nothing."""
        self.applicant()
        begun = self.begin().model()
        self.assertEqual((begun["count"], begun["have"], begun["part"]), (3, [], MIB))
        self.give(begun, 2)
        self.give(begun, 0)
        self.give(begun, 1, BIG[:100], status=422)
        self.give(begun, 3, b"x", status=422)
        self.assertEqual(self.browser.post(f"{begun['href']}/finish", status=409).code, "upload/incomplete")
        other = sign_up(self.server, self.sink, "other@inst.example", "周庭芳")
        self.give(begun, 1, browser=other, status=404)
        for path in (begun["href"], f"{begun['href']}/finish"):
            self.assertEqual(other.ask("GET", path).status if path == begun["href"] else
                             other.post(path, status=404).status, 404)
        self.server.kill()
        self.server.start()
        self.assertEqual(sorted(self.begin().model()["have"]), [0, 2])
        self.give(begun, 1)
        self.give(begun, 1)
        self.browser.post(f"{begun['href']}/finish")
        self.assertEqual([f["sha256"] for f in self.files()], [hashlib.sha256(BIG).hexdigest()])
        self.browser.post(f"{begun['href']}/finish", status=404)
        self.assertEqual(self.browser.ask("GET", self.files()[0]["href"]).body, BIG)

    def test_refusals(self):
        """What would be refused whole is refused at the beginning or at the end, and a cancelled one is gone."""
        self.applicant()
        self.assertEqual(self.begin(size=20 * MIB + 1, status=422).code, "attachment/size")
        self.assertEqual(self.begin(name="page.html", status=422).code, "attachment/type")
        self.begin(slot="nonsense", status=404)
        begun = self.begin(size=9, name="x.pdf").model()
        self.give(begun, 0, b"<!DOCTYPE")
        self.assertEqual(self.browser.post(f"{begun['href']}/finish", status=422).code, "attachment/type")
        self.browser.post(f"{begun['href']}/cancel")
        self.assertEqual(self.browser.ask("GET", begun["href"]).status, 404)
        for number in range(20):
            self.begin(size=100 + number)
        self.assertEqual(self.begin(size=200, status=409).code, "upload/many")

    def test_cut(self):
        """Cut at every KiB, an upload leaves neither a row nor a file."""
        self.applicant()
        kept = self.in_data()
        place = f"/applications/{self.key}/attachments"
        kind, body = multipart([("csrf", self.browser.token()), ("slot", "papers")],
                               [("file", "cut.pdf", "application/pdf", PDF + os.urandom(100 * 1024))])
        cookie = "; ".join(f"{name}={value}" for name, value in self.browser.cookies.items())
        head = (f"POST {place} HTTP/1.1\r\nHost: a\r\nCookie: {cookie}\r\nContent-Type: {kind}\r\n"
                f"Content-Length: {len(body)}\r\n\r\n").encode()
        for cut in range(1024, len(body), 1024):
            with socket.create_connection(("127.0.0.1", self.server.port)) as line:
                line.sendall(head + body[:cut])
        until = time.monotonic() + 20
        while self.in_data() != kept and time.monotonic() < until:
            time.sleep(0.05)
        self.assertEqual(self.in_data(), kept)
        self.assertEqual(self.files(), [])

    def in_data(self):
        return {os.path.join(top, name) for top, _, names in os.walk(os.path.join(self.server.data, "blobs"))
                for name in names}

    def test_last_second(self):
        """Of two hundred submissions around the closing each is in, with its receipt, or told that it is too late."""
        self.applicant(closes=8)
        begun = time.monotonic()
        keys = {topic: self.key if topic == "2" else start(self.browser, topic) for topic in "1234567"}
        for topic, key in keys.items():
            fill(self.browser, key, answers_for(topic))
        answers, lock = [], threading.Lock()

        def rush(number):
            browser = Browser(self.server, source=self.browser.source)
            browser.cookies, browser.csrf = dict(self.browser.cookies), self.browser.csrf
            topic = "1234567"[number % 7]
            answer = browser.ask("POST", f"/applications/{keys[topic]}/submit", f"csrf={browser.csrf}",
                                 {"Content-Type": "application/x-www-form-urlencoded"})
            while answer.status == 503:
                time.sleep(0.2)
                answer = browser.ask("POST", f"/applications/{keys[topic]}/submit", f"csrf={browser.csrf}",
                                     {"Content-Type": "application/x-www-form-urlencoded"})
            with lock:
                answers.append((topic, answer))

        time.sleep(max(0, 6.5 - (time.monotonic() - begun)))
        crowd = []
        for number in range(200):
            crowd.append(threading.Thread(target=rush, args=(number,)))
            crowd[-1].start()
            time.sleep(0.015)
        for one in crowd:
            one.join()
        self.assertEqual(len(answers), 200)
        accepted = {topic for topic, answer in answers if answer.status == 200}
        for topic, answer in answers:
            self.assertIn(answer.status, (200, 409), answer)
            if answer.status == 409:
                self.assertEqual(answer.code, "call/closed")
        late = [answer for _, answer in answers if answer.status == 409]
        self.assertTrue(accepted and late, f"{len(accepted)} topics in time, {len(late)} answers too late")
        for topic, key in keys.items():
            versions = self.browser.get(f"/applications/{key}")["versions"]
            self.assertEqual(len(versions), 1 if topic in accepted else 0)
            if topic in accepted:
                self.assertEqual(self.browser.get(f"/applications/{key}/receipts/1")["version"], 1)
