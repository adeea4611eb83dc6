"""roster.py: who reviews what, by the desk: thirty applications, eight reviewers with conflicts, a decline.

Persons and their submitted applications are written into the folder before the service starts; all that
happens to them happens over HTTP."""

import collections
import contextlib
import hashlib
import json
import secrets
import shutil
import sqlite3
import subprocess
import time
import unittest

from season import BINARY, Server, Sink, call_file, folder, grantd, text_of
from standing import Visitor

HOUSES = "云麓大学 海岳科技大学 北辰研究院 江城理工大学 南渡大学 长亭计算研究所 星槎智能科技公司 西岭大学".split()
NAMES = "白石坚 许临风 唐映雪 孟一苇 方折柳 何未央 秦望川 顾长川".split()
WORDS = "低比特训练 算子融合 长序列 多模态 智能体 视频生成 分子力场".split()
K, LOAD = 3, 14


class Fund:
    """A closed call with thirty eligible applications, eight reviewers and two secretaries."""

    def __init__(self):
        self.data, self.tokens, self.people = folder(), {}, {}
        where = folder()
        code, out, err = grantd("call", "import", call_file(where, opens=-7200), "--data", self.data)
        assert code == 0, err or out
        shutil.rmtree(where)
        with self.database() as db:
            db.execute("BEGIN")
            db.execute("UPDATE call SET opened_at = 1, closed_at = 2, closes_at = ?, switches = '{\"bidding\":\"on\"}'",
                       (int(time.time()) - 60,))
            for name in ("secretary", "secretary-conflicted"):
                self.add_person(db, name, "示例学会", "secretary")
            for number, house in enumerate(HOUSES):
                self.add_person(db, NAMES[number], house, "reviewer")
            for number in range(30):
                self.add_application(db, number)
            db.execute("INSERT INTO conflict(application, reviewer, source, state, at) SELECT id, ?, 'office', 'confirmed', 0 "
                       "FROM application WHERE number = 'A2023-0005'", (self.people["secretary-conflicted"],))
            db.execute("COMMIT")

    def database(self):
        return contextlib.closing(sqlite3.connect(f"{self.data}/grantd.db", isolation_level=None))

    def add_person(self, db, name, house, role=None):
        number, now = len(self.people), int(time.time())
        person = db.execute("INSERT INTO person(key, name, institution, created_at) VALUES (?, ?, ?, ?)",
                            (f"{number:02}pppppppppppppp".replace("p", "a"), name, house, now)).lastrowid
        db.execute("INSERT INTO address(person, email, folded, verified_at, created_at) VALUES (?1, ?2, ?2, ?3, ?3)",
                   (person, f"p{number}@inst.example", now))
        self.people[name] = person
        if role is None:
            return person
        self.tokens[name] = secrets.token_hex(32)
        db.execute("INSERT INTO account(person, created_at) VALUES (?, ?)", (person, now))
        db.execute("INSERT INTO session(key, token, person, source, agent, stays, created_at, seen_at) "
                   "VALUES (?, ?, ?, '127.0.0.1', '', 1, ?, ?)",
                   (f"{number:02}ssssssssssssss", hashlib.sha256(self.tokens[name].encode()).hexdigest(), person, now, now))
        db.execute("INSERT INTO role_grant(person, call, role, granted_at) VALUES (?, 1, ?, ?)", (person, role, now))
        return person

    def add_application(self, db, number):
        """Every third comes from a reviewer's own institution, under one more name of it in the team."""
        topic, now = number % 7 + 1, int(time.time())
        house = HOUSES[number % 8] if number % 3 == 0 else f"示例第{number}大学"
        person = self.add_person(db, f"申请人{number}", house)
        content = {"topic": str(topic), "sections": {"basic": {"keywords": [WORDS[topic - 1], "昇思 MindSpore"]}}}
        application = db.execute(
            "INSERT INTO application(key, number, call, topic, applicant, state, title, amount, institution, leader, version, "
            "created_at, submitted_at) SELECT ?, ?, 1, id, ?, 'eligible', ?, 1, ?, ?, 1, ?, ? FROM topic WHERE code = ?",
            (f"{number:02}bbbbbbbbbbbbbb", f"A2023-{number:04}", person, f"第 {number} 个题目", house, f"申请人{number}",
             now, now, str(topic))).lastrowid
        db.execute("INSERT INTO submission(key, application, version, call_version, content, sha256, submitted_by, submitted_at) "
                   "VALUES (?, ?, 1, 1, ?, '00', ?, ?)",
                   (f"{number:02}cccccccccccccc", application, json.dumps(content, ensure_ascii=False), person, now))

    def conflicts(self):
        with self.database() as db:
            return set(db.execute("SELECT a.number, p.name FROM conflict c JOIN application a ON a.id = c.application "
                                  "JOIN person p ON p.id = c.reviewer WHERE c.state <> 'dismissed'"))


