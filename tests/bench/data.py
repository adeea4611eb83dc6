"""data.py: the data set of the measurements, written straight into a folder no server holds.

1,000 applications of 400 applicants, 60 reviewers, 3,000 submitted reviews of 2.7 kB; a factor scales all
three. What is written is what the program itself writes; `grantd check` looks at it afterwards.
"""

import hashlib
import json
import pathlib
import random
import sqlite3
import time

from season import answers_for

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
SENTENCE = "方案在公开基准上给出了可复现的对照，误差与开销都有测量，进度与预算相称，风险写得清楚。"


class Data:
    """Keys and session cookies of those the measurements act as."""

    def __init__(self, folder, factor):
        self.random = random.Random(20231124)
        self.now = int(time.time())
        self.applications = 1000 * factor
        self.applicants = 400 * factor
        self.reviewers = 60 * factor
        self.db = sqlite3.connect(pathlib.Path(folder) / "grantd.db", isolation_level=None)
        self.db.execute("PRAGMA foreign_keys=ON")
        self.db.execute("BEGIN")
        self.call = self.db.execute("SELECT id FROM call").fetchone()[0]
        self.topics = dict(self.db.execute("SELECT code, id FROM topic"))
        self.people()
        self.write_applications()
        self.write_reviews()
        self.db.execute("COMMIT")
        self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.db.execute("ANALYZE")
        self.db.close()

    def key(self):
        return "".join(self.random.choices(ALPHABET, k=16))

    def person(self, number, name, role=None):
        row = self.db.execute(
            "INSERT INTO person(key, name, institution, language, created_at) VALUES (?,?,?,?,?)",
            (self.key(), name, f"第{number % 97}大学", "zh-CN", self.now)).lastrowid
        address = f"p{row}@inst.example"
        self.db.execute("INSERT INTO account(person, password, created_at) VALUES (?,'none',?)",
                        (row, self.now))
        self.db.execute("INSERT INTO address(person, email, folded, verified_at, created_at) VALUES (?,?,?,?,?)",
                        (row, address, address, self.now, self.now))
        if role:
            self.db.execute("INSERT INTO role_grant(person, call, role, granted_at) VALUES (?,?,?,?)",
                            (row, self.call, role, self.now))
        return row

    def session(self, person):
        token = hashlib.sha256(f"bench {person}".encode()).hexdigest()
        self.db.execute(
            "INSERT INTO session(key, token, person, source, agent, stays, created_at, seen_at) "
            "VALUES (?,?,?,'127.0.0.1','bench',1,?,?)",
            (self.key(), hashlib.sha256(token.encode()).hexdigest(), person, self.now, self.now))
        return token

    def people(self):
        self.owners = [self.person(i, f"申请人{i}") for i in range(self.applicants)]
        self.panel = [self.person(i, f"评审{i}", "reviewer") for i in range(self.reviewers)]
        self.office = self.session(self.person(1, "秘书", "secretary"))
        self.chair = self.session(self.person(2, "主任", "chair"))
        self.owner_sessions = [self.session(owner) for owner in self.owners[:100]]

    def write_applications(self):
        codes = sorted(self.topics)
        answers = {code: answers_for(code, title=f"面向课题{code}的可复现训练方法") for code in codes}
        shared = {"applicant", "members", "record", "avoid"}
        self.forms = []
        self.ids = []
        started = set()
        for number in range(self.applications):
            owner = self.owners[number % self.applicants]
            code = codes[(number // self.applicants + number) % len(codes)]
            sections = answers[code]
            content = json.dumps({"format": "grantd-application-1", "call": "2023", "definition": 1,
                                  "topic": code, "version": 1, "sections": sections, "files": []},
                                 ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            key = self.key()
            row = self.db.execute(
                "INSERT INTO application(key, number, call, topic, applicant, state, title, amount, institution, "
                "leader, preference, version, created_at, submitted_at) VALUES (?,?,?,?,?,'submitted',?,?,?,?,1,1,?,?)",
                (key, f"A2023-{number:06d}", self.call, self.topics[code], owner, sections["basic"]["title"],
                 30000000, f"第{number % 97}大学", f"申请人{number % self.applicants}", self.now, self.now)).lastrowid
            self.ids.append((row, key))
            self.db.execute(
                "INSERT INTO submission(key, application, version, call_version, content, sha256, submitted_at, "
                "submitted_by) VALUES (?,?,1,1,?,?,?,?)",
                (self.key(), row, content, hashlib.sha256(content.encode()).hexdigest(), self.now, owner))
            for section, fields in sections.items():
                if section in shared and owner in started:
                    continue
                self.db.execute(
                    "INSERT INTO answer(call, person, application, section, revision, content, revisions, saved_at, "
                    "saved_by) VALUES (?,?,?,?,1,?,?,?,?)",
                    (self.call, owner, None if section in shared else row, section,
                     json.dumps(fields, ensure_ascii=False), json.dumps({f: 1 for f in fields}), self.now, owner))
            if number < 100:
                self.forms.append(key)
            started.add(owner)

    def write_reviews(self):
        call = json.loads(self.db.execute("SELECT definition FROM call_version").fetchone()[0])
        criteria = [c["key"] for c in call["criteria"]]
        weights = {c["key"]: c["weight"] for c in call["criteria"]}
        recommendation = call["recommendations"][0]["key"]
        load = dict.fromkeys(self.panel, 0)
        self.assignments = {person: [] for person in self.panel}
        for number, (row, _) in enumerate(self.ids):
            for turn in range(3):
                person = self.panel[(number * 3 + turn) % len(self.panel)]
                load[person] += 1
                key = self.key()
                assignment = self.db.execute(
                    "INSERT INTO assignment(key, call, application, reviewer, assigned_by, assigned_at) "
                    "VALUES (?,?,?,?,?,?)", (key, self.call, row, person, person, self.now)).lastrowid
                scores = {c: self.random.randint(4, 10) for c in criteria}
                total = sum(scores[c] * weights[c] for c in criteria) * 100000 // sum(weights.values())
                self.db.execute(
                    "INSERT INTO review(key, assignment, application, reviewer, state, version, revision, scores, "
                    "total, recommendation, familiarity, to_committee, saved_at, submitted_at) "
                    "VALUES (?,?,?,?,'submitted',1,1,?,?,?,2,?,?,?)",
                    (self.key(), assignment, row, person, json.dumps(scores), total, recommendation,
                     SENTENCE * 20, self.now, self.now))
                self.assignments[person].append(key)
        # Two lists of a known length: of 25, for the share of a bare reply, and of 50, as the peer's.
        self.lists = {}
        for length, person in zip((25, 50), self.panel):
            kept = self.assignments[person][:length]
            for key in self.assignments[person][length:]:
                self.db.execute("UPDATE assignment SET ended_at = ?, ended_why = 'bench' WHERE key = ?",
                                (self.now, key))
            self.lists[length] = (self.session(person), kept)
        self.scores = {f"scores.{c}": "7" for c in criteria}
        self.scores["recommendation"] = recommendation
