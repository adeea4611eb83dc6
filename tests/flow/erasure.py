"""erasure.py: somebody asks to be erased; when it is done nothing of them is left in the data folder."""

import os
import pathlib
import re
import time
import unittest

from season import PASSWORD, PDF, Browser, grantd, local_link, sign_in
from standing import Season, address_of

# What only the erased person's data holds, wherever it may have been copied to.
CANARIES = ["周庭芳", "other@inst.example", "other 的题目", "无关人员", "犀牛证明", "rhinoceros", "委员会意见 elsewhere",
            "给申请人 elsewhere", "内部理由 foreign", "对外理由 foreign"]
STEPS = ["before", "open", "closed", "reviewing", "deciding", "released"]


def found_in(folder):
    """Which canaries lie where, in any file, as text or as the database or JSON may write them."""
    places = set()
    for path in pathlib.Path(folder).rglob("*"):
        if path.is_file():
            held = path.read_bytes()
            places |= {(word, path.name) for word in CANARIES
                       if word.encode() in held or word.encode("utf-16-le") in held
                       or word.encode("unicode_escape") in held}
    return places


class Erasure(unittest.TestCase):
    def password_for(self, season, standing):
        """The season's people have none: each gets one by a link from the command line."""
        code, out, err = grantd("account", "link", address_of(standing), "--data", season.data)
        self.assertEqual(code, 0, err)
        browser = Browser(season.server)
        path = local_link(out)
        browser.get(path)
        browser.post(path, {"password": PASSWORD})
        return sign_in(season.server, address_of(standing))

    def test_erased(self):
        """Who asks is told what is in the way, may think again, and a week later is nowhere in the folder."""
        with Season() as season:
            for step in STEPS[:2]:
                season.step(step)
            season.as_("other").post(f"/applications/{season.keys['foreign']}/attachments", {"slot": "papers"},
                                     ("犀牛证明.pdf", "application/pdf", PDF + b"rhinoceros"))
            season.as_("other").post(f"/applications/{season.keys['foreign']}/submit")
            hindered = season.as_("other").get("/profile/erasure")
            self.assertFalse(hindered["may_ask"])
            for step in STEPS[2:]:
                season.step(step)
            holder, other = (self.password_for(season, who) for who in ("owner", "other"))
            office = season.as_("secretary")
            ask = {"password": PASSWORD, "reason": "犀牛证明"}
            self.assertEqual(holder.post("/profile/erasure", ask, status=409).code, "erasure/award")
            self.assertEqual(other.post("/profile/erasure", ask | {"password": "not this one"}, status=401).code, "account/wrong")
            other.post("/profile/erasure", ask)
            self.assertEqual(other.post("/profile/erasure", ask, status=409).code, "erasure/open")
            case, = office.get("/office/erasures")["open"]
            self.assertEqual((case["name"], case["reason"], case["hindrance"]), ("周庭芳", "犀牛证明", None))
            place = f"/office/erasures/{case['key']}"
            self.assertEqual(office.send(place, {"act": "refuse"}).status, 422)
            office.post(place, {"act": "accept"})
            other.post("/profile/erasure/withdraw")
            self.assertEqual(office.send(place, {"act": "accept"}).code, "erasure/over")
            other.post("/profile/erasure", ask)
            case, = office.get("/office/erasures")["open"]
            office.post(f"/office/erasures/{case['key']}", {"act": "accept"})
            self.assertTrue(other.get("/profile/erasure")["request"]["due_at"])
            ranking = self.scores(office)
            season.stop()
            self.assertEqual({word for word, _ in found_in(season.data)}, set(CANARIES))
            self.a_week_later(season)
            season.start()
            office = season.as_("secretary")
            until = time.monotonic() + 20
            while office.get("/office/erasures")["open"]:
                self.assertLess(time.monotonic(), until, "nobody erases")
                time.sleep(0.05)
            done = office.get("/office/erasures")["closed"]
            self.assertEqual([(row["name"], row["state"]["word"]) for row in done], [("—", "done"), ("—", "withdrawn")])
            self.assertEqual(season.as_("other").ask("GET", "/profile").status, 401)
            self.assertEqual(Browser(season.server).post("/sign-in", {"email": address_of("other"), "password": PASSWORD},
                                                         status=401).code, "account/wrong")
            self.assertEqual(self.scores(office), ranking)
            self.assertEqual(office.ask("GET", f"/office/applications/{season.keys['foreign']}").status, 200)
            self.swept(season)
            season.stop()
            self.assertEqual(found_in(season.data), set())
            self.assertEqual(grantd("check", "--data", season.data)[0], 0)

    def scores(self, office):
        return [(row["number"], row["mean"], row["calibrated"], row["rank_overall"]) for topic in office.get("/ranking")["topics"]
                for row in topic["rows"]]

    def a_week_later(self, season):
        with season.database() as db:
            db.execute("UPDATE erasure SET due_at = 1 WHERE state = 'accepted'")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        old = time.time() - 3 * 86400
        for path in pathlib.Path(season.data).rglob("*"):
            if re.fullmatch("[0-9a-f]{64}", path.name):
                os.utime(path, (old, old))

    def swept(self, season):
        """The sweep runs when the service starts."""
        season.stop()
        season.start()
        until = time.monotonic() + 20
        while any(b"rhinoceros" in path.read_bytes() for path in pathlib.Path(season.data).rglob("*")
                  if re.fullmatch("[0-9a-f]{64}", path.name)):
            self.assertLess(time.monotonic(), until, "nobody sweeps")
            time.sleep(0.05)


if __name__ == "__main__":
    unittest.main()
