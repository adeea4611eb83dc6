"""kill.py: kill -9 under load: what was acknowledged is there after the restart.

GRANTD_KILLS says how often (30)."""

import http.client
import os
import random
import threading
import time
import unittest

from season import Server, Sink, answers_for, fill, folder, grantd, open_call, sign_up, start

KILLS = int(os.environ.get("GRANTD_KILLS", "30"))
THREADS = 4
LOST = (OSError, http.client.HTTPException)


class Writer:
    """One applicant who saves and submits as fast as answers come, and notes what was acknowledged."""

    def __init__(self, browser, key, number):
        self.browser, self.key, self.number = browser, key, number
        self.fields = ["background", "aims", "problems", "approach", "innovation"]
        self.known = {}       # field: acknowledged text
        self.asked = {}       # field: text sent, answer unknown
        self.revision = 0     # of the last acknowledged save
        self.receipts = 0     # acknowledged submissions
        self.submitting = False
        self.wrong = []
        self.turn = 0

    def step(self):
        self.turn += 1
        if self.turn % 5 == 0:
            self.submitting = True
            self.browser.post(f"/applications/{self.key}/submit")
            self.submitting = False
            self.receipts += 1
            return
        field = self.fields[self.turn % len(self.fields)]
        text = self.asked[field] = f"第 {self.number} 人第 {self.turn} 次"
        saved = self.browser.post_json(f"/applications/{self.key}/sections/basis",
                                       {"fields": {field: text}}).model()
        self.revision = saved["revision"]
        self.known[field] = self.asked.pop(field)

    def run(self, dying):
        try:
            while True:
                self.step()
        except LOST:
            if not dying.is_set():
                self.wrong.append("the line broke before the server was killed")
        except AssertionError as refused:
            self.wrong.append(str(refused))

    def look(self):
        """After the restart: acknowledged is there; what was not answered happened whole or not."""
        wrong = list(self.wrong)
        model = self.browser.get(f"/applications/{self.key}/edit")
        section = next(s for s in model["sections"] if s["key"] == "basis")
        for field in section["fields"]:
            maybe = {self.known.get(field["name"]), self.asked.get(field["name"])} - {None}
            if maybe and field["value"] not in maybe:
                wrong.append(f"{field['name']}: {field['value']!r} is none of {maybe}")
            if maybe:
                self.known[field["name"]] = field["value"]
        if section["revision"] < self.revision:
            wrong.append(f"revision {section['revision']} after {self.revision}")
        versions = self.browser.get(f"/applications/{self.key}")["versions"]
        if len(versions) - self.receipts not in ((0, 1) if self.submitting else (0,)):
            wrong.append(f"{len(versions)} versions after {self.receipts} receipts")
        for version in versions[:2]:
            self.browser.get(version["receipt"])
        self.receipts, self.submitting, self.asked = len(versions), False, {}
        return wrong


class Kill(unittest.TestCase):
    long = True

    def setUp(self):
        self.server = Server(folder())
        self.server.own = True
        self.addCleanup(self.server.remove)
        with Sink() as sink:
            first = Server(self.server.data, flags=["--smtp", sink.url, "--mail-from", "a@b.example"])
            with first:
                open_call(first)
                self.people = [sign_up(first, sink, f"writer{n}@inst.example", "林知远")
                               for n in range(THREADS)]

    def test_kill(self):
        """Killed again and again under load, no acknowledged save or submission is lost."""
        self.server.start()
        writers = []
        for number, browser in enumerate(self.people):
            browser.server = self.server
            key = start(browser, "2")
            fill(browser, key, answers_for("2"))
            writers.append(Writer(browser, key, number))
        for kill in range(KILLS):
            dying = threading.Event()
            threads = [threading.Thread(target=w.run, args=(dying,)) for w in writers]
            for thread in threads:
                thread.start()
            time.sleep(random.uniform(0.05, 0.6))
            dying.set()
            self.server.kill()
            for thread in threads:
                thread.join()
            self.server.start()
            for writer in writers:
                self.assertEqual(writer.look(), [], f"kill {kill}, applicant {writer.number}")
            if kill % 10 == 0:
                self.sound()
        self.server.stop()
        self.sound()
        saves, receipts = sum(w.turn for w in writers), sum(w.receipts for w in writers)
        print(f"   {KILLS} kills, {saves} writes, {receipts} receipts", flush=True)
        self.assertGreater(receipts, KILLS)

    def sound(self):
        code, out, err = grantd("check", "--data", self.server.data)
        self.assertEqual(code, 0, out + err)
