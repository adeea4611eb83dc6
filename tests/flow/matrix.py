"""matrix.py: every route × how one stands to it × the state of the call, against tests/golden/routes.txt.

The story of whole_season.py is told to three points; there everybody asks for everything: each address with
the keys of one application (and of what hangs on it), each form empty or wrong, so that only the permission
shows. 2xx and 422 are a yes (422: the form is wrong), 409 a yes that comes at the wrong time, 401, 403 and 404
a no. Whatever is 404 must be the very answer that a key gets which names nothing (R2).

    GRANTD_GOLDEN=write tests/flow/run.py matrix      writes the file anew: read the difference like a contract.
"""

import json
import os
import re
import subprocess
import time

import whole_season
from fund import take_invitation
from season import BINARY, PASSWORD, PDF, ROOT, Browser, fill, sign_in

GOLDEN = ROOT / "tests/golden/routes.txt"
ABSENT = "0" * 16
STANDINGS = ("nobody owner other team assigned reviewer conflicted member chair secretary administrator "
             "auditor").split()
# What is sent where an empty form would do something: wrong on purpose.
WRONG = {"/office/call": {"closes_at": "never"}, "/office/call/events": {"event": "nothing", "reason": "x"},
         "/applications/order": {"rank." + ABSENT: "1"}, "/profile/sessions/end": {},
         "/office/people/:key/roles": {"role": "nothing", "act": "give"},
         "/office/people/:key/account": {"act": "nothing"}}
# Deeds that need no form and would end what the others still ask for: only those who may not are asked,
# and the secretary or owner last, on a thing of its own. Left out: what ends the asker's own session, and the
# release, which the season itself tries.
NOT_ASKED = {("POST", "/sign-out"), ("POST", "/profile/sessions/end"), ("POST", "/profile/second"),
             ("POST", "/profile/second/enable"), ("POST", "/profile/second/disable"),
             ("POST", "/awards/release"), ("POST", "/awards/confirm"), ("POST", "/awards/withdraw")}
MOVES = re.compile(r'[0-9a-f]{64}|"csrf":"[^"]*"|\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d')


PAPERS = {":paper": ["office.pdf", "readers.pdf"], ":part": ["receipt.pdf"]}  # each its own rows


def routes():
    out = subprocess.run([BINARY, "--dump-routes"], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in out.splitlines()]
    return rows + [[method, pattern.replace(param, paper), *rest] for method, pattern, *rest in rows
                   for param, papers in PAPERS.items() if param in pattern for paper in papers]


