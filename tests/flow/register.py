"""register.py: 邮件申报: the office registers what came by mail; the applicant confirms or completes it."""

import re
import time
import unittest

from season import (PASSWORD, PDF, Browser, Server, Sink, answers_for, fill, grantd, link_in, local_link,
                    open_call, sign_in, sign_up, start, text_of)


def secretary(server, address="office@office.example"):
    code, out, err = grantd("account", "add", "--role", "secretary", "--name", "方书宁", address,
                            "--data", server.data)
    assert code == 0, err
    Browser(server).post(local_link(out), {"password": PASSWORD})
    return sign_in(server, address)


def form(**changes):
    now = time.strftime("%Y-%m-%d %H:%M", time.gmtime(time.time() + 8 * 3600 - 600))
    return {"topic": "3", "name": "林知远", "institution": "临江大学", "email": "lin@inst.example",
            "heading": "邮件寄来的题目", "amount": "300,000", "received_at": now, "channel": "mail",
            "reason": "申请人按指南以邮件申报", **changes}


ORIGINAL = [("file", "项目申请书.pdf", "application/pdf", PDF), ("file", "承诺书.pdf", "application/pdf", PDF + b"\n")]


class Register(unittest.TestCase):
    def setUp(self):
        self.sink = self.enterContext(Sink())
        self.server = self.enterContext(
            Server(flags=["--smtp", self.sink.url, "--mail-from", "fund@caai.example"]))
        open_call(self.server)
        self.office = secretary(self.server)

    def test_register(self):
        """Registered, it is version 1 with a receipt; its applicant makes an account and completes it."""
        at = self.office.post("/office/register", form(), files=ORIGINAL).location
        model = self.office.get(at)
        key = model["key"]
        self.assertTrue(model["by_mail"])
        self.assertEqual((model["heading"], model["version"], model["state"]["word"]),
                         ("邮件寄来的题目", 1, "submitted"))
        slot = next(s for s in model["slots"] if s["key"] == "original")
        self.assertEqual([f["name"] for f in slot["files"]], ["项目申请书.pdf", "承诺书.pdf"])
        self.assertEqual(self.office.ask("GET", slot["files"][0]["href"]).body, PDF)
        mail = self.sink.wait("lin@inst.example")
        self.assertIn(model["number"], text_of(mail))
        self.sink.wait("xsjljj@caai.cn")
        link = link_in(mail)
        browser = Browser(self.server)
        privacy = browser.get(link)["privacy"]["version"]
        browser.post(link, {"password": PASSWORD, "privacy": privacy, "agree": "on"})
        lin = sign_in(self.server, "lin@inst.example")
        self.assertEqual(lin.get(f"/applications/{key}/receipts/1")["number"], model["number"])
        # Attachments of the office are not the applicant's to change; the rest is.
        lin.post(f"/applications/{key}/attachments", {"slot": "original"}, files=[ORIGINAL[0]], status=404)
        fill(lin, key, answers_for("3"))
        lin.post(f"/applications/{key}/submit")
        self.assertEqual(lin.get(f"/applications/{key}")["version"], 2)
        self.assertTrue(self.office.get(at)["by_mail"])
        self.assertEqual(grantd("check", "--data", self.server.data)[0], 0)

    def test_refusals(self):
        """What is wrong is said at its field, with what was typed; a second registration is refused."""
        wrong = self.office.post("/office/register", form(email="no address", amount="many", heading=""),
                                 status=422)
        paths = {p["path"] for p in wrong.model()["error"]["problems"]}
        self.assertEqual(paths, {"email", "amount", "heading"})
        wrong = self.office.post("/office/register", form(received_at="2099-01-01 10:00"), status=422)
        self.assertEqual({p["path"] for p in wrong.model()["error"]["problems"]}, {"received_at", "file"})
        html = self.office.ask("POST", "/office/register", accept="text/html",
                               body="csrf=" + self.office.token() + "&heading=%E4%BF%9D%E7%95%99",
                               headers={"Content-Type": "application/x-www-form-urlencoded"})
        self.assertEqual(html.status, 422)
        self.assertIn("保留", html.body.decode())
        bad = [("file", "a.pdf", "application/pdf", b"<html>")]
        self.office.post("/office/register", form(), files=bad, status=422)
        self.assertEqual(self.office.get("/office/applications")["applications"], [])
        self.office.post("/office/register", form(), files=ORIGINAL)
        again = self.office.post("/office/register", form(), files=ORIGINAL, status=409)
        self.assertEqual(again.code, "register/exists")

    def test_draft(self):
        """What the applicant began in the browser stays; only what is empty is filled. Others may not register."""
        lin = sign_up(self.server, self.sink, "lin@inst.example", "林知远")
        key = start(lin, "3")
        lin.post_json(f"/applications/{key}/sections/basic", {"fields": {"title": "我自己的题目"}})
        lin.post("/office/register", form(), files=ORIGINAL, status=404)
        self.office.post("/office/register", form(), files=ORIGINAL)
        self.assertEqual(lin.get(f"/applications/{key}")["heading"], "我自己的题目")
        mail = next(m for m in self.wait_all("lin@inst.example", 2) if key in text_of(m))
        self.assertIsNone(re.search(r"/link/", text_of(mail)))

    def wait_all(self, address, count):
        self.sink.wait(address, count)
        return self.sink.to(address)
