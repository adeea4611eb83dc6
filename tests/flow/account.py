"""account.py: accounts over HTTP, with the mail read back."""

import unittest

from season import PASSWORD, Browser, Server, Sink, link_in, open_call, sign_in, sign_up, start, text_of

NEW = "a different 密码 of ten words"


class Account(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sink = Sink().__enter__()
        cls.addClassCleanup(cls.sink.__exit__, None, None, None)
        cls.server = Server(flags=["--smtp", cls.sink.url, "--mail-from", "fund@caai.example"]).__enter__()
        cls.addClassCleanup(cls.server.__exit__, None, None, None)
        open_call(cls.server)

    def fields(self, browser, address, **more):
        version = browser.get("/sign-up")["privacy"]["version"]
        return {"email": address, "name": "林知远", "password": PASSWORD, "privacy": version,
                "agree": "on"} | more

    def test_season_of_an_account(self):
        """Signing up, verifying, signing out and in again, with a message that can be parsed."""
        browser = Browser(self.server)
        fields = self.fields(browser, "lin@inst.example")
        self.assertEqual(browser.post("/sign-up", fields).location, "/sign-up?sent=yes")
        message = self.sink.wait("lin@inst.example")
        self.assertEqual(message.envelope_from, "fund@caai.example")
        self.assertEqual(message["To"].addresses[0].addr_spec, "lin@inst.example")
        self.assertTrue(message["Subject"] and message["Date"] and message["Message-ID"])
        self.assertEqual([p.defect for p in message.defects], [])
        self.assertTrue(message.raw.isascii())
        path = link_in(message)
        sign_in_refused = Browser(self.server)
        sign_in_refused.post("/sign-in", {"email": "lin@inst.example", "password": PASSWORD}, status=401)
        browser.get(path)
        browser.post(path, {"password": "not this one at all"}, status=401)
        browser.post(path, {"password": PASSWORD})
        browser.csrf = None
        self.assertEqual(browser.get("/profile")["form"]["name"]["value"], "林知远")
        Browser(self.server).get(path, status=404)
        browser.post("/sign-out")
        browser.get("/profile", status=401)
        again = sign_in(self.server, "lin@inst.example")
        again.get("/profile")
        again.get("/applications")

    def test_wrong_password(self):
        """A wrong password and an unknown address are answered alike."""
        sign_up(self.server, self.sink, "zhou@inst.example", "周庭芳")
        answers = []
        for address in ("zhou@inst.example", "nobody@inst.example"):
            browser = Browser(self.server)
            answers.append(browser.post("/sign-in", {"email": address, "password": "wrong " + NEW},
                                        status=401))
        self.assertEqual(answers[0].body, answers[1].body)
        self.assertNotIn("grantd-session", browser.cookies)

    def test_no_enumeration(self):
        """Signing up and forgetting answer alike whether or not the address is known."""
        sign_up(self.server, self.sink, "chen@inst.example", "陈砚秋")
        ups, forgots = [], []
        for address in ("chen@inst.example", "stranger@inst.example"):
            browser = Browser(self.server)
            ups.append(browser.post("/sign-up", self.fields(browser, address)))
            forgots.append(browser.post("/forgot", {"email": address}))
        for one, other in (ups, forgots):
            self.assertEqual((one.status, one.body), (other.status, other.body))
        known = text_of(self.sink.wait("chen@inst.example", 2))
        self.assertNotIn("/link/", known)
        self.sink.wait("stranger@inst.example")

    def test_forgotten(self):
        """A forgotten password is set anew by mail, once, and ends every session."""
        old = sign_up(self.server, self.sink, "han@inst.example", "韩予墨")
        old.get("/profile")
        Browser(self.server).post("/forgot", {"email": "han@inst.example"})
        path = link_in(self.sink.wait("han@inst.example", 2))
        visitor = Browser(self.server)
        visitor.get(path)
        visitor.post(path, {"password": "short"}, status=422)
        visitor.post(path, {"password": NEW})
        old.get("/profile", status=401)
        Browser(self.server).post(path, {"password": NEW + "2"}, status=404)
        Browser(self.server).post("/sign-in", {"email": "han@inst.example", "password": PASSWORD},
                                  status=401)
        sign_in(self.server, "han@inst.example", NEW).get("/profile")
        self.assertNotIn("/link/", text_of(self.sink.wait("han@inst.example", 3)))

    def test_strangers(self):
        """A stranger's form is refused: no token, another's token, a foreign page."""
        browser = Browser(self.server)
        fields = self.fields(browser, "luo@inst.example")
        self.assertEqual(browser.post("/sign-up", fields, csrf=False, status=403).code, "web/csrf")
        other = Browser(self.server)
        other.get("/sign-up")
        browser.post("/sign-up", fields | {"csrf": other.csrf}, csrf=False, status=403)
        for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"},
                        {"Sec-Fetch-Site": "cross-site"}):
            browser.post("/sign-up", fields, headers=headers, status=403)
        own = {"Origin": f"http://127.0.0.1:{self.server.port}", "Sec-Fetch-Site": "same-origin"}
        browser.post("/sign-up", fields, headers=own)

    def test_profile(self):
        """A profile keeps what was typed, says what is wrong, and remembers the language."""
        browser = sign_up(self.server, self.sink, "su@inst.example", "苏望舒")
        fields = {"name": "苏望舒", "institution": "示例大学", "orcid": "0000-0002-1825-0097",
                  "phone": "13800000000", "language": "en"}
        browser.post("/profile", fields)
        form = browser.get("/profile")["form"]
        self.assertEqual(form["institution"]["value"], "示例大学")
        self.assertIn('lang="en"', browser.page("/profile"))
        bad = browser.post("/profile", fields | {"orcid": "0000-0002-1825-0098"}, status=422)
        self.assertIn("orcid", {p["path"] for p in bad.model()["error"]["problems"]})
        browser.post("/profile/password", {"old": "wrong " + NEW, "password": NEW}, status=401)
        browser.post("/profile/password", {"old": PASSWORD, "password": NEW})
        sign_in(self.server, "su@inst.example", NEW)

    def test_locked(self):
        """Guessing a password is limited, tells nothing, and does not shut out its owner elsewhere."""
        sign_up(self.server, self.sink, "fang@inst.example", "方折柳")
        def guess(address, source):
            statuses = []
            for turn in range(8):
                browser = Browser(self.server, source=source)
                fields = {"email": address, "password": f"guess {turn}"}
                statuses.append(browser.post("/sign-in", fields, status=(401, 429)).status)
            return statuses
        known = guess("fang@inst.example", "127.9.9.1")
        self.assertEqual(known, guess("none@inst.example", "127.9.9.2"))
        self.assertEqual(sorted(known), known)
        self.assertEqual((known[0], known[-1]), (401, 429))
        sign_in(self.server, "fang@inst.example").get("/profile")

    def test_one_source(self):
        """One address that guesses many accounts is limited too."""
        statuses = []
        for turn in range(60):
            browser = Browser(self.server, source="127.9.9.9")
            fields = {"email": f"guess{turn}@inst.example", "password": "guess"}
            statuses.append(browser.post("/sign-in", fields, status=(401, 429)).status)
        self.assertEqual((statuses[0], statuses[-1]), (401, 429))

    def test_sessions(self):
        """A person sees where they are signed in, ends one session or all others, and nobody else's."""
        here = sign_up(self.server, self.sink, "qiao@inst.example", "乔木生")
        fields = {"email": "qiao@inst.example", "password": PASSWORD}
        others = []
        for agent in ("Mozilla/5.0 (Windows NT 10.0; rv:120.0) Gecko/20100101 Firefox/120.0", "curl/8.4", ""):
            others.append(Browser(self.server))
            others[-1].post("/sign-in", fields, headers={"User-Agent": agent})
        rows = here.get("/profile")["sessions"]["rows"]
        self.assertEqual(len(rows), 4)
        self.assertEqual([row["current"] for row in rows].count(True), 1)
        firefox = next(row for row in rows if row["agent"] == "Firefox · Windows")
        self.assertEqual(firefox["source"], others[0].source)
        self.assertFalse(firefox["current"])
        stranger = sign_up(self.server, self.sink, "wei@inst.example", "魏青原")
        stranger.post(firefox["end"], status=404)
        others[0].get("/applications")
        self.assertEqual(here.post(firefox["end"]).location, "/profile?done=session")
        others[0].get("/applications", status=401)
        here.post(firefox["end"], status=404)
        others[1].get("/applications")
        here.post("/profile/sessions/end")
        for other in others:
            other.get("/applications", status=401)
        sessions = here.get("/profile")["sessions"]
        self.assertEqual(([row["current"] for row in sessions["rows"]], sessions["others"]), ([True], False))
        stranger.get("/applications")

    def test_address(self):
        """A changed address counts once its link is used; the old one is told, and signs in until removed."""
        browser = sign_up(self.server, self.sink, "old@inst.example", "何清源")
        ask = lambda address, password=PASSWORD, status=200: browser.post(
            "/profile/addresses", {"email": address, "password": password}, status=status)
        ask("new@inst.example", "not this one", 401)
        ask("no address", status=422)
        self.assertEqual(ask("new@inst.example").location, "/profile/addresses?done=address-sent")
        path = link_in(self.sink.wait("new@inst.example"))
        self.assertEqual(browser.get("/profile")["email"], "old@inst.example")
        self.assertTrue(Browser(self.server).get(path)["needs"]["sign_in"])
        stranger = sign_up(self.server, self.sink, "gao@inst.example", "高远")
        self.assertTrue(stranger.get(path)["needs"]["other"])
        stranger.post(path, status=409)
        self.assertTrue(browser.get(path)["needs"]["consent"])
        browser.post(path)
        browser.csrf = None
        self.assertEqual(browser.get("/profile")["email"], "new@inst.example")
        self.assertIn("new@inst.example", text_of(self.sink.wait("old@inst.example", 2)))
        Browser(self.server).get(path, status=404)
        sign_in(self.server, "new@inst.example").get("/profile")
        sign_in(self.server, "old@inst.example").get("/profile")
        self.assertEqual([(a["email"], a["is_primary"]) for a in browser.get("/profile/addresses")["addresses"]],
                         [("new@inst.example", True), ("old@inst.example", False)])
        browser.post("/profile/addresses/remove", {"email": "new@inst.example"}, status=404)
        stranger.post("/profile/addresses/remove", {"email": "old@inst.example"}, status=404)
        browser.post("/profile/addresses/remove", {"email": "old@inst.example"})
        self.sink.wait("old@inst.example", 3)
        Browser(self.server).post("/sign-in", {"email": "old@inst.example", "password": PASSWORD}, status=401)

    def test_taken_address(self):
        """Asking for another account's address is answered like any other; its mailbox alone can join the two."""
        owner = sign_up(self.server, self.sink, "owner@inst.example", "文若水")
        first = start(owner, "1")
        browser = sign_up(self.server, self.sink, "wants@inst.example", "贺兰因")
        second = start(browser, "2")
        answers = [browser.post("/profile/addresses", {"email": address, "password": PASSWORD})
                   for address in ("free@inst.example", "owner@inst.example")]
        self.assertEqual(answers[0].body, answers[1].body)
        path = link_in(self.sink.wait("owner@inst.example", 2))
        self.assertTrue(owner.get(path)["needs"]["other"])
        page = browser.get(path)
        self.assertEqual((page["needs"], page["name"]), ({"join": True}, "文若水"))
        browser.post(path)
        browser.csrf = None
        owner.get("/applications", status=401)
        mine = {row["topic_code"]: (row["key"], row["preference"])
                for row in browser.get("/applications")["topics"] if row["started"]}
        self.assertEqual(mine, {"1": (first, 2), "2": (second, 1)})
        told = text_of(self.sink.wait("owner@inst.example", 3))
        self.assertIn("wants@inst.example", told)
        self.assertEqual(sign_in(self.server, "owner@inst.example").get("/profile")["email"], "owner@inst.example")
        Browser(self.server).get(path, status=404)

    def test_accounts_that_stay_two(self):
        """Two accounts with applications to one topic stay two, and say which."""
        owner = sign_up(self.server, self.sink, "topic@inst.example", "苏晏清")
        first = start(owner, "1")
        browser = sign_up(self.server, self.sink, "same@inst.example", "陆知白")
        second = start(browser, "1")
        browser.post("/profile/addresses", {"email": "topic@inst.example", "password": PASSWORD})
        path = link_in(self.sink.wait("topic@inst.example", 2))
        refused = browser.post(path, status=409).body.decode()
        for who, key in ((owner, first), (browser, second)):
            self.assertIn(who.get(f"/applications/{key}")["number"], refused)