class Matrix(whole_season.WholeSeason):
    test_season = None

    def expect_letters(self, count):
        """How many is the season's own business: here all that is waiting must be out."""
        until = time.monotonic() + 30
        while self.secretary.get("/office")["mail"]["waiting"] and time.monotonic() < until:
            time.sleep(0.05)

    def test_matrix(self):
        """Every route answers everybody in every state as the golden matrix says; forbidden is absent."""
        self.rows = {}
        self.the_society_imports_the_call()
        self.the_administrator_uses_the_first_link()
        self.the_administrator_invites_everybody_by_mail()
        self.the_administrator_invites_an_auditor()
        self.the_secretary_sets_dates_quotas_and_budget()
        self.everybody_signs_up_and_proves_the_address()
        self.one_applicant_applies_to_all_seven_topics()
        self.twenty_others_apply_to_one_or_two()
        self.one_of_them_names_a_member()
        self.everybody_asks_for_everything("open")
        self.secretary.post("/office/call/events", {"event": "closing", "reason": "申报结束"})
        self.the_secretary_screens_every_application()
        self.the_secretary_assigns_three_reviewers_to_each()
        self.a_conflict_keeps_a_reviewer_away()
        self.a_reviewer_declines_and_is_replaced()
        self.reviewers_save_drafts_and_submit()
        self.the_secretary_enters_a_signed_sheet()
        self.everybody_asks_for_everything("reviewed")
        self.the_chair_proposes_and_may_not_fund_a_person_twice()
        self.proposes(self.one, "fund")
        for rival in self.rivals():
            self.proposes(rival, "decline")
        self.a_second_person_releases()
        self.everybody_asks_for_everything("released")
        self.compare()

    # ---- the people

    @property
    def one(self):
        """The application everybody asks for."""
        return self.authors[2].proposals[0]

    def rivals(self):
        return [p for p in self.proposals(outcome="fund") if p.topic == self.one.topic and p is not self.one]

    def the_administrator_invites_an_auditor(self):
        self.root.post("/office/people/invite", {"email": "auditor@office.example", "name": "陆扶光",
                                                 "role": "auditor", "institution": "审计机构"})
        self.auditor = take_invitation(self.server, self.post, "auditor@office.example")

    def one_of_them_names_a_member(self):
        owner, member = self.authors[2], self.authors[4]
        rows = self.one.answers["members"]
        table = next(name for name, value in rows.items() if isinstance(value, list))
        rows[table][0] |= {"name": member.name, "institution": member.house, "email": member.address}
        fill(owner.browser, self.one.key, {"members": rows})
        owner.browser.post(f"/applications/{self.one.key}/submit")
        self.one.version = 2

    def standings(self):
        """Somebody for each column; before anybody is assigned the reviewers are three of them."""
        one = self.one
        assigned, gone = (one.reviewers[0], 2) if one.reviewers else (0, 2)
        far = next((r for r in range(6) if r not in one.reviewers and r != gone), 1)
        gone = next((r for r in range(6) if one.reviewers and r not in one.reviewers and r != far
                     and self.reviewers[r].ask("GET", f"/applications/{one.key}").status == 404), gone)
        return dict(zip(STANDINGS, (
            Browser(self.server), self.authors[2].browser, self.authors[5].browser, self.authors[4].browser,
            self.reviewers[assigned], self.reviewers[far], self.reviewers[gone], self.member, self.chair,
            self.secretary, self.root, self.auditor)))

    # ---- the things

    def things(self, stage):
        """Parameters of each route: of the one application and what hangs on it, or of a thing to be spent."""
        one, office = self.one, self.secretary
        shown = self.authors[2].browser.get(f"/applications/{one.key}/versions/1")
        files = {slot["key"]: slot["files"][0]["href"].split("/")[2] for slot in shown["slots"] if slot["files"]}
        office.post("/office/announcements", {"heading": f"公告 {stage}", "body": "内容"})
        office.post("/office/downloads", {"slot": "other"}, [("file", "附件.pdf", "application/pdf", PDF)])
        told = self.authors[2].browser.get("/notices")["notices"][0]["href"].split("/")[-1]
        mail = office.get("/office/mail")["notices"][0]["href"].split("/")[-1]
        last = lambda place, name: office.get(place)[name][0]["href"].split("/")[-1]
        key = {"/applications": one.key, "/office/applications": one.key, "/attachments": files["papers"],
               "/notices": told, "/office/mail": mail,
               "/office/announcements": last("/office/announcements", "announcements"),
               "/announcements": last("/office/announcements", "announcements"),
               "/office/downloads": last("/office/downloads", "downloads"),
               "/downloads": last("/office/downloads", "downloads"),
               "/office/people": self.person("孟东野"), "/reviews": ABSENT, "/office/reviews": ABSENT,
               "/office/assignments": ABSENT, "/contracts": ABSENT, "/office/call/candidates": ABSENT,
               "/profile/sessions": ABSENT}
        key |= {"/office/assignment/applications": one.key, "/office/assignment/reviewers": self.person(whole_season.REVIEWERS[0]),
                "/office/assignment/drafts": self.drafted(stage)}
        if one.reviewers:
            rows = office.get(f"/office/applications/{one.key}")["assignments"]
            mine = next(r for r in rows if r["name"] == whole_season.REVIEWERS[one.reviewers[0]])
            key["/reviews"] = key["/office/reviews"] = mine["enter"].split("/")[-1]
            key["/office/assignments"] = mine["end"].split("/")[-2]
        if stage == "released":
            row = next(r for r in office.get("/contracts")["contracts"] if r["leader"] == self.authors[2].name)
            key["/contracts"] = row["href"].split("/")[-1]
        return key

    def drafted(self, stage):
        """A draft in which everybody is assigned already, so that publishing it changes nothing."""
        if stage == "open":
            return ABSENT
        if stage == "reviewed":
            self.draft = self.secretary.post("/office/assignment/drafts", {"k": "3", "balance": "none"}).location
            while self.secretary.get(self.draft).get("unfinished"):
                time.sleep(0.05)
        return self.draft.split("/")[-1]

    def person(self, name):
        return next(p["key"] for p in self.secretary.get("/office/people")["people"] if p["name"] == name)

    @staticmethod
    def path(pattern, key):
        """The address: ":key" by the room it stands in, the longest that is known."""
        fixed = {":version": "1", ":revision": "1", ":section": "basis", ":code": "1", ":preset": "contracts", ":topic": "2",
                 ":part": "receipt.json", ":name": "nothing", ":token": ABSENT, ":paper": "nothing"}
        for name, value in fixed.items():
            pattern = pattern.replace(name, value)
        rooms = [room for room in key if pattern.startswith(room + "/:key")]
        return pattern.replace(":key", key[max(rooms, key=len)]) if rooms else pattern

    # ---- asking

    def everybody_asks_for_everything(self, stage):
        key = self.things(stage)
        self.wait_for_papers()
        absent = dict.fromkeys(key, ABSENT)
        people = self.standings()
        for method, pattern, *_ in sorted(routes(), key=lambda r: r[1] == "/office/assignments/:key/end"):
            if (method, pattern) in NOT_ASKED:
                self.rows[stage, method, pattern] = ["-"] * len(STANDINGS)
                continue
            path, nothing = self.path(pattern, key), self.path(pattern, absent)
            # Those who may do it come last: what they do is done for the others.
            order = sorted(STANDINGS, key=lambda s: s in ("owner", "secretary"))
            got = {s: self.asks(people[s], method, pattern, path, nothing) for s in order}
            self.rows[stage, method, pattern] = [got[s] for s in STANDINGS]
            self.set_right(method, pattern)

    def asks(self, browser, method, pattern, path, nothing):
        answer = self.send(browser, method, pattern, path)
        if answer.status == 404 and path != nothing:
            other = self.send(browser, method, pattern, nothing)
            self.assertEqual(self.shape(answer, path), self.shape(other, nothing), f"{method} {pattern} is not absent")
        return str(answer.status)

    def send(self, browser, method, pattern, path):
        if method == "GET":
            return browser.ask("GET", path)
        body = "&".join(f"{k}={v}" for k, v in WRONG.get(pattern, {}).items())
        return browser.ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded",
                                                "X-CSRF-Token": browser.token()})

    @staticmethod
    def shape(answer, path):
        """All that a curious person sees, without what differs between any two requests."""
        text = answer.body.decode("utf-8", "replace")
        for part in path.split("/"):
            if len(part) == 16:
                text = text.replace(part, "KEY")
        headers = {k: v for k, v in answer.headers.items() if k not in ("Date", "Set-Cookie", "Content-Length")}
        return answer.status, MOVES.sub("", text), headers

    def set_right(self, method, pattern):
        """What the owner or the office did by asking is undone."""
        owner, one = self.authors[2].browser, self.one
        if (method, pattern) == ("POST", "/applications/:key/withdraw"):
            if owner.get(f"/applications/{one.key}")["state"]["word"] == "withdrawn":
                owner.post(f"/applications/{one.key}/reopen")
                owner.post(f"/applications/{one.key}/submit")
        if (method, pattern) == ("POST", "/office/assignments/:key/end") and one.reviewers:
            self.assigns(one, one.reviewers.pop(0), status=(200, 409))
            one.reviewers.insert(0, one.reviewers.pop())

    # ---- comparing

    def text(self):
        lines = ["Made by tests/flow/matrix.py from the answers of a running service; - is not asked.", ""]
        for stage in ("open", "reviewed", "released"):
            lines.append(f"{stage:62}" + " ".join(f"{s[:4]:4}" for s in STANDINGS))
            lines += [f"  {method:5}{pattern:55}" + " ".join(f"{cell:4}" for cell in cells).rstrip()
                      for (at, method, pattern), cells in self.rows.items() if at == stage]
            lines.append("")
        return "\n".join(lines)

    def compare(self):
        text = self.text()
        if os.environ.get("GRANTD_GOLDEN") == "write":
            GOLDEN.write_text(text)
        self.maxDiff = None
        self.assertMultiLineEqual(GOLDEN.read_text() if GOLDEN.exists() else "", text)
