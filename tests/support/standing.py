#!/usr/bin/python3
"""standing.py: a small season in which everybody stands differently to one application.

Persons and their sessions are written into the database at once; what happens to the call happens over
HTTP.  While `frozen`, every row refuses to change: an act that gets that far answers "store/final",
which is how the tests see that somebody may, without anything having been done."""

import contextlib
import hashlib
import http.client
import json
import secrets
import shutil
import sqlite3
import sys
import time
import urllib.parse

from season import PDF, Answer, Server, answers_for, call_file, folder, grantd, multipart

# standing: (name, institution, role); those without a role are applicants or members of a team.
PEOPLE = {
    "owner": ("林知远", "示例大学", None),
    "team": ("江越人", "示例大学", None),
    "other": ("周庭芳", "云麓大学", None),
    "reviewer": ("白石坚", "江城理工大学", "reviewer"),
    "pending": ("许临风", "南渡大学", "reviewer"),
    "elsewhere": ("唐映雪", "长亭计算研究所", "reviewer"),
    "conflicted": ("孟一苇", "星槎智能科技公司", "reviewer"),
    "member": ("何未央", "海岳科技大学", "member"),
    "member-pending": ("秦望川", "北辰研究院", "member"),
    "chair": ("顾长川", "玉衡交通大学", "chair"),
    "chair-conflicted": ("方折柳", "西岭大学", "chair"),
    "chair-team": ("程见微", "示例大学", "chair"),
    "secretary": ("沈静姝", "示例学会", "secretary"),
    "secretary-conflicted": ("秦若木", "示例学会", "secretary"),
    "secretary-team": ("叶栖迟", "示例大学", "secretary"),
    "administrator": ("温如故", "示例学会", "administrator"),
    "auditor": ("陆扶光", "示例学会", "auditor"),
    "helper": ("卫长风", "云麓大学", None),
}
STANDINGS = ["nobody", *PEOPLE]
ABSENT = "0123456789xyzxyz"
WEEK = 7 * 86400


def address_of(standing):
    return f"{standing if standing in PEOPLE else 'stranger'}@inst.example"


class Visitor:
    """One browser on one kept line, from an address of its own."""

    def __init__(self, server, standing, number, token=None):
        self.server, self.standing, self.token = server, standing, token
        self.source = f"127.3.{number}.1"
        self.jar = "" if token is None else f"grantd-session={token}"
        self.line = None
        self.form_token = None

    def ask(self, method, path, body=None, headers=None, accept="application/json"):
        sent = {"Accept": accept, "Accept-Language": "zh-CN", **(headers or {})}
        if self.jar:
            sent["Cookie"] = self.jar
        for turn in (1, 2):
            if self.line is None:
                self.line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60,
                                                       source_address=(self.source, 0))
            try:
                self.line.request(method, path, body=body, headers=sent)
                got = self.line.getresponse()
                return Answer(got.status, got.headers, got.read())
            except (http.client.RemoteDisconnected, ConnectionError):
                self.close()  # a kept line may have been closed meanwhile
                if turn == 2:
                    raise

    def close(self):
        if self.line is not None:
            self.line.close()
        self.line = None

    def csrf(self):
        if self.form_token is None:
            answer = self.ask("GET", "/profile" if self.token else "/sign-in")
            if not self.token:
                self.jar = answer.headers["Set-Cookie"].split(";")[0]
            self.form_token = answer.model()["csrf"]
        return self.form_token

    def send(self, path, fields=None, file=None, accept="application/json"):
        """A form, with its token; the answer whatever it is."""
        pairs = [*(fields or {}).items(), ("csrf", self.csrf())]
        if file is not None:
            kind, body = multipart(pairs, [("file", *file)])
        else:
            kind, body = "application/x-www-form-urlencoded", urllib.parse.urlencode(pairs)
        return self.ask("POST", path, body, {"Content-Type": kind}, accept)

    def get(self, path):
        answer = self.ask("GET", path)
        assert answer.status == 200, f"{self.standing}: {path}: {answer}"
        return answer.model()

    def post(self, path, fields=None, file=None):
        answer = self.send(path, fields, file)
        assert answer.status == 200, f"{self.standing}: {path}: {answer}"
        return answer.model()

    def save(self, path, value):
        answer = self.ask("POST", path, json.dumps(value), {"Content-Type": "application/json",
                                                           "X-CSRF-Token": self.csrf()})
        assert answer.status == 200, f"{self.standing}: {path}: {answer}"


