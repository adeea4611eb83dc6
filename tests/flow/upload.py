"""upload.py: files that come at once or part by part, and lines that break: nothing half is kept (R42)."""

import hashlib
import io
import os
import pathlib
import signal
import socket
import sqlite3
import time
import unittest
import zipfile

from season import PDF, Server, Sink, multipart, open_call, sign_up, start

PART = 1 << 20
KIB = 1024


class Upload(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sink = Sink().__enter__()
        cls.addClassCleanup(cls.sink.__exit__, None, None, None)
        cls.server = Server(flags=["--smtp", cls.sink.url, "--mail-from", "fund@caai.example"]).__enter__()
        cls.addClassCleanup(cls.server.__exit__, None, None, None)
        open_call(cls.server)
        cls.people = 0

    def setUp(self):
        type(self).people += 1
        self.browser = sign_up(self.server, self.sink, f"sender{self.people}@inst.example", "林知远")
        self.key = start(self.browser, "2")

    def loose(self):
        """Files that are no blob: temporary ones, parts of unfinished uploads."""
        folder = pathlib.Path(self.server.data) / "blobs"
        return sorted(p.name for p in folder.iterdir() if p.is_file()) if folder.exists() else []

    def blobs(self):
        folder = pathlib.Path(self.server.data) / "blobs"
        return {p.name for p in folder.glob("*/*")} if folder.exists() else set()

    def rows(self, sql):
        with sqlite3.connect(f"file:{self.server.data}/grantd.db?mode=ro", uri=True) as db:
            return db.execute(sql).fetchone()[0]

    def wait(self, wanted):
        until = time.monotonic() + 10
        while not wanted() and time.monotonic() < until:
            time.sleep(0.02)
        self.assertTrue(wanted(), self.loose())

    def slot(self, key="papers"):
        slots = self.browser.get(f"/applications/{self.key}/edit")["slots"]
        return next(slot for slot in slots if slot["key"] == key)

    def begin(self, data, name="论文.pdf", status=200):
        return self.browser.post(f"/applications/{self.key}/transfers", {
            "slot": "papers", "name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()},
            status=status).model()

    def part(self, transfer, data, offset, status=200):
        return self.browser.post(transfer["href"], {"offset": offset}, [
            ("file", "blob", "application/octet-stream", data[offset:offset + PART])], status=status).model()

    def cut(self, path, fields, data):
        """The same upload to each KiB of the file and no further; the lines stay open until all are begun."""
        kind, body = multipart([("csrf", self.browser.token()), *fields], [("file", "a.pdf", "application/pdf", data)])
        cookie = "; ".join(f"{name}={value}" for name, value in self.browser.cookies.items())
        head = (f"POST {path} HTTP/1.1\r\nHost: a\r\nCookie: {cookie}\r\nContent-Type: {kind}\r\n"
                f"Content-Length: {len(body)}\r\n\r\n").encode()
        begins = body.index(data)
        for group in range(0, 100, 20):
            lines = []
            for kib in range(group + 1, group + 21):
                line = socket.create_connection(("127.0.0.1", self.server.port),
                                                source_address=(f"127.2.0.{kib}", 0))
                line.sendall(head + body[:begins + min(kib * KIB, len(data) - 1)])
                lines.append(line)
            self.wait(lambda: sum(name.startswith("new-") for name in self.loose()) == 20)
            for line in lines:
                line.close()
        self.wait(lambda: not any(name.startswith("new-") for name in self.loose()))

    def test_cut(self):
        """Cut at every KiB of 100, at once or in a part: no row, no file, and what is whole is taken afterwards."""
        data = PDF + os.urandom(100 * KIB - len(PDF))
        before = self.blobs()
        self.cut(f"/applications/{self.key}/attachments", [("slot", "papers")], data)
        mine = f"(SELECT id FROM application WHERE key = '{self.key}')"
        self.assertEqual(self.rows(f"SELECT count(*) FROM attachment WHERE application = {mine}"), 0)
        transfer = self.begin(data)
        self.cut(transfer["href"], [("offset", 0)], data)
        self.assertEqual(self.rows("SELECT sum(arrived) FROM transfer WHERE attachment IS NULL"), 0)
        self.assertEqual(self.loose(), [])
        self.assertEqual(self.blobs(), before)
        self.assertEqual(self.part(transfer, data, 0)["arrived"], len(data))
        self.browser.post(transfer["finish"])
        self.assertEqual([f["sha256"] for f in self.slot()["files"]], [hashlib.sha256(data).hexdigest()])
        self.assertEqual(self.loose(), [])

    def test_parts(self):
        """Three parts over a restart of the server by kill -9: it goes on where it was, and is the same file."""
        data = PDF + os.urandom(2 * PART + 12345)
        transfer = self.begin(data)
        self.part(transfer, data, 0)
        shown = self.slot()["transfers"][0]
        self.assertEqual((shown["name"], shown["arrived"], shown["percent"]), ("论文.pdf", PART, 100 * PART // len(data)))
        self.assertEqual(self.part(transfer, data, 2 * PART, status=409)["error"]["code"], "transfer/order")
        self.server.kill()
        self.server.start()
        again = self.begin(data)
        self.assertEqual((again["href"], again["arrived"]), (transfer["href"], PART))
        for offset in range(again["arrived"], len(data), PART):
            again = self.part(transfer, data, offset)
        self.assertEqual(again["arrived"], len(data))
        self.browser.post(transfer["finish"])
        self.browser.post(transfer["finish"])
        slot = self.slot()
        self.assertEqual([f["name"] for f in slot["files"]], ["论文.pdf"])
        self.assertEqual(self.browser.ask("GET", slot["files"][0]["href"]).body, data)
        self.assertNotIn("transfers", slot)

    def test_refused(self):
        """A part too large is not taken, a page in disguise goes with its first part, a cancelled one leaves nothing."""
        transfer = self.begin(b"%PDF-" + b"x" * 3 * PART)
        too_much = self.browser.post(transfer["href"], {"offset": 0}, [
            ("file", "blob", "application/octet-stream", b"%PDF-" + b"x" * PART)], status=422)
        self.assertEqual(too_much.code, "transfer/part")
        self.part(transfer, b"%PDF-" + b"x" * 3 * PART, 0)
        self.browser.post(transfer["cancel"])
        self.assertEqual(self.part(transfer, b"x" * PART, 0, status=404)["error"]["code"], "transfer/gone")
        page = b"<!DOCTYPE html><script>alert(1)</script>" + b" " * KIB
        transfer = self.begin(page)
        self.assertEqual(self.part(transfer, page, 0, status=422)["error"]["code"], "attachment/type")
        self.assertEqual(self.begin(b"MZ", "a.exe", status=422)["error"]["problems"][0]["path"], "attachments.papers")
        self.assertEqual(self.loose(), [])

    def test_names(self):
        """Whatever a file is called, its name is data: one header, no path, no line break, its letters kept (R46)."""
        for name, kept in {"a\"b\\c.pdf": "c.pdf", "../../etc/论文 1.pdf": "论文 1.pdf", "x\r\nSet-Cookie: a.pdf": None,
                           "论" * 120 + ".pdf": "论" * 83 + ".pdf", "\x01tab.pdf": None}.items():
            answer = self.browser.post(f"/applications/{self.key}/transfers",
                                       {"slot": "papers", "name": name, "size": len(PDF)}, status=(200, 422)).model()
            if kept is None and "error" in answer:
                continue
            self.part(answer, PDF, 0)
            self.browser.post(answer["finish"])
            file = self.slot()["files"][-1]
            if kept is not None:
                self.assertEqual(file["name"], kept)
            self.assertNotRegex(file["name"], r"[\x00-\x1f/\\]")
            got = self.browser.ask("GET", file["href"])
            self.assertEqual(len(got.headers.get_all("Content-Disposition")), 1)
            self.assertNotIn("Set-Cookie", got.headers)
            self.browser.post(file["remove"])

    def test_bomb(self):
        """An archive that would unpack to 200 MB is kept as the bytes it is, and given out as nothing else (R41, R44)."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", b"\0" * (200 << 20))
        data = packed.getvalue()
        self.browser.post(f"/applications/{self.key}/attachments", {"slot": "papers"},
                          [("file", "论文.docx", "application/zip", data)])
        got = self.browser.ask("GET", self.slot()["files"][0]["href"])
        self.assertEqual(got.body, data)
        self.assertEqual(got.headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("sandbox", got.headers["Content-Security-Policy"])
        self.assertTrue(got.headers["Content-Disposition"].startswith("attachment"))

    def test_pages(self):
        """Pages are counted by the helper behind its walls; a broken PDF is warned of; whoever kills it harms nobody."""
        add = lambda name, data: self.browser.post(f"/applications/{self.key}/attachments", {"slot": "papers"},
                                                   [("file", name, "application/pdf", data)])
        counted = lambda: [(f["name"], f.get("pages"), f["unreadable"]) for f in self.slot()["files"]
                           if not f["counting"]]
        add("论文.pdf", PDF)
        add("坏.pdf", b"%PDF-1.4<script>alert(1)</script>")
        self.wait(lambda: len(counted()) == 2)
        self.assertEqual(counted(), [("论文.pdf", 1, False), ("坏.pdf", None, True)])
        warnings = self.browser.get(f"/applications/{self.key}/edit")["warnings"]
        self.assertEqual([(w["path"], w["code"]) for w in warnings if "坏.pdf" in w["text"]],
                         [("attachments.papers", "attachments/unreadable")])
        children = pathlib.Path(f"/proc/{self.server.process.pid}/task/{self.server.process.pid}/children")
        helper = next(pid for pid in children.read_text().split()
                      if pathlib.Path(f"/proc/{pid}/comm").read_text() == "counter\n")
        os.kill(int(helper), signal.SIGKILL)
        add("后来.pdf", PDF + b"% another")
        self.wait(lambda: "counter/gone" in self.server.stderr())
        self.assertEqual([f["counting"] for f in self.slot()["files"]], [False, False, True])
        self.server.stop()
        self.server.start()
        self.wait(lambda: ("后来.pdf", 1, False) in counted())
