"""moment.py: a server that lives at a moment of our choosing (libfaketime), and drafts for a crowd."""

import glob
import hashlib
import json
import pathlib
import re
import sqlite3
import subprocess
import time

from season import BINARY, CALL, Browser, Server, answers_for, folder

LIBRARY = "/usr/lib/*/faketime/libfaketimeMT.so.1"


def preload():
    """A sanitizer's library must stay the first."""
    linked = subprocess.run(["ldd", BINARY], capture_output=True, text=True, check=True).stdout
    return " ".join(re.findall(r"/\S*lib[at]san\S*", linked) + glob.glob(LIBRARY)[:1])


class Moment(Server):
    """Its system's time stands still and is set from here; the monotonic clock runs on, as it does when
    somebody sets a clock. The file lies in the data folder: the sandbox lets the server read nothing else."""

    def __init__(self, at):
        data = folder()
        self.file = pathlib.Path(data) / "faketime"
        super().__init__(data, LD_PRELOAD=preload(), FAKETIME_TIMESTAMP_FILE=str(self.file), FAKETIME_NO_CACHE="1",
                         FAKETIME_DONT_FAKE_MONOTONIC="1", FAKETIME_FORCE_MONOTONIC_FIX="0", TZ="UTC")
        self.own = True
        self.set(at)

    def set(self, at):
        fresh = self.file.with_suffix(".new")
        fresh.write_text(time.strftime("%Y-%m-%d %H:%M:%S\n", time.gmtime(at)))
        fresh.rename(self.file)

    def again(self, at):
        """The power fails and comes back at another moment."""
        self.kill()
        self.set(at)
        self.start()


class Crowd:
    """Complete drafts, seven to a person, written straight into a folder no server holds."""

    def __init__(self, data, count, now):
        self.db = sqlite3.connect(pathlib.Path(data) / "grantd.db", isolation_level=None)
        self.db.execute("PRAGMA foreign_keys=ON")
        self.db.execute("BEGIN")
        self.call, self.topics = self.db.execute("SELECT id FROM call").fetchone()[0], {}
        self.topics = dict(self.db.execute("SELECT code, id FROM topic"))
        self.shared = {s["key"] for s in json.loads(CALL.read_text())["sections"] if s.get("shared")}
        self.answers = {code: answers_for(code) for code in self.topics}
        self.now, self.tokens, self.drafts = now, [], []  # (person's place, key)
        codes = sorted(self.topics)
        for number in range(count):
            if number % len(codes) == 0:
                person = self.person(number // len(codes))
            self.draft(person, codes[number % len(codes)], number)
        self.db.execute("COMMIT")
        self.db.close()

    def person(self, number):
        row = self.db.execute("INSERT INTO person(key, name, created_at) VALUES (?,?,?)",
                              (f"p{number:015d}", f"申请人{number}", self.now)).lastrowid
        address, token = f"crowd{number}@inst.example", hashlib.sha256(f"crowd {number}".encode()).hexdigest()
        self.db.execute("INSERT INTO account(person, password, created_at) VALUES (?,'none',?)", (row, self.now))
        self.db.execute("INSERT INTO address(person, email, folded, verified_at, created_at) VALUES (?,?,?,?,?)",
                        (row, address, address, self.now, self.now))
        self.db.execute("INSERT INTO session(key, token, person, source, agent, created_at, seen_at) "
                        "VALUES (?,?,?,'','crowd',?,?)",
                        (f"s{number:015d}", hashlib.sha256(token.encode()).hexdigest(), row, self.now, self.now))
        self.tokens.append(token)
        for section in self.shared:
            self.answer(row, None, section, next(a[section] for a in self.answers.values() if section in a))
        return row

    def draft(self, person, code, number):
        key = f"d{number:015d}"
        row = self.db.execute(
            "INSERT INTO application(key, number, call, topic, applicant, state, created_at) "
            "VALUES (?,?,?,?,?,'draft',?)",
            (key, f"A2023-X{number:04d}", self.call, self.topics[code], person, self.now)).lastrowid
        for section, fields in self.answers[code].items():
            if section not in self.shared:
                self.answer(person, row, section, fields)
        self.drafts.append((len(self.tokens) - 1, key))

    def answer(self, person, application, section, fields):
        self.db.execute(
            "INSERT INTO answer(call, person, application, section, revision, content, revisions, saved_at, saved_by) "
            "VALUES (?,?,?,?,1,?,?,?,?)",
            (self.call, person, application, section, json.dumps(fields, ensure_ascii=False),
             json.dumps(dict.fromkeys(fields, 1)), self.now, person))

    def browsers(self, server):
        """Everybody, signed in, the token of the forms read."""
        everybody = []
        for token in self.tokens:
            everybody.append(Browser(server))
            everybody[-1].cookies["grantd-session"] = token
            everybody[-1].get("/profile")
        return everybody
