"""upload.py: files that come in parts or are cut off."""

import hashlib
import io
import os
import pathlib
import signal
import socket
import time
import unittest
import zipfile

from season import PDF, Server, Sink, folder, multipart, open_call, sign_up, start

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

    def test_pages(self):
        """Pages are counted by the helper behind its walls; a broken PDF is warned of; whoever kills it harms nobody."""
        self.applicant()
        add = lambda name, data: self.browser.post(f"/applications/{self.key}/attachments", {"slot": "papers"},
                                                   [("file", name, "application/pdf", data)])
        counted = lambda: [(f["name"], f.get("pages"), f["unreadable"]) for f in self.files() if not f["counting"]]
        add("论文.pdf", PDF)
        add("坏.pdf", b"%PDF-1.4<script>alert(1)</script>")
        self.wait(lambda: len(counted()) == 2)
        self.assertEqual(counted(), [("论文.pdf", 1, False), ("坏.pdf", None, True)])
        warnings = self.browser.get(f"/applications/{self.key}/edit")["warnings"]
        self.assertEqual([(w["path"], w["code"]) for w in warnings if "坏.pdf" in w["text"]],
                         [("attachments.papers", "attachments/unreadable")])
        page = self.browser.page(f"/applications/{self.key}")  # the page that readers have too
        self.assertIn(f'<a href="{self.files()[0]["href"]}">论文.pdf</a>', page)
        self.assertIn("1 页", page)
        self.assertIn("无法按 PDF 读取", page)
        server = self.server.process.pid
        children = pathlib.Path(f"/proc/{server}/task/{server}/children").read_text().split()
        helper = next(pid for pid in children if pathlib.Path(f"/proc/{pid}/comm").read_text() == "counter\n")
        os.kill(int(helper), signal.SIGKILL)
        add("后来.pdf", PDF + b"% another")
        self.wait(lambda: "counter/gone" in self.server.stderr())
        self.assertEqual([f["counting"] for f in self.files()], [False, False, True])
        self.server.stop()
        self.server.start()
        self.wait(lambda: ("后来.pdf", 1, False) in counted())

    def test_bomb(self):
        """An archive that would unpack to 200 MB is kept as the bytes it is, and given out as nothing else (R41, R44)."""
        self.applicant()
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", b"\0" * (200 << 20))
        self.browser.post(f"/applications/{self.key}/attachments", {"slot": "papers"},
                          [("file", "论文.docx", "application/zip", packed.getvalue())])
        got = self.browser.ask("GET", self.files()[0]["href"])
        self.assertEqual(got.body, packed.getvalue())
        self.assertEqual(got.headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("sandbox", got.headers["Content-Security-Policy"])
        self.assertTrue(got.headers["Content-Disposition"].startswith("attachment"))

    def wait(self, wanted):
        until = time.monotonic() + 10
        while not wanted() and time.monotonic() < until:
            time.sleep(0.02)
        self.assertTrue(wanted())

    def in_data(self):
        return {os.path.join(top, name) for top, _, names in os.walk(os.path.join(self.server.data, "blobs"))
                for name in names}