class Roster(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.fund = Fund()
        self.addCleanup(shutil.rmtree, self.fund.data, True)
        self.sink = self.enterContext(Sink())
        self.server = self.enterContext(Server(self.fund.data, flags=["--smtp", self.sink.url, "--mail-from", "fund@caai.example",
                                                                      "--mail-per-minute", "10000"]))
        self.visitors = {name: Visitor(self.server, name, number, token)
                         for number, (name, token) in enumerate(self.fund.tokens.items(), 1)}
        self.office = self.visitors["secretary"]

    def wait(self, what, patience=60):
        until = time.monotonic() + patience
        while time.monotonic() < until:
            found = what()
            if found:
                return found
            time.sleep(0.05)
        self.fail("it did not come to pass")

    def draft(self, **form):
        """Asked for, waited for: its place and its model with every row."""
        place = self.office.post("/office/assignment/drafts", {"k": K, "balance": "gentle", "steady": "1", **form})["location"]
        first = self.office.ask("GET", place, accept="text/html")
        self.assertEqual(first.headers["Refresh"], "2" if "两秒".encode() in first.body else None)
        self.wait(lambda: not self.office.get(place).get("unfinished"))
        return place, self.office.get(place)

    @staticmethod
    def pairs(model):
        return {(row["number"], one["name"]) for row in model["rows"] for one in row["chosen"]}

    def test_roster(self):
        """Eight reviewers serve thirty applications within loads and conflicts, at the cost that grantd assign finds."""
        self.reviewers_say_what_they_bring()
        self.a_title_that_a_conflict_hides_is_not_there()
        place, model = self.draft()
        self.every_application_has_its_reviewers(model)
        self.the_command_finds_the_same(place, model)
        place, model = self.one_pair_is_forbidden(model)
        self.a_conflicted_secretary_sees_less(place, model)
        self.it_is_published_once(place)
        self.a_reviewer_declines_and_one_other_comes()
        self.too_many_are_refused_in_words()

    def reviewers_say_what_they_bring(self):
        for number, name in enumerate(NAMES):
            page = self.visitors[name].get("/reviews/expertise")
            self.assertEqual(len(page["topics"]), 7)
            self.visitors[name].post("/reviews/expertise", {
                "load": LOAD, "keywords": WORDS[number % 7], f"topic.{number % 7 + 1}": "1", f"topic.{(number + 3) % 7 + 1}": "1",
                "language.zh-CN": "1", "answer": "accepted"})
        wrong = self.visitors[NAMES[0]].send("/reviews/expertise", {"load": "501", "keywords": "留着"}, accept="text/html")
        self.assertEqual(wrong.status, 422)
        self.assertIn("留着", wrong.body.decode())

    def a_title_that_a_conflict_hides_is_not_there(self):
        reviewer = self.visitors[NAMES[0]]
        titles = self.wait(lambda: reviewer.get("/reviews/bids")["titles"])
        hidden = {number for number, name in self.fund.conflicts() if name == NAMES[0]}
        self.assertEqual(hidden, {"A2023-0000", "A2023-0024"})
        self.assertEqual(len(titles), 28)
        self.assertFalse({"第 0 个题目", "第 24 个题目"} & {title["heading"] for title in titles})
        reviewer.post("/reviews/bids", {f"bid.{titles[0]['application']}": "wants", "bid.00bbbbbbbbbbbbbb": "wants"})
        with self.fund.database() as db:
            self.assertEqual(db.execute("SELECT count(*) FROM bid").fetchone(), (1,))
        desk = self.office.get("/office/assignment")
        self.assertEqual({r["name"]: r["bids"] for r in desk["reviewers"]}[NAMES[0]], 1)
        self.assertEqual((desk["eligible"], desk["open"]), (30, 30))

    def every_application_has_its_reviewers(self, model):
        pairs = self.pairs(model)
        self.assertEqual(model["state"]["word"], "solved")
        self.assertEqual(collections.Counter(number for number, _ in pairs), {f"A2023-{n:04}": K for n in range(30)})
        self.assertTrue(all(count <= LOAD for count in collections.Counter(name for _, name in pairs).values()))
        self.wait(lambda: len(self.fund.conflicts()) == 11)
        self.assertFalse(pairs & self.fund.conflicts())
        self.assertEqual({load["name"]: load["load"] for load in model["loads"]},
                         dict.fromkeys(NAMES, 0) | collections.Counter(name for _, name in pairs))

    def the_command_finds_the_same(self, place, model):
        problem = self.office.ask("GET", f"{place}/problem").body
        self.assertEqual(hashlib.sha256(problem).hexdigest(), model["digest"])
        answer = json.loads(subprocess.run([BINARY, "assign"], input=problem, capture_output=True, check=True).stdout)
        self.assertEqual((answer["status"], answer["cost"]["total"]), ("optimal", model["total"]))
        with self.fund.database() as db:
            names = dict(db.execute("SELECT key, name FROM person")) | dict(db.execute("SELECT key, number FROM application"))
        self.assertEqual({(names[row["application"]], names[key]) for row in answer["assignments"] for key in row["reviewers"]},
                         self.pairs(model))

    def one_pair_is_forbidden(self, model):
        row = model["rows"][0]
        gone = row["chosen"][0]
        self.office.post(row["href"], {"reviewer": gone["key"], "act": "forbid"})
        before = self.pairs(model)
        place, model = self.draft()
        self.assertNotIn((row["number"], gone["name"]), self.pairs(model))
        self.assertLessEqual(len(self.pairs(model) - before), 3)
        changed = self.office.get(f"{place}?show=changed")
        self.assertEqual(changed["found"], model["changed"])
        self.assertIn(gone["name"], next(r for r in changed["rows"] if r["number"] == row["number"])["removed"])
        return place, model

    def a_conflicted_secretary_sees_less(self, place, model):
        other = self.visitors["secretary-conflicted"]
        seen = other.get(place)
        self.assertEqual(self.pairs(seen), {pair for pair in self.pairs(model) if pair[0] != "A2023-0005"})
        self.assertEqual(seen["applications"], 29)
        self.assertEqual(sum(load["load"] for load in seen["loads"]), 29 * K)
        self.assertFalse({"digest", "total", "problem"} & set(seen))
        self.assertEqual(other.ask("GET", f"{place}/problem").status, 404)
        self.assertEqual(other.ask("GET", "/office/assignment/applications/05bbbbbbbbbbbbbb").status, 404)
        self.assertNotIn("A2023-0005", json.dumps([other.get("/office/assignment"), seen], ensure_ascii=False))

    def it_is_published_once(self, place):
        self.office.post(f"{place}/publish")
        again = self.office.send(f"{place}/publish")
        self.assertEqual((again.status, again.model()["error"]["code"]), (409, "roster/published"))
        desk = self.office.get("/office/assignment")
        self.assertEqual((desk["covered"], desk["open"]), (30, 0))
        mine = {name: len(self.visitors[name].get("/reviews")["reviews"]) for name in NAMES}
        self.assertEqual(sum(mine.values()), 30 * K)
        for number, name in enumerate(NAMES, 2):
            letters = [self.sink.wait(f"p{number}@inst.example")] if mine[name] else []
            self.assertEqual(len(self.sink.to(f"p{number}@inst.example")), len(letters))
            self.assertFalse(any("A2023-" in text_of(letter) for letter in letters))

    def a_reviewer_declines_and_one_other_comes(self):
        reviewer = self.visitors[NAMES[1]]
        gone = reviewer.get("/reviews")["reviews"][0]
        reviewer.post(f"{gone['href']}/decline", {"reason": "与申请人合作过"})
        desk = self.office.get("/office/assignment")
        self.assertEqual([row["number"] for row in desk["uncovered"]], [gone["number"]])
        place, model = self.draft()
        self.assertEqual(model["changed"], 1)
        self.assertNotIn((gone["number"], NAMES[1]), self.pairs(model))
        self.office.post(f"{place}/publish")
        self.assertEqual(self.office.get("/office/assignment")["open"], 0)

    def too_many_are_refused_in_words(self):
        place, model = self.draft(k="8")
        self.assertEqual(model["state"]["word"], "partial")
        self.assertRegex(model["cut"], r"课题 .* 份申请还需 \d+ 人次评审，只有 8 位无利益冲突的专家")
        self.assertGreater(model["missing"], 0)
        self.assertEqual(self.office.send("/office/assignment/drafts", {"k": "21", "balance": "gentle"}).status, 422)


if __name__ == "__main__":
    unittest.main()