class Season:
    """`with Season() as season`, then one step after the other."""

    STEPS = ["before", "open", "closed", "reviewing", "deciding", "released"]

    def __init__(self, flags=()):
        self.data = folder()
        self.flags = flags
        self.keys = {}
        self.tokens = {standing: secrets.token_hex(32) for standing in PEOPLE}

    def __enter__(self):
        where = folder()
        try:
            code, out, err = grantd("call", "import", call_file(where, opens=3600, closes=WEEK),
                                    "--data", self.data)
            assert code == 0, err or out
        finally:
            shutil.rmtree(where)
        self._add_people()
        self._add_triggers()
        self.start()
        return self

    def __exit__(self, kind, value, trace):
        try:
            self.stop()
        finally:
            shutil.rmtree(self.data, ignore_errors=True)

    def start(self):
        self.server = Server(data=self.data, flags=self.flags).start()
        self.visitors = {name: Visitor(self.server, name, number, self.tokens.get(name))
                         for number, name in enumerate(STANDINGS, 1)}

    def stop(self):
        for visitor in self.visitors.values():
            visitor.close()
        if self.server.process.returncode is None:
            self.server.stop()

    def database(self):
        return contextlib.closing(sqlite3.connect(f"{self.data}/grantd.db", isolation_level=None))

    def _add_people(self):
        now = int(time.time())
        with self.database() as db:
            for number, (standing, (name, institution, role)) in enumerate(PEOPLE.items()):
                person = db.execute(
                    "INSERT INTO person(key, name, institution, created_at) VALUES (?, ?, ?, ?)",
                    (f"{number:02}aaaaaaaaaaaaaa", name, institution, now)).lastrowid
                self.keys[standing] = f"{number:02}aaaaaaaaaaaaaa"
                db.execute("INSERT INTO account(person, created_at) VALUES (?, ?)", (person, now))
                db.execute("INSERT INTO address(person, email, folded, verified_at, created_at) "
                           "VALUES (?1, ?2, ?2, ?3, ?3)", (person, address_of(standing), now))
                token = hashlib.sha256(self.tokens[standing].encode()).hexdigest()
                db.execute("INSERT INTO session(key, token, person, source, agent, stays, created_at, seen_at)"
                           " VALUES (?4, ?1, ?2, '127.0.0.1', '', 1, ?3, ?3)",
                           (token, person, now, f"{number:02}ssssssssssssss"))
                if role is not None:
                    call = None if role in ("administrator", "auditor") else 1
                    db.execute("INSERT INTO role_grant(person, call, role, granted_at) "
                               "VALUES (?, ?, ?, ?)", (person, call, role, now))

    def _add_triggers(self):
        with self.database() as db:
            tables = [row[0] for row in db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN "
                "('guess') AND name NOT LIKE 'sqlite%'")]
            db.execute("CREATE TABLE freeze(now INTEGER NOT NULL)")
            db.execute("INSERT INTO freeze VALUES (0)")
            for table in tables:
                acts = ["UPDATE OF ended_at"] if table == "session" else ["INSERT", "UPDATE", "DELETE"]
                for number, act in enumerate(acts):
                    db.execute(f"CREATE TRIGGER freeze_{table}_{number} BEFORE {act} ON {table} WHEN "
                               "(SELECT now FROM freeze) BEGIN SELECT RAISE(ABORT, 'frozen'); END")

    @contextlib.contextmanager
    def frozen(self):
        with self.database() as db:
            db.execute("UPDATE freeze SET now = 1")
        yield
        with self.database() as db:
            db.execute("UPDATE freeze SET now = 0")

    def as_(self, standing):
        return self.visitors[standing]

    # ---- the steps of the season

    def step(self, name):
        getattr(self, "_" + name)()

    def _before(self):
        office = self.as_("secretary")
        self.keys["privacy"] = self.as_("nobody").get("/sign-up")["privacy"]["version"]
        with self.database() as db:
            for name in ("opens_at", "closes_at"):
                at = db.execute(f"SELECT {name} FROM call").fetchone()[0]
                self.keys[name] = time.strftime("%Y-%m-%dT%H:%M:%S+08:00", time.gmtime(at + 8 * 3600))
        office.post("/office/announcements", {"heading": "申报通知", "body": "正文"})
        self.keys["announcement"] = self._newest("announcement")
        office.post("/office/announcements", {"heading": "撤回的通知", "body": "正文"})
        self.keys["withdrawn"] = self._newest("announcement")
        office.post(f"/office/announcements/{self.keys['withdrawn']}/withdraw")
        office.post("/office/downloads", {"slot": "guide"}, ("指南.pdf", "application/pdf", PDF))
        self.keys["download"] = self._newest("download")

    def _newest(self, table, where="1"):
        with self.database() as db:
            return db.execute(f"SELECT key FROM {table} WHERE {where} ORDER BY id DESC").fetchone()[0]

    def _event(self, event):
        self.as_("secretary").post("/office/call/events", {"event": event, "reason": "按计划"})

    def _apply(self, standing, topic, members, submit=True):
        visitor = self.as_(standing)
        key = visitor.post("/applications", {"topic": topic})["location"].split("/")[2]
        answers = answers_for(topic, person=PEOPLE[standing][0], title=f"{standing} 的题目 {topic}")
        answers["applicant"] |= {"institution": PEOPLE[standing][1]}
        for section, fields in answers.items():
            for rows in fields.values():
                if isinstance(rows, list) and rows and "email" in rows[0]:
                    rows[:] = [rows[0] | {"name": PEOPLE[m][0] if m in PEOPLE else m,
                                          "email": address_of(m)} for m in members]
            visitor.save(f"/applications/{key}/sections/{section}", {"fields": fields})
        if submit:
            for slot in ("papers", "commitment"):
                visitor.post(f"/applications/{key}/attachments", {"slot": slot},
                             (f"{slot}.pdf", "application/pdf", PDF + slot.encode()))
                self.keys[f"{standing}-{slot}"] = self._newest("attachment")
            visitor.post(f"/applications/{key}/submit")
        return key

    def _open(self):
        self._event("opening")
        self.keys["application"] = self._apply("owner", "2", ["team", "chair-team", "secretary-team"])
        self.keys["draft"] = self._apply("owner", "4", ["team", "chair-team", "secretary-team"], False)
        self.keys["foreign"] = self._apply("other", "3", ["无关人员"])
        self.keys["notice"] = self._newest("notice", "person = 1")
        for number, application in enumerate(("application", "draft")):
            self._help("helper", application, f"{number:02}hhhhhhhhhhhhhh")
        with self.database() as db:
            for standing in ("conflicted", "chair-conflicted", "secretary-conflicted"):
                db.execute("INSERT INTO conflict(application, reviewer, source, state, at) VALUES "
                           "((SELECT id FROM application WHERE key = ?), (SELECT id FROM person WHERE "
                           "key = ?), 'office', 'confirmed', 0)",
                           (self.keys["application"], self.keys[standing]))

    def _help(self, standing, application, key):
        """As if an invitation to an address of another name had been accepted."""
        with self.database() as db:
            db.execute("INSERT INTO collaborator(key, application, name, email, sections, invited_at, expires_at, person, "
                       "accepted_at) SELECT ?, a.id, '受邀之名', 'invited@far.example', '[\"basis\"]', 0, 0, p.id, 1 "
                       "FROM application a, person p WHERE a.key = ? AND p.key = ?",
                       (key, self.keys[application], self.keys[standing]))

    def _closed(self):
        self._event("closing")

    def _reviewing(self):
        office = self.as_("secretary")
        for application, reviewers in (("application", ("reviewer", "pending", "member-pending")),
                                       ("foreign", ("elsewhere", "conflicted"))):
            place = f"/office/applications/{self.keys[application]}"
            office.post(f"{place}/screening", {"verdict": "pass"})
            for standing in reviewers:
                office.post(f"{place}/reviewers", {"reviewer": self.keys[standing]})
                self.keys[f"assignment-{standing}"] = self._newest("assignment")
        self._allot()
        for standing, score in (("reviewer", 8), ("elsewhere", 7)):
            self._review(standing, score)
        self._decline("member")

    def _decline(self, standing):
        """Asked, and without the time."""
        self.as_("secretary").post(f"/office/applications/{self.keys['application']}/reviewers", {"reviewer": self.keys[standing]})
        self.keys[f"assignment-{standing}"] = self._newest("assignment")
        self.as_(standing).post(f"/reviews/{self.keys[f'assignment-{standing}']}/decline",
                                {"kind": "time", "reason": f"没有时间 {standing}"})

    def _allot(self):
        """What reviewers say, and a draft of who else could review, which nobody publishes."""
        with self.database() as db:
            db.execute("UPDATE call SET switches = '{\"bidding\":\"on\"}'")
        for standing in ("reviewer", "elsewhere"):
            self.as_(standing).post("/reviews/expertise", {"load": "9", "keywords": f"专长 {standing}", "topic.2": "1"})
        until = time.monotonic() + 20
        while not self.as_("elsewhere").get("/reviews/bids")["titles"]:
            assert time.monotonic() < until, "nobody looks for conflicts"
            time.sleep(0.05)
        self.as_("elsewhere").post("/reviews/bids", {f"bid.{self.keys['application']}": "wants"})
        office = self.as_("secretary")
        place = office.post("/office/assignment/drafts", {"k": "5", "balance": "gentle", "steady": "1"})["location"]
        office.post(f"/office/assignment/applications/{self.keys['application']}", {"reviewer": self.keys["chair"], "act": "forbid"})
        while office.get(place).get("unfinished"):
            assert time.monotonic() < until, "the draft is not solved"
            time.sleep(0.05)
        self.keys["roster"] = place.split("/")[-1]

    def _review(self, standing, score, act="submit"):
        visitor, place = self.as_(standing), f"/reviews/{self.keys[f'assignment-{standing}']}"
        page = visitor.get(place)
        fields = {c["id"]: score for g in page["groups"] for c in g["criteria"]}
        visitor.post(place, fields | {"recommendation": page["recommendations"][0]["key"],
                                      "familiarity": 2, "base": page["revision"], "act": act,
                                      "to_committee": f"委员会意见 {standing}",
                                      "to_applicant": f"给申请人 {standing}"})

    def _deciding(self):
        self.decide("secretary", "application", "fund", "30000")
        self.decide("secretary", "foreign", "decline", "")
        self.as_("secretary").post("/awards/release")

    def decide(self, standing, application, outcome, amount):
        self.as_(standing).post("/awards/decisions", {
            "application": self.keys[application], "outcome": outcome, "amount": amount,
            "reason": f"内部理由 {application}", "outer": f"对外理由 {application}"})

    def _released(self):
        self.as_("chair").post("/awards/confirm")
        self.keys["contract"] = self._newest("contract")


if __name__ == "__main__":
    sys.exit("standing.py is imported by tests/flow/*.py")
