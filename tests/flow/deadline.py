"""deadline.py: the second of closing, by the server's own clock: to the second, and for a crowd."""

import hashlib
import json
import os
import pathlib
import socket
import sqlite3
import threading
import time
import unittest

from moment import Crowd, Moment
from season import PDF, grantd, multipart, open_call

GRACE = 30


class Deadline(unittest.TestCase):
    long = True

    def prepare(self, count):
        """A server half a minute before closing, with drafts of a crowd."""
        self.closing = int(time.time()) + 7200
        self.server = Moment(self.closing - 30)
        self.addCleanup(self.server.remove)
        self.server.start()
        open_call(self.server, closes=self.closing - time.time() + 0.5, grace_seconds=GRACE)
        self.server.stop()
        crowd = Crowd(self.server.data, count, self.closing - 30)
        self.server.start()
        self.people, self.keys = crowd.browsers(self.server), [key for _, key in crowd.drafts]
        self.owner = {key: self.people[place] for place, key in crowd.drafts}

    def tearDown(self):
        """After all this the folder is sound."""
        self.server.stop()
        code, out, err = grantd("check", "--data", self.server.data)
        self.assertEqual(code, 0, out + err)

    def rows(self, words, *values):
        with sqlite3.connect(f"file:{pathlib.Path(self.server.data) / 'grantd.db'}?mode=ro", uri=True) as db:
            return db.execute(words, values).fetchall()

    def submitted(self, key):
        """(seconds after closing, in the grace) of each version."""
        return [(at - self.closing, bool(grace)) for at, grace in self.rows(
            "SELECT s.submitted_at, s.in_grace FROM submission s JOIN application a ON a.id = s.application "
            "WHERE a.key = ? ORDER BY s.version", key)]

    def submit(self, key, status=200):
        return self.owner[key].post(f"/applications/{key}/submit", status=status)

    def refused(self, key):
        self.assertEqual(self.submit(key, 409).code, "call/closed")
        self.assertEqual(self.submitted(key), [])

    def begin_file(self, key):
        """A file of which half has come; what is called then sends the rest and reads the answer's status."""
        browser = self.owner[key]
        kind, body = multipart([("csrf", browser.token()), ("slot", "papers")],
                               [("file", "论文.pdf", "application/pdf", PDF + os.urandom(50000))])
        line = socket.create_connection(("127.0.0.1", self.server.port), 30, (browser.source, 0))
        self.addCleanup(line.close)
        line.sendall(f"POST /applications/{key}/attachments HTTP/1.1\r\nHost: a\r\nAccept: application/json\r\n"
                     f"Cookie: grantd-session={browser.cookies['grantd-session']}\r\nContent-Type: {kind}\r\n"
                     f"Content-Length: {len(body)}\r\n\r\n".encode() + body[:20000])

        def finish():
            line.sendall(body[20000:])
            return int(line.recv(4096).split()[1])
        return finish

    def wait_for(self, what):
        until = time.monotonic() + 30
        while not what() and time.monotonic() < until:
            time.sleep(0.05)

    def wait_for_files(self, count):
        """Until so many are on their way: what counts is that they had begun by then."""
        data = pathlib.Path(self.server.data)
        self.wait_for(lambda: len(list(data.rglob("blobs/**/new-*"))) == count)

    def test_seconds(self):
        """In at T-1 s and T, told at T+1 s; what was uploading at T is in at T+grace and told at T+grace+1 s."""
        self.prepare(7)
        early, before, at, uploading, slow, wished, late = self.keys
        self.server.set(self.closing + 3600)
        self.submit(early)
        self.assertEqual(len(self.submitted(early)), 1)
        self.assertLess(self.submitted(early)[0][0], 0, "a clock that jumped ahead has closed the call")
        self.server.set(self.closing - 1)
        self.submit(before)
        self.assertEqual(self.submitted(before), [(-1, False)])
        self.owner[wished].post(f"/applications/{wished}/at-closing", {"wanted": "1"})
        self.server.again(self.closing)
        self.submit(at)
        self.assertEqual(self.submitted(at), [(0, False)])
        self.assertEqual(self.owner[at].get(f"/applications/{at}/receipts/1")["version"], 1)
        finish, finish_late = self.begin_file(uploading), self.begin_file(slow)
        self.wait_for_files(2)
        self.server.set(self.closing + 1)
        for key in late, uploading:
            self.refused(key)
            self.owner[key].post(f"/applications/{key}/sections/basic", {"title": "晚了"}, status=409)
        self.wait_for(lambda: self.submitted(wished))
        self.assertEqual(self.submitted(wished), [(0, False)])
        self.server.set(self.closing + GRACE)
        self.assertEqual(finish(), 200)
        self.refused(late)
        self.assertTrue(self.owner[uploading].get(f"/applications/{uploading}/preview")["grace_until"])
        self.submit(uploading)
        self.assertEqual(self.submitted(uploading), [(GRACE, True)])
        receipt = self.owner[uploading].get(f"/applications/{uploading}/receipts/1")
        self.assertIn('"in_grace": true', json.dumps(receipt))
        self.server.set(self.closing + GRACE + 1)
        finish_late()
        self.refused(slow)
        self.assertEqual(self.rows("SELECT event, at FROM call_event WHERE event = 'closing'"),
                         [("closing", self.closing)])
        self.back_an_hour(late, wished)

    def back_an_hour(self, late, wished):
        """Neither a running server nor one that starts then opens again or submits a second time."""
        self.server.set(self.closing - 3600)
        self.refused(late)
        self.server.again(self.closing - 3600)
        self.refused(late)
        self.assertEqual(self.owner[late].get(f"/applications/{late}/edit")["closed"], True)
        self.assertEqual(len(self.submitted(wished)), 1)
        self.assertEqual(self.rows("SELECT count(*) FROM notice WHERE event = 'at-closing'"), [(1,)])

    def rush(self, count):
        """So many at once, each with an application of its own; the clock goes on when most have an answer."""
        answers, most = {}, threading.Event()

        def one(key):
            browser = self.owner[key]
            answers[key] = browser.ask("POST", f"/applications/{key}/submit", f"csrf={browser.csrf}",
                                       {"Content-Type": "application/x-www-form-urlencoded"})
            if len(answers) >= count * 3 // 4:
                most.set()

        crowd = [threading.Thread(target=one, args=(key,)) for key in self.keys[:count]]
        for thread in crowd:
            thread.start()
        most.wait(60)
        self.server.set(self.closing + 1)
        for thread in crowd:
            thread.join()
        return answers

    def test_last_second(self):
        """Two hundred submit in the last second: each is in, with a receipt, or told so."""
        self.prepare(201)
        self.server.set(self.closing)
        begun = time.monotonic()
        answers = self.rush(200)
        took = time.monotonic() - begun
        self.assertEqual(len(answers), 200)
        told = {key for key, answer in answers.items() if answer.status in (409, 503)}
        accepted = {key for key, answer in answers.items() if answer.status == 200}
        self.assertEqual(told | accepted, set(self.keys[:200]), list(answers.values()))
        self.assertGreater(len(accepted), 100, f"in {took:.1f} s; told: {len(told)}")
        for key in answers:
            self.assertEqual(self.submitted(key), [(0, False)] if key in accepted else [], answers[key])
        self.assertTrue(all(answers[key].code == "call/closed" for key in told if answers[key].status == 409))
        receipts = {hashlib.sha256(content.encode()).hexdigest()
                    for content, in self.rows("SELECT content FROM submission")}
        self.assertEqual(len(receipts), len(accepted))
        for key in list(accepted)[::20]:
            self.assertIn(self.owner[key].get(f"/applications/{key}/receipts/1")["sha256"], receipts)
        self.refused(self.keys[200])
