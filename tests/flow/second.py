"""second.py: the second step of signing in, with an authenticator of the test's own."""

import base64
import hashlib
import hmac
import pathlib
import struct
import time
import unittest
from urllib.parse import quote

from season import PASSWORD, Browser, Server, Sink, grantd, open_call, sign_up, text_of


def code(secret, steps=0):
    """What an authenticator shows now, or so many half minutes later."""
    mac = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30 + steps),
                   hashlib.sha1).digest()
    at = mac[19] & 15
    return f"{(struct.unpack('>I', mac[at:at + 4])[0] & 0x7fffffff) % 1000000:06d}"


class Second(unittest.TestCase):
    def setUp(self):
        self.sink = self.enterContext(Sink())
        self.server = self.enterContext(
            Server(flags=["--smtp", self.sink.url, "--mail-from", "fund@caai.example"]))
        open_call(self.server)
        self.address = "lin@inst.example"
        self.browser = sign_up(self.server, self.sink, self.address, "林知远")

    def enable(self):
        """Takes it into use with the code of half a minute ago, so that newer ones are left."""
        self.browser.post("/profile/second", {"password": PASSWORD})
        self.secret = self.browser.get("/profile/second")["second"]["offer"]["secret"]
        while time.time() % 30 > 27:  # that code must not grow a step older on its way
            time.sleep(0.2)
        return self.browser.post("/profile/second/enable", {"code": code(self.secret, -1)}).model()["codes"]

    def password(self, browser):
        """Types the password: the ticket for the code."""
        answer = browser.post("/sign-in", {"email": self.address, "password": PASSWORD})
        self.assertNotIn("grantd-session", browser.cookies)
        return answer.model()["form"]["ticket"]["value"]

    def door(self, typed, status=200, ticket=None):
        """Signs in with password and code from a browser of its own."""
        browser = Browser(self.server)
        ticket = ticket or self.password(browser)
        answer = browser.post("/sign-in/code", {"ticket": ticket, "code": typed}, status=status)
        browser.csrf = None
        return browser, answer

    def test_enabled(self):
        """Once in use the password alone opens nothing, and password and code together do."""
        self.assertFalse(self.browser.get("/profile")["second"]["enabled"])
        self.browser.post("/profile/second", {"password": "not this one"}, status=401)
        self.browser.post("/profile/second/enable", {"code": "123456"}, status=409)
        elsewhere = Browser(self.server)
        elsewhere.post("/sign-in", {"email": self.address, "password": PASSWORD})
        codes = self.enable()
        self.assertEqual((len(codes), len(set(codes))), (10, 10))
        elsewhere.get("/profile", status=401)
        self.browser.get("/profile")
        self.assertIn("两步登录", text_of(self.sink.wait(self.address, 2)))
        second = self.browser.get("/profile")["second"]
        self.assertEqual((second["enabled"], second["left"], "offer" in second), (True, 10, False))
        self.browser.post("/profile/second", {"password": PASSWORD}, status=409)
        signed_in, answer = self.door(code(self.secret))
        self.assertEqual(answer.location, "/applications")
        signed_in.get("/applications")
        # Nothing of it lies in the clear in the folder.
        for path in pathlib.Path(self.server.data).glob("grantd.db*"):
            for word in (self.secret, codes[0], codes[0].replace("-", "")):
                self.assertNotIn(word.encode(), path.read_bytes())

    def test_once(self):
        """A code works once, the next one works, an old one does not, nor a ticket twice."""
        self.enable()
        now = code(self.secret)
        browser = Browser(self.server)
        ticket = self.password(browser)
        browser.post("/sign-in/code", {"ticket": ticket, "code": now})
        later = code(self.secret, 1)
        if later != now:
            self.assertEqual(self.door(now, 401)[1].code, "account/code")
            self.assertEqual(self.door(later, 401, ticket)[1].code, "account/second-late")
            self.door(later)[0].get("/profile")
        self.assertEqual(self.door(later, 401)[1].code, "account/code")
        Browser(self.server).get(f"/link/{ticket}", status=404)
        self.assertEqual(self.door("123456", 401, "0" * 64)[1].code, "account/second-late")

    def test_paper(self):
        """A recovery code opens once, however it is typed; another person's opens nothing."""
        codes = self.enable()
        self.door(codes[0])[0].get("/profile")
        self.assertEqual(self.door(codes[0], 401)[1].code, "account/code")
        self.door(codes[1].replace("-", "").upper())[0].get("/profile")
        self.assertEqual(self.browser.get("/profile")["second"]["left"], 8)
        mine, self.browser = self.browser, sign_up(self.server, self.sink, "zhou@inst.example", "周庭芳")
        self.address = "zhou@inst.example"
        theirs = self.enable()
        self.address = "lin@inst.example"
        self.assertEqual(self.door(theirs[0], 401)[1].code, "account/code")
        mine.get("/profile")

    def test_guessing(self):
        """Who knows the password has a few guesses at the code, from wherever, then has to wait."""
        self.enable()
        tickets = [self.password(Browser(self.server)) for _ in range(3)]
        statuses = [self.door(f"{n:06d}", (401, 429), tickets[n % 3])[1].status for n in range(8)]
        self.assertEqual(sorted(statuses), statuses)
        self.assertEqual((statuses[0], statuses[-1]), (401, 429))
        answer = self.door(code(self.secret), 429, tickets[0])[1]
        self.assertEqual(answer.code, "account/limited-code")

    def test_disabled(self):
        """It goes out of use with password and code, or by the command line, and not otherwise."""
        codes = self.enable()
        for fields, status in (({"password": PASSWORD, "code": "000000"}, 401),
                               ({"password": "not this one", "code": codes[0]}, 401)):
            self.browser.post("/profile/second/disable", fields, status=status)
        self.browser.post("/profile/second/disable", {"password": PASSWORD, "code": codes[0]})
        Browser(self.server).post("/sign-in", {"email": self.address, "password": PASSWORD})
        self.browser.post("/profile/second/disable", {"password": PASSWORD, "code": codes[1]}, status=409)
        self.enable()
        code_, out, err = grantd("account", "no-second", self.address, "--data", self.server.data)
        self.assertEqual((code_, err), (0, ""))
        browser = Browser(self.server)
        browser.post("/sign-in", {"email": self.address, "password": PASSWORD})
        self.assertIn("grantd-session", browser.cookies)
        self.assertEqual(grantd("account", "no-second", "nobody@inst.example", "--data", self.server.data)[0], 1)

    def test_pages(self):
        """The same by forms alone: the code's page keeps its ticket when the code is wrong."""
        page = self.browser.page("/profile/second")
        self.assertIn('action="/profile/second"', page)
        codes = self.enable()
        browser = Browser(self.server)
        browser.get("/sign-in")
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        form = lambda **more: "&".join(f"{k}={v}" for k, v in {**more, "csrf": browser.csrf}.items())
        answer = browser.ask("POST", "/sign-in", form(email=quote(self.address), password=quote(PASSWORD),
                                                      next="/profile"), kind, accept="text/html")
        self.assertEqual(answer.status, 200)
        ticket = answer.body.decode().split('name="ticket" value="')[1].split('"')[0]
        answer = browser.ask("POST", "/sign-in/code", form(ticket=ticket, code="000000", next="/profile"),
                             kind, accept="text/html")
        self.assertEqual(answer.status, 401)
        self.assertIn(f'value="{ticket}"', answer.body.decode())
        answer = browser.ask("POST", "/sign-in/code", form(ticket=ticket, code=codes[3], next="/profile"),
                             kind, accept="text/html")
        self.assertEqual((answer.status, answer.headers["Location"]), (303, "/profile"))
        self.assertIn("两步登录已启用", browser.page("/profile"))
