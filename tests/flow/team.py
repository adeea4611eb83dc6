"""team.py: working together on an application over HTTP, with the invitations read from the mail."""

import re
import unittest

from season import (PASSWORD, PDF, Browser, Server, Sink, answers_for, ask_to_sign_up, fill, link_in, open_call,
                    sign_up, start, text_of)

SECTION = "basis"


def invitation_in(message):
    found = re.search(r"https?://[^/\s]+(/invitations/\S+)", text_of(message))
    assert found, text_of(message)
    return found[1]


class Team(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sink = Sink().__enter__()
        cls.addClassCleanup(cls.sink.__exit__, None, None, None)
        cls.server = Server(flags=["--smtp", cls.sink.url, "--mail-from", "fund@caai.example"]).__enter__()
        cls.addClassCleanup(cls.server.__exit__, None, None, None)
        open_call(cls.server)
        cls.leader = sign_up(cls.server, cls.sink, "lin@inst.example", "林知远")

    def invite(self, key, address, parts, name="江越人"):
        self.leader.post(f"/applications/{key}/team", [("email", address), ("name", name),
                                                       *((f"part.{part}", "on") for part in parts)])
        return invitation_in(self.sink.wait(address, 1))

    def told(self, address, words):
        """Waits for the letter that says this, whatever came before it."""
        number = 1
        while words not in text_of(self.sink.wait(address, number)):
            number += 1

    def row(self, key, name):
        return next(r for r in self.leader.get(f"/applications/{key}/team")["rows"] if r["name"] == name)

    def test_together(self):
        """Invited, signed up with another address, accepted, writes the given part only, removed: text kept."""
        key = start(self.leader, "2")
        fill(self.leader, key, answers_for("2"))
        place = f"/applications/{key}"
        link = self.invite(key, "jiang@lab.example", [SECTION, "attachments"])
        self.assertEqual(self.row(key, "江越人")["state"]["word"], "invited")

        stranger = Browser(self.server)
        offer = stranger.get(link)
        self.assertTrue(offer["asks_sign_in"])
        self.assertNotIn("grantd-session", stranger.cookies)
        stranger.post(link, status=401)
        helper = sign_up(self.server, self.sink, "private@mail.example", "江越人")
        helper.get(place, status=404)
        self.assertEqual(helper.get(link)["given"][0][:1], "4")
        self.assertEqual(helper.post(link).location, f"{place}/edit")
        Browser(self.server).get(link, status=404)
        helper.post(link, status=404)
        self.told("lin@inst.example", "jiang@lab.example")

        # the desk, the form with only that part to write, and the rest without what is the office's
        self.assertEqual([h["key"] for h in helper.get("/applications")["helping"]], [key])
        form = helper.get(f"{place}/edit")
        self.assertEqual([s["key"] for s in form["sections"] if not s.get("reads")], [SECTION])
        self.assertTrue(all(slot["takes"] and slot["writable"] for slot in form["slots"]))
        self.assertIn('enctype="multipart/form-data"', helper.page(f"{place}/edit"))
        whole = helper.page(f"{place}/edit") + helper.page(place)
        for hidden in ("13800001234", "someone@inst.example"):
            self.assertNotIn(hidden, whole)
            self.assertIn(hidden, self.leader.page(f"{place}/edit"))
        base = next(s["revision"] for s in form["sections"] if s["key"] == SECTION)
        saved = helper.post_json(f"{place}/sections/{SECTION}", {"base": base, "fields": {"aims": "协作者写的目标"}}).model()
        self.assertEqual(saved["changed"], ["aims"])
        self.assertEqual([s["key"] for s in saved["sections"]], [SECTION])
        helper.post_json(f"{place}/sections/target", {"fields": {"goal": "x"}}, status=403)
        helper.post_json(f"{place}/sections/applicant", {"fields": {"phone": "1"}}, status=403)
        helper.get(f"{place}/sections/{SECTION}", status=404)
        helper.get(f"{place}/team", status=403)
        helper.post(f"{place}/submit", status=403)
        helper.post(f"{place}/withdraw", status=403)

        # files: those the team may read
        pdf = [("file", "论文.pdf", "application/pdf", b"%PDF-1.4\n%%EOF\n")]
        helper.post(f"{place}/attachments", {"slot": "commitment"}, pdf, status=404)
        helper.post(f"{place}/attachments", {"slot": "papers"}, pdf)

        # who is where, told to each other and at the loading of a page
        last = list(answers_for("2"))[-1]  # what the leader saved is where the leader was
        self.assertEqual(helper.post(f"{place}/here", {"part": SECTION}).model()["here"],
                         [{"part": last, "names": "林知远"}])
        seen = self.leader.post(f"{place}/here", {"part": "target"}).model()["here"]
        self.assertEqual(seen, [{"part": SECTION, "names": "江越人"}])
        self.assertIn("江越人 正在编辑", self.leader.page(f"{place}/edit"))
        self.assertIn("林知远 正在编辑", helper.page(f"{place}/edit"))
        self.assertEqual(self.leader.get(f"{place}/sections/{SECTION}")["bursts"][0]["by"], "江越人")

        # removed
        self.leader.post(f"{place}/team/{self.row(key, '江越人')['key']}", {"act": "end"})
        for path in (place, f"{place}/edit", f"{place}/team", f"{place}/draft.pdf"):
            helper.get(path, status=404)
        helper.post_json(f"{place}/sections/{SECTION}", {"fields": {"aims": "x"}}, status=404)
        self.assertEqual(helper.get("/applications")["helping"], [])
        self.assertIn("协作者写的目标", self.leader.page(place))
        self.assertNotIn("正在编辑", self.leader.page(f"{place}/edit"))
        self.told("private@mail.example", "林知远结束了")

    def test_members(self):
        """A member is told at the first submission, objects by the link once, and says otherwise signed in."""
        key = start(self.leader, "5")
        answers = answers_for("5")
        for number, row in enumerate(answers["members"]["rows"]):
            row |= {"email": "Ye@lab.example" if number == 0 else "", "name": "叶栖迟" if number == 0 else "无信箱"}
        fill(self.leader, key, answers)
        for slot in ("papers", "commitment"):
            self.leader.post(f"/applications/{key}/attachments", {"slot": slot},
                             [("file", f"{slot}.pdf", "application/pdf", PDF + slot.encode())])
        self.leader.post(f"/applications/{key}/submit")
        letter = text_of(self.sink.wait("ye@lab.example"))
        self.assertIn("叶栖迟您好", letter)
        link = re.search(r"https?://[^/\s]+(/memberships/\S+)", letter)[1]
        stranger = Browser(self.server)
        page = stranger.page(link)
        self.assertIn("林知远把您列为团队成员", page)
        self.assertNotIn("无信箱", page)
        self.assertEqual(stranger.post(link, {"word": "maybe"}, status=422).code, "form/invalid")
        self.assertEqual(stranger.post(link, {"word": "objected", "note": "未曾同意"}).location, "/memberships?done=objected")
        self.assertIn("您的异议已记录", stranger.page("/memberships?done=objected"))
        stranger.post(link, {"word": "confirmed"}, status=404)
        self.assertNotIn("grantd-session", stranger.cookies)
        self.told("lin@inst.example", "未曾同意")
        members = {m["name"]: m for m in self.leader.get(f"/applications/{key}/team")["members"]}
        self.assertEqual([(m["state"]["word"], m["note"]) for m in members.values()],
                         [("objected", "未曾同意"), ("silent", "")])
        member = ask_to_sign_up(self.server, "ye@lab.example", "叶栖迟")
        member.post(link_in(self.sink.wait("ye@lab.example", 2)), {"password": PASSWORD})
        member.csrf = None
        mine = member.get("/memberships")["memberships"]
        self.assertTrue(member.get("/applications")["named"])
        member.post("/memberships", {"key": mine[0]["key"], "word": "confirmed"})
        self.leader.post("/memberships", {"key": mine[0]["key"], "word": "confirmed"}, status=404)
        members = self.leader.get(f"/applications/{key}/team")["members"]
        self.assertEqual(members[0]["state"]["word"], "confirmed")

    def test_mistakes(self):
        """A wrong invitation is shown again with what was typed and ticked; nothing is sent."""
        key = start(self.leader, "3")
        place = f"/applications/{key}/team"
        self.leader.get(place)
        answer = self.leader.ask("POST", place, f"email=lin%40inst.example&name=%E7%A7%A6&part.basis=on&csrf={self.leader.csrf}",
                                 {"Content-Type": "application/x-www-form-urlencoded"}, accept="text/html")
        self.assertEqual(answer.status, 422)
        page = answer.body.decode()
        self.assertIn('value="lin@inst.example"', page)
        self.assertIn("这是您自己的邮箱", page)
        self.assertRegex(page, r'id="parts\.basis" name="part\.basis" value="on" checked')
        bare = self.leader.post(place, {"email": "qin@lab.example", "name": "秦"}, status=422).model()
        self.assertEqual([p["path"] for p in bare["error"]["problems"]], ["parts"])
        self.assertEqual(self.sink.to("qin@lab.example"), [])
        self.assertEqual(self.leader.get(f"{place}?done=invited")["done"], "邀请已发送。")
        self.assertNotIn("done", self.leader.get(f"{place}?done=anything%20else"))  # nobody's words but ours

    def test_english(self):
        """The invitation, its page and the helper's form speak English to who prefers it."""
        key = start(self.leader, "4")
        link = self.invite(key, "en@lab.example", ["value"])
        self.assertIn("An invitation to help", Browser(self.server, language="en").page(link))
        self.assertNotIn("t:", Browser(self.server, language="en").page(link).split("<main")[1])


if __name__ == "__main__":
    unittest.main()
