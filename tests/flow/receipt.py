"""receipt.py: the receipt of what was filed, held up by the service, the command and openssl alone."""

import base64
import hashlib
import io
import json
import pathlib
import re
import shutil
import stat
import subprocess
import sys
import time
import unittest
import zipfile

from season import (PDF, ROOT, Browser, Server, Sink, answers_for, fill, folder, grantd, open_call, sign_up,
                    start)


def words(verdict, part="told"):
    return {finding["word"] for finding in verdict[part]}


def canonical(document):
    """RFC 8785 by another program: all keys are ASCII and all numbers whole."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def submit(browser, topic="1", title="可复现的低比特训练", files=()):
    """Files an application; the address of its receipt."""
    key = start(browser, topic)
    fill(browser, key, answers_for(topic, title=title))
    for name, data in files:
        browser.post(f"/applications/{key}/attachments", {"slot": "papers"},
                     files=[("file", name, "application/pdf", data)])
    place = browser.post(f"/applications/{key}/submit").location
    return place


class Receipt(unittest.TestCase):
    def setUp(self):
        self.sink = self.enterContext(Sink())
        self.server = self.enterContext(
            Server(flags=["--smtp", self.sink.url, "--mail-from", "fund@caai.example"]))
        open_call(self.server)
        self.folder = folder()
        self.addCleanup(shutil.rmtree, self.folder)

    def applicant(self, name="林知远", address="lin@inst.example"):
        return sign_up(self.server, self.sink, address, name)

    def keep(self, name, data):
        path = pathlib.Path(self.folder, name)
        path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
        return str(path)

    def download(self, browser, path):
        answer = browser.see(browser.ask("GET", path, accept="*/*"), 200)
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        return answer.body

    def verify(self, receipt, files=(), server=None, status=200):
        """The verdict of the public page, asked by a stranger."""
        text = receipt if isinstance(receipt, bytes) else json.dumps(receipt).encode()
        answer = Browser(server or self.server).post(
            "/verify", files=[("file", "receipt.json", "application/json", text),
                              *(("files", name, "application/octet-stream", data)
                                for name, data in files)], status=status)
        return answer.model()["verdict"] if status == 200 else answer.code

    def openssl(self, key, data, signature):
        """Whether openssl holds the signature for good."""
        done = subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin",
                               "-in", data, "-sigfile", signature], capture_output=True, timeout=30)
        return done.returncode == 0

    def test_proved(self):
        """What was filed is proved by the page, by the command and by openssl alone, to the byte."""
        browser = self.applicant()
        place = submit(browser, files=[("申请书.pdf", PDF)])
        model = browser.get(place)
        receipt = json.loads(self.download(browser, f"{place}/receipt.json"))
        self.assertEqual(receipt, model["receipt"])
        content = self.download(browser, f"{place}/submission.json")
        self.assertEqual(receipt["format"], "grantd-receipt-1")
        self.assertEqual(receipt["service"], f"http://127.0.0.1:{self.server.port}")
        self.assertEqual(receipt["title"], "可复现的低比特训练")
        self.assertEqual(receipt["submitted_at"], model["at"]["iso"])
        self.assertEqual(receipt["sha256"], hashlib.sha256(content).hexdigest())
        self.assertEqual(content, canonical(json.loads(content)))
        self.assertEqual(receipt["files"], [{"name": "申请书.pdf", "size": len(PDF),
                                             "sha256": hashlib.sha256(PDF).hexdigest()}])
        # The page.
        verdict = self.verify(receipt, [("submission.json", content), ("mine.pdf", PDF)])
        self.assertTrue(verdict["proved"], verdict)
        self.assertEqual(words(verdict), {"signed", "received", "recorded", "content", "file"})
        self.assertEqual(words(verdict, "open"), {"limits"})
        # The command, with the folder and with the published keys alone.
        own = self.keep("receipt.json", receipt)
        files = [self.keep("submission.json", content), self.keep("mine.pdf", PDF)]
        keys = self.keep("keys.json", Browser(self.server).get("/keys"))
        for where in (("--data", self.server.data), ("--keys", keys)):
            code, out, err = grantd("verify", own, *files, *where)
            self.assertEqual((code, err), (0, ""), out)
            self.assertIn("mine.pdf is the file", out)
            self.assertIn("The receipt holds", out)
        # openssl, with what can be downloaded.
        pem = self.keep("key.pem", self.download(Browser(self.server), f"/keys/{receipt['key']}.pem"))
        signed = self.keep("receipt.canonical", self.download(browser, f"{place}/receipt.canonical"))
        signature = self.keep("receipt.sig", self.download(browser, f"{place}/receipt.sig"))
        self.assertTrue(self.openssl(pem, signed, signature))
        # openssl, with nothing but the receipt and the PEM of the page.
        bare = {name: value for name, value in receipt.items() if name != "signature"}
        self.assertEqual(canonical(bare), pathlib.Path(signed).read_bytes())
        self.assertEqual(base64.b64decode(receipt["signature"]), pathlib.Path(signature).read_bytes())
        code, out, err = grantd("verify", own, "--keys", pem)
        self.assertEqual((code, err), (0, ""), out)
        self.assertIn("“申请书.pdf” was not given", out)
        recipe = re.search(r"python3 -c '(.+?)'\n", (ROOT / "README.md").read_text(), re.DOTALL)[1]
        made = pathlib.Path(self.folder, "made")
        made.mkdir()
        shutil.copy(own, made / "receipt.json")
        subprocess.run([sys.executable, "-c", recipe.replace("\\\n", "")], cwd=made, check=True, timeout=30)
        self.assertTrue(self.openssl(pem, str(made / "receipt.canonical"), str(made / "receipt.sig")))
        self.assertFalse(self.openssl(pem, self.keep("other", canonical(bare | {"version": 2})), signature))

    def test_changed(self):
        """One byte changed in the receipt, the content or a file is refused in words."""
        browser = self.applicant()
        place = submit(browser, files=[("a.pdf", PDF)])
        receipt = browser.get(place)["receipt"]
        content = self.download(browser, f"{place}/submission.json")
        signature = bytearray(base64.b64decode(receipt["signature"]))
        signature[5] ^= 1
        changes = [{"version": 2}, {"title": receipt["title"] + "。"}, {"sha256": "0" * 64},
                   {"submitted_at": "2023-11-24T16:59:59+08:00"}, {"more": 1},
                   {"signature": base64.b64encode(signature).decode()}, {"signature": "none"},
                   {"files": [receipt["files"][0] | {"size": 1}]}]
        for change in changes:
            with self.subTest(change=change):
                verdict = self.verify(receipt | change)
                self.assertFalse(verdict["proved"])
                self.assertEqual(words(verdict), {"broken"})
                code, out, err = grantd("verify", self.keep("changed.json", receipt | change),
                                        "--data", self.server.data)
                self.assertEqual((code, err), (1, ""))
                self.assertIn("NO", out)
        for name, data in (("submission.json", content.replace("林知远".encode(), "林致远".encode())),
                           ("a.pdf", PDF + b"\n")):
            verdict = self.verify(receipt, [(name, data)])
            self.assertFalse(verdict["proved"])
            self.assertIn("unmatched", words(verdict))
            self.assertEqual(grantd("verify", self.keep("receipt.json", receipt),
                                    self.keep(name, data), "--data", self.server.data)[0], 1)
        # Written another way it is the same receipt, and the same content.
        again = json.dumps(dict(reversed(receipt.items())), indent=3, ensure_ascii=True).encode()
        other = json.dumps(json.loads(content), indent=1).encode()
        self.assertTrue(self.verify(again, [("mine.json", other)])["proved"])
        self.assertTrue(self.verify({"receipt": receipt, "csrf": "x"})["proved"])

    def test_no_receipt(self):
        """What is no receipt is told so, by the page with its form and by the command."""
        for text in (b"", b"[]", b"{}", b"not json", b'{"format": "grantd-receipt-1"}', b"[" * 3000):
            self.assertEqual(self.verify(text, status=422), "receipt/not-a-receipt", text)
        self.assertEqual(self.verify(b" " * 70000, status=422), "receipt/too-large")
        visitor = Browser(self.server)
        visitor.get("/verify")
        page = visitor.ask("POST", "/verify", f"receipt=%7B%7D&csrf={visitor.csrf}",
                           {"Content-Type": "application/x-www-form-urlencoded"}, accept="text/html")
        self.assertEqual(page.status, 422)
        self.assertIn("这不是一份回执", page.body.decode())
        self.assertIn("{}</textarea>", page.body.decode())
        code, out, err = grantd("verify", self.keep("none.json", b"{}"), "--data", self.server.data)
        self.assertEqual((code, out), (1, ""))
        self.assertIn("receipt/not-a-receipt", err)
        self.assertEqual(grantd("verify", self.folder + "/absent", "--data", self.server.data)[0], 1)
        self.assertEqual(grantd("verify")[0], 2)
        left = [p for p in pathlib.Path(self.server.data, "blobs").glob("new-*")]
        self.assertEqual(left, [])

    def test_in_words(self):
        """The page says what is proved and what is not, in both languages, also to whom pastes it."""
        browser = self.applicant()
        receipt = browser.get(submit(browser))["receipt"]
        for language, found in (("zh-CN", "一字未改"), ("en", "not a letter was changed")):
            visitor = Browser(self.server, language=language)
            visitor.get("/verify")
            answer = visitor.post("/verify", {"receipt": json.dumps(receipt)}, headers={})
            told = " ".join(f["text"] for f in answer.model()["verdict"]["told"])
            self.assertIn(found, told)
            self.assertIn(receipt["number"], told)
            self.assertIn(receipt["key"], visitor.page("/keys"))

    def test_rotated(self):
        """After the key is renewed old receipts still hold, and new ones are signed with the new key."""
        browser = self.applicant()
        old = browser.get(submit(browser))["receipt"]
        file = pathlib.Path(self.server.data, "keys", "signature")
        before = file.read_bytes()
        code, out, err = grantd("key", "rotate", "--data", self.server.data)
        self.assertEqual((code, err), (0, ""))
        self.assertNotEqual(file.read_bytes(), before)
        self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)
        new = browser.get(submit(browser, "2"))["receipt"]
        self.assertNotEqual(old["key"], new["key"])
        self.assertIn(new["key"], out)
        keys = Browser(self.server).get("/keys")["keys"]
        self.assertEqual({key["id"]: key["current"] for key in keys}, {old["key"]: False, new["key"]: True})
        self.assertIsNone(next(k for k in keys if k["id"] == new["key"])["until"])
        verdict = self.verify(old)
        self.assertTrue(verdict["proved"], verdict)
        self.assertEqual(words(verdict, "open"), {"retired", "no-content", "limits"})
        self.assertTrue(self.verify(new)["proved"])
        # What was given once is given again, whatever signs now.
        self.assertEqual(browser.get(f"/applications/{old['application']}/receipts/1")["receipt"], old)
        # Without a server the command takes the folder itself; the next start signs with that key.
        self.server.stop()
        self.assertEqual(grantd("key", "rotate", "--data", self.server.data)[0], 0)
        shown = json.loads(grantd("key", "show", "--data", self.server.data)[1])
        self.server.start()
        keys = Browser(self.server).get("/keys")["keys"]
        self.assertEqual([k["id"] for k in shown["keys"]], [k["id"] for k in keys])
        self.assertEqual((len(keys), sum(k["current"] for k in keys)), (3, 1))
        for receipt in (old, new):
            self.assertTrue(self.verify(receipt)["proved"])

    def test_other_service(self):
        """A receipt of another service says so, and holds with that service's keys."""
        browser = self.applicant()
        receipt = browser.get(submit(browser))["receipt"]
        with Server() as other:
            verdict = self.verify(receipt, server=other)
            self.assertEqual((verdict["proved"], words(verdict)), (False, {"other-service"}))
            self.assertIn(receipt["service"], verdict["told"][0]["text"])
            foreign = self.keep("foreign.json", Browser(other).get("/keys"))
        own = self.keep("receipt.json", receipt)
        code, out, err = grantd("verify", own, "--keys", foreign)
        self.assertEqual((code, err), (1, ""))
        self.assertIn(receipt["service"], out)
        keys = self.keep("keys.json", Browser(self.server).get("/keys"))
        self.assertEqual(grantd("verify", own, "--keys", keys)[0], 0)
        # A forger who names the key that is not his.
        forged = receipt | {"service": "http://elsewhere.example"}
        self.assertEqual(words(self.verify(forged)), {"broken"})
        self.assertEqual(grantd("verify", own, "--keys", self.keep("bad", b"{}"))[0], 1)

    def test_whose(self):
        """A receipt and its parts are there for who filed it alone; a version that is none has none."""
        browser = self.applicant()
        place = submit(browser)
        other = self.applicant("周庭芳", "zhou@inst.example")
        parts = ["", "/receipt.json", "/receipt.canonical", "/receipt.sig", "/submission.json"]
        for part in parts:
            other.get(place + part, status=404)
            Browser(self.server).get(place + part, status=401)
            browser.see(browser.ask("GET", place + part, accept="*/*"), 200)
            browser.get(place[:-1] + "2" + part, status=404)
        browser.get(place + "/receipt.xml", status=404)
        Browser(self.server).get("/keys/0123456789abcdef.pem", status=404)
        page = browser.page(place)
        self.assertRegex(page, r'<svg class="qr" viewBox="0 0 \d+ \d+"')
        self.assertIn(f"http://127.0.0.1:{self.server.port}{place}", page)

    def test_restored(self):
        """A restored folder comes without keys, holds old receipts still, and takes its keys back."""
        browser = self.applicant()
        old = browser.get(submit(browser))["receipt"]
        backup, data = self.folder + "/backup", self.folder + "/restored"
        code, out, err = grantd("backup", backup, "--data", self.server.data)
        self.assertEqual(code, 0, err)
        seed = pathlib.Path(self.server.data, "keys", "signature").read_bytes()
        self.assertNotIn(seed, pathlib.Path(backup).read_bytes())
        self.assertEqual(grantd("restore", backup, "--data", data)[0], 0)
        self.assertFalse(pathlib.Path(data, "keys").exists())
        with Server(data) as server:
            keys = Browser(server).get("/keys")["keys"]
            self.assertEqual({k["id"] for k in keys if not k["current"]}, {old["key"]})
            self.assertEqual(len(keys), 2)
            self.assertTrue(self.verify(old, server=server)["proved"])
        pathlib.Path(data, "keys", "signature").write_bytes(seed)
        with Server(data) as server:
            keys = Browser(server).get("/keys")["keys"]
            self.assertEqual([k["id"] for k in keys if k["current"]], [old["key"]])
        self.assertEqual(grantd("check", "--data", data)[0], 0)

    def test_own_data(self):
        """My data is one file with everything filed and every receipt, and nothing of anybody else's."""
        browser = self.applicant()
        other = self.applicant("周庭芳", "zhou@inst.example")
        place = submit(browser, files=[("论文.pdf", PDF)])
        submit(other, "2", title="别人的题目")
        data = json.loads(self.download(browser, "/profile/data"))
        self.assertEqual((data["format"], data["person"]["name"]), ("grantd-my-data-1", "林知远"))
        self.assertEqual([a["email"] for a in data["addresses"]], ["lin@inst.example"])
        self.assertEqual([c["kind"] for c in data["consents"]], ["privacy"])
        self.assertEqual(len(data["sessions"]), 1)
        one, = data["applications"]
        self.assertEqual([f["sha256"] for f in one["files"]], [hashlib.sha256(PDF).hexdigest()])
        version, = one["versions"]
        self.assertEqual(canonical(version["content"]), self.download(browser, f"{place}/submission.json"))
        self.assertTrue(self.verify(version["receipt"])["proved"])
        self.assertIn("submitted", [n["event"] for n in data["notices"]])
        papers = {paper["kind"]: paper["sha256"] for paper in self.papers_of(browser)}
        with zipfile.ZipFile(io.BytesIO(self.download(browser, "/profile/data.zip"))) as archive:
            self.assertIsNone(archive.testzip())
            number = one["number"]
            version = f"applications/{number}/version-1"
            self.assertEqual(set(archive.namelist()), {
                "my-data.json", f"applications/{number}/files/01 论文.pdf", f"{version}/submission.json", f"{version}/receipt.json",
                f"{version}/files/01 论文.pdf", *(f"{version}/{kind}.pdf" for kind in papers)})
            self.assertEqual(archive.read(f"{version}/files/01 论文.pdf"), PDF)
            self.assertEqual({kind: hashlib.sha256(archive.read(f"{version}/{kind}.pdf")).hexdigest() for kind in papers}, papers)
            self.assertEqual(archive.read(f"{version}/submission.json"), canonical(one["versions"][0]["content"]))
        text = json.dumps(data, ensure_ascii=False)
        for word in ("周庭芳", "zhou@inst.example", "别人的题目", "argon2"):
            self.assertNotIn(word, text)
        for path in ("/profile/data", "/profile/data.zip"):
            Browser(self.server).get(path, status=401)

    def papers_of(self, browser):
        """The papers of the only version, once the chore has made them."""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            papers = json.loads(self.download(browser, "/profile/data"))["applications"][0]["versions"][0]["papers"]
            if len(papers) == 3:
                return papers
            time.sleep(0.1)
        self.fail("the papers are not made")
