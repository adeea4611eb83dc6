"""worlds.py: two worlds that differ only in what somebody may not see answer that person alike.

A hidden fact is a piece of text or a number in the database, and who may know it.  The first world holds
all of them; each other world is a copy in which one fact is another.  Everybody who may not know it asks
for every page, list, search, sort and file of both and must get the same bytes; and no word of it may
stand in anything they got."""

import concurrent.futures
import contextlib
import functools
import io
import re
import shutil
import subprocess
import time
import unittest
import zipfile

from season import Sink, folder
from standing import STANDINGS, Season
from walk import pages

OFFICE = {"secretary"}
COMMITTEE = {"member", "chair"}
OWN = {"owner", "team", "chair-team", "secretary-team", "helper"}
A = "(SELECT id FROM application WHERE key = '{application}')"
REVIEW = "(SELECT id FROM assignment WHERE key = '{assignment-%s}')"
QUERIES = {
    "/office/applications": ["?state=eligible", "?state=draft", "?topic=2", "?topic=99", "?after=A2023-8"],
    "/office/people": ["?q=林", "?q=example", "?q=白石坚"],
    "/office/mail": ["?state=waiting", "?state=sent", "?state=failed", "?before=0123456789xyzxyz"],
    "/notices": ["?before=0123456789xyzxyz"],
    "/ranking": ["?topic=2", "?topic=3", "?topic=99", "?sort=total", "?sort=-mean", "?order=desc"],
    "/awards": ["?topic=2", "?sort=mean"],
    "/contracts": ["?state=draft", "?state=sent", "?q=林", "?q=owner", "?q=CAAI"],
    "/reviews": ["?sort=total", "?state=submitted", "?q=owner"],
    "/applications": ["?sort=outcome", "?state=eligible", "?outcome=fund", "?call=2023", "?call=2022"],
    "/office/assignment/drafts/:key": ["?topic=2", "?show=open", "?show=changed", "?page=2", "?reviewer=05aaaaaaaaaaaaaa"],
    "/audit": ["?before=60", "?before=30", "?verify=1"],
    "/exports/:preset": ["?format=json", "?format=csv", "?format=xlsx", "?format=nonsense"],
}


class Fact:
    """One thing that is hidden: what changes it, its words, who may know it, from which step on."""

    def __init__(self, name, knows, change, word=None, step="deciding"):
        self.name, self.knows, self.word, self.step = name, knows, word, step
        self.change = change if isinstance(change, list) else [change]

    def __repr__(self):
        return self.name


def word(text, other, *places):
    """Statements that put another word in the place of one."""
    return [f"UPDATE {place.split('.')[0]} SET {place.split('.')[1]} = "
            f"replace({place.split('.')[1]}, '{text}', '{other}')" for place in places]


FACTS = [
    Fact("scores of a review", COMMITTEE | OFFICE | {"reviewer"},
         f"UPDATE review SET scores = replace(scores, '8', '3'), total = 300000 WHERE assignment = "
         f"{REVIEW % 'reviewer'}"),
    Fact("recommendation and familiarity", COMMITTEE | OFFICE | {"reviewer"},
         f"UPDATE review SET familiarity = 3, recommendation = (SELECT 'decline') WHERE assignment = "
         f"{REVIEW % 'reviewer'}"),
    Fact("comment to the committee", COMMITTEE | OFFICE | {"reviewer"},
         word("委员会意见 reviewer", "别的话", "review.to_committee", "review_version.content"),
         "委员会意见 reviewer"),
    Fact("comment to the applicant, not yet released", COMMITTEE | OFFICE | {"reviewer"},
         word("给申请人 reviewer", "别的话", "review.to_applicant", "review_version.content"),
         "给申请人 reviewer"),
    # Calibrated scores show the committee that two applications share a reviewer, though not whom.
    Fact("who reviewed", COMMITTEE | {"chair", "secretary", "reviewer", "elsewhere"},
         [f"UPDATE assignment SET reviewer = (SELECT id FROM person WHERE key = '{{elsewhere}}') "
          f"WHERE key = '{{assignment-reviewer}}'",
          f"UPDATE review SET reviewer = (SELECT id FROM person WHERE key = '{{elsewhere}}') "
          f"WHERE assignment = {REVIEW % 'reviewer'}"]),
    Fact("when it was reviewed", {"chair", "secretary", "reviewer"},
         f"UPDATE review SET saved_at = 1, submitted_at = 2 WHERE assignment = {REVIEW % 'reviewer'}"),
    Fact("that there is a review", COMMITTEE | OFFICE | {"reviewer"},
         [f"DELETE FROM review_version WHERE review IN (SELECT id FROM review WHERE assignment = "
          f"{REVIEW % 'reviewer'})", f"DELETE FROM review WHERE assignment = {REVIEW % 'reviewer'}"]),
    Fact("that somebody else is assigned", {"chair", "secretary", "pending"},
         "UPDATE assignment SET ended_at = 1, ended_why = 'declined' WHERE key = '{assignment-pending}'"),
    Fact("a draft of a review", {"pending"},
         [f"UPDATE review SET scores = replace(scores, '4', '9'), total = 900000, familiarity = 3 "
          f"WHERE assignment = {REVIEW % 'pending'}",
          *word("委员会意见 pending", "别的话", "review.to_committee"),
          *word("给申请人 pending", "别的话", "review.to_applicant")], "委员会意见 pending"),
    Fact("a decision before release", COMMITTEE | OFFICE | {"member-pending"},
         [f"UPDATE decision SET outcome = 'decline', amount = 0 WHERE application = {A}",
          *word("内部理由 application", "别的话", "decision.reason"),
          *word("对外理由 application", "别的话", "decision.outer")], "内部理由 application"),
    # Whoever may bid sees which titles are eligible.
    Fact("that a decision cannot be released yet", COMMITTEE | OFFICE | OWN
         | {"member-pending", "reviewer", "pending", "elsewhere"},
         "UPDATE application SET state = 'returned' WHERE key = '{application}'"),
    Fact("whom a draft proposes, and why", OFFICE,
         [f"DELETE FROM roster_pair WHERE application = {A} AND held = '' AND reviewer = "
          f"(SELECT min(reviewer) FROM roster_pair WHERE application = {A} AND held = '')",
          f"UPDATE roster_pair SET cost = 7, keywords = 9, wish = 'rather-not', unread = 1 WHERE application = {A}",
          f"UPDATE roster_hand SET act = 'pin' WHERE application = {A}"]),
    Fact("why somebody stepped back", OFFICE,
         ["UPDATE assignment SET decline = 'other' WHERE key = '{assignment-member}'",
          *word("没有时间 member", "别的话", "assignment.note")], "没有时间 member"),
    Fact("that somebody wants to review it", OFFICE | {"elsewhere"}, f"DELETE FROM bid WHERE application = {A}"),
    Fact("what a reviewer brings", {"reviewer", "secretary", "secretary-conflicted", "secretary-team"},
         word("专长 reviewer", "别的话", "reviewer.keywords"), "专长 reviewer"),
    Fact("whom not to ask", {"owner", "secretary"},
         word("须回避者", "另一个人", "submission.content", "answer.content"), "须回避者"),
    Fact("a telephone number", {"owner", "secretary"},
         word("13911112222", "13933334444", "submission.content", "answer.content", "person.phone"),
         "13911112222"),
    Fact("why somebody is conflicted", OFFICE,
         f"UPDATE conflict SET reason = '别的话', source = 'declared', state = 'suspected' "
         f"WHERE application = {A} AND source = 'office'", "利害关系"),
    Fact("a note of the office", OFFICE,
         word("形式审查备注", "别的话", "screening.note"), "形式审查备注"),
    Fact("where an invitation to help went", {"owner"},
         word("invited@far.example", "other@far.example", "collaborator.email"), "invited@far.example"),
    Fact("what a member of the team objects", {"owner", "team", "secretary"},
         word("异议之词", "别的话", "membership.note"), "异议之词"),
    Fact("who helps to write", {"owner", "helper", "other"},
         "UPDATE collaborator SET sections = '[\"target\"]', person = (SELECT id FROM person WHERE key = '{other}')"),
    Fact("what a draft says", OWN,
         word("owner 的题目 4", "换了的题目", "answer.content", "application.title"), "owner 的题目 4"),
    Fact("what a section said before, and when", {"owner"},
         [*word("早先的题目", "别的题目", "section_revision.content"), "UPDATE section_revision SET saved_at = 1"],
         "早先的题目"),
    Fact("that a draft is there", OWN,
         ["DELETE FROM section_revision WHERE answer IN (SELECT id FROM answer WHERE application = "
          "(SELECT id FROM application WHERE key = '{draft}'))",
          "DELETE FROM answer WHERE application = (SELECT id FROM application WHERE key = '{draft}')",
          "DELETE FROM application WHERE key = '{draft}'"]),
    # Whoever may bid reads the titles.
    Fact("that another applied", {"other", "elsewhere", "conflicted", "member-pending", "chair-team", "reviewer", "pending",
                                  "secretary-team", "chair-conflicted", "secretary-conflicted"}
         | COMMITTEE | OFFICE,
         "UPDATE application SET title = '别的题目', version = 1 WHERE key = '{foreign}'", "other 的题目 3"),
    Fact("who else applied", {"other", "elsewhere", "conflicted", "member-pending", "chair-team",
                              "secretary-team", "chair-conflicted", "secretary-conflicted"}
         | COMMITTEE | OFFICE,
         "UPDATE application SET amount = 1, preference = 7, leader = '别人' WHERE key = '{foreign}'"),
    Fact("messages about an application", {"owner", "reviewer", "pending", "member-pending", "secretary"},
         [f"UPDATE notice SET subject = 'x', body = 'y', answer = 'z', state = 'failed', attempts = 3 "
          f"WHERE person IN (SELECT id FROM person WHERE key IN ('{{owner}}', '{{reviewer}}', "
          f"'{{pending}}', '{{member-pending}}'))"]),
    Fact("scores, after release", COMMITTEE | OFFICE | {"reviewer", "auditor"},
         [f"UPDATE review SET scores = replace(scores, '8', '3'), total = 300000 WHERE assignment = "
          f"{REVIEW % 'reviewer'}",
          *word("委员会意见 reviewer", "别的话", "review.to_committee", "review_version.content")],
         "委员会意见 reviewer", "released"),
    Fact("who reviewed, after release", COMMITTEE | {"chair", "secretary", "reviewer", "elsewhere", "auditor"},
         [f"UPDATE assignment SET reviewer = (SELECT id FROM person WHERE key = '{{elsewhere}}') "
          f"WHERE key = '{{assignment-reviewer}}'",
          f"UPDATE review SET reviewer = (SELECT id FROM person WHERE key = '{{elsewhere}}'), "
          f"saved_at = 1, submitted_at = 2 WHERE assignment = {REVIEW % 'reviewer'}"], None, "released"),
    Fact("the inner reason, after release", COMMITTEE | OFFICE | {"member-pending", "auditor"},
         word("内部理由 application", "别的话", "decision.reason"), "内部理由 application", "released"),
    Fact("a contract", {"owner", "secretary", "chair", "auditor"},
         "UPDATE contract SET party_b = '别的单位', amount = 1, invoice = 'x', courier = 'y', state = "
         "'sent', sent_on = '2026-11-11'", None, "released"),
    Fact("a contract's account", {"owner", "secretary"},
         "UPDATE contract SET account = NULL", "开户银行", "released"),
    Fact("the office's note in a contract", {"secretary", "chair", "auditor"},
         word("合同备注", "别的话", "contract.note"), "合同备注", "released"),
    Fact("why the project group selected or not", {"secretary", "chair", "auditor"},
         word("项目组的话", "别的话", "contract_choice.reason"), "项目组的话", "released"),
]


class Worlds(unittest.TestCase):
    maxDiff, long = 4000, True

    @classmethod
    def setUpClass(cls):
        cls.sink = cls.enterClassContext(Sink())
        cls.season = cls.enterClassContext(Season())
        for step in Season.STEPS[:5]:
            cls.season.step(step)
            if step == "open":
                cls.hide_answers()
            if step == "reviewing":
                cls.hide_notes()

    @classmethod
    def hide_answers(cls):
        """Words in section 12 and a telephone number, in a new version of the application."""
        owner, place = cls.season.as_("owner"), f"/applications/{cls.season.keys['application']}"
        for section, fields in (
                ("avoid", {"rows": [{"name": "须回避者", "institution": "某大学", "reason": "师生"}]}),
                ("applicant", {"phone": "13911112222"})):
            model = owner.get(f"{place}/edit")
            base = next(s["revision"] for s in model["sections"] if s["key"] == section)
            owner.save(f"{place}/sections/{section}", {"base": base, "fields": fields})
        owner.post(f"{place}/submit")
        member = cls.season.as_("team")
        mine = member.get("/memberships")["memberships"]
        member.post("/memberships", {"key": mine[0]["key"], "word": "objected", "note": "异议之词"})

    @classmethod
    def hide_notes(cls):
        cls.season._review("pending", 4, act="")
        with cls.season.database() as db:
            db.execute("UPDATE screening SET note = '形式审查备注'")
            db.execute("UPDATE conflict SET reason = '利害关系'")
            db.execute(named(f"UPDATE section_revision SET content = json_set(content, '$.title', '早先的题目') WHERE "
                             f"revision = 1 AND answer = (SELECT id FROM answer WHERE section = 'basic' AND "
                             f"application = {A})", cls.season.keys))

    def walk(self, season, standings, first=None):
        """{standing: {what was asked: answer}}."""
        asked = []
        for pattern, path in pages(season.keys):
            if pattern != "/static/:name":
                asked += [path, *(path + query for query in QUERIES.get(pattern, []))]
        lists = [path for path in asked if path.startswith("/exports/")]
        asked = [path for path in asked if path not in lists]
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            got = dict(zip(standings, pool.map(
                lambda who: self.column(season, who, asked, first is None), standings)))
        for who in standings:  # these write into the log: one after the other
            got[who] |= self.column(season, who, lists, False)
        return got

    def column(self, season, who, asked, whole):
        """As JSON all; as HTML what is no list of one's search, and but the first time no single thing:
        it is the same model."""
        visitor, got = season.as_(who), {}
        for path in asked:
            base = got.get("application/json " + path.split("?")[0])
            if "?" in path and base is not None and base[0] in (401, 404):
                continue
            got["application/json " + path] = shape(patient(visitor, quoted(path)), self.stopped)
            if "?" not in path and not path.endswith(".pdf") and (whole or re.search(r"[0-9a-z]{16}", path) is None):
                answer = visitor.ask("GET", quoted(path), accept="text/html")
                got["text/html " + path] = shape(answer, self.stopped)
        return got

    @contextlib.contextmanager
    def world(self, facts=()):
        """A copy of the season in which these facts are others."""
        copy = Season.__new__(Season)
        copy.__dict__.update(self.season.__dict__, data=folder(), flags=["--public-url", "http://fund.example"])
        shutil.rmtree(copy.data)
        shutil.copytree(self.season.data, copy.data, ignore=shutil.ignore_patterns("*.sock", "control"))
        try:
            with copy.database() as db:
                for trigger, in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                    db.execute(f"DROP TRIGGER {trigger}")
                for statement in (statement for fact in facts for statement in fact.change):
                    done = db.execute(named(statement, copy.keys))
                    self.assertGreater(done.rowcount, 0, statement)
                if any("submission." in statement for fact in facts for statement in fact.change):
                    db.execute("UPDATE paper SET blob = NULL, next_at = 0 WHERE kind <> 'receipt'")
            copy.start()
            self.wait_for_papers(copy)
            yield copy
            copy.stop()
        finally:
            shutil.rmtree(copy.data, ignore_errors=True)

    def compare(self, step):
        self.wait_for_mail()
        self.wait_for_papers(self.season)
        self.season.stop()
        self.stopped = int(time.time())
        with self.world() as world:
            first = self.walk(world, STANDINGS)
            logged = world.server.stderr()
        for facts in together(fact for fact in FACTS if fact.step == step):
            others = [who for who in STANDINGS if who not in facts[0].knows]
            for fact in facts:
                self.check_words(fact, first, logged)
            with self.world(facts) as world:
                second = self.walk(world, others, first)
            for who in others:
                for asked, answer in second[who].items():
                    with self.subTest(facts=facts, who=who, asked=asked):
                        self.assertEqual(first[who][asked], answer)
        self.season.start()

    def wait_for_mail(self):
        """Messages are put into words in the background; whoever they are for has read them."""
        until = time.monotonic() + 20
        with self.season.database() as db:
            while db.execute("SELECT count(*) FROM notice WHERE subject IS NULL").fetchone()[0] > 0:
                self.assertLess(time.monotonic(), until, "messages are not rendered")
                time.sleep(0.05)
            db.execute("UPDATE notice SET read_at = 1")

    def wait_for_papers(self, season):
        """Those of changed answers are set again, so that what is on them can be compared."""
        until = time.monotonic() + 60
        with season.database() as db:
            while db.execute("SELECT count(*) FROM paper WHERE blob IS NULL").fetchone()[0] > 0:
                self.assertLess(time.monotonic(), until, "papers are not made")
                time.sleep(0.05)
            while db.execute("SELECT count(*) FROM attachment WHERE pages IS NULL AND type LIKE '%/pdf'").fetchone()[0]:
                self.assertLess(time.monotonic(), until, "pages are not counted")
                time.sleep(0.05)

    def check_words(self, fact, first, logged):
        if fact.word is None:
            return
        seen = {who for who in STANDINGS for answer in first[who].values() if fact.word in answer[2]}
        with self.subTest(fact=fact):
            self.assertEqual(seen - fact.knows, set(), "saw the words")
            self.assertTrue(seen, "nobody saw the words: the fact is nowhere")
            self.assertNotIn(fact.word, logged)

    def test_before_release(self):
        """Before release nobody's pages tell what they may not know, neither by words nor by bytes."""
        self.compare("deciding")

    def test_released(self):
        """After release they do not either."""
        self.season.step("released")
        office, place = self.season.as_("secretary"), f"/contracts/{self.season.keys['contract']}"
        page = office.get(place)
        office.post(place, {f["name"]: f["text"] for f in page["fields"]} | {
            "revision": page["revision"], "bank": "开户银行", "account_name": "户主名称", "swift": "ABCDCNBJ",
            "account_number": "6222000000", "note": "合同备注"})
        with self.season.database() as db:
            db.execute("UPDATE contract SET large_asked = 1")
            db.execute("INSERT INTO contract_choice(contract, selected, resources, reason, by, at) "
                       "SELECT id, 0, '', '项目组的话', (SELECT min(id) FROM person), 1 FROM contract")
        self.compare("released")


def together(facts):
    """Facts that the same people may know are changed together, but those that remove something."""
    groups = {}
    for fact in facts:
        alone = any(statement.startswith("DELETE") for statement in fact.change)
        groups.setdefault((frozenset(fact.knows), fact.name if alone else None), []).append(fact)
    return list(groups.values())


def named(statement, keys):
    return re.sub(r"\{([a-z-]+)\}", lambda found: keys[found[1]], statement)


def quoted(path):
    return "".join(c if c.isascii() else "".join(f"%{b:02X}" for b in c.encode()) for c in path)


STAMP = re.compile(r"(?:(\d{4}-\d\d-\d\d)[ T])?\d\d:\d\d(?::\d\d)?(\+08:00)?")


def patient(visitor, path):
    """A draft's paper may have to wait for another's."""
    while (answer := visitor.ask("GET", path)).status == 202:
        time.sleep(0.1)
    return answer


@functools.cache
def pdf_words(body):
    """What is to be read on a PDF, without spaces and line ends, which break words; most are asked for many times."""
    out = subprocess.run(["pdftotext", "-raw", "-", "-"], input=body, capture_output=True, check=False).stdout
    return b"".join(out.split()) or body


def shape(answer, since):
    """Status, headers and words of an answer; without tokens and times since the worlds parted."""
    def hide(found):
        day = time.strftime("%Y-%m-%d %H:%M", time.gmtime(since + 8 * 3600))
        told = found[0].replace("T", " ")
        return "NOW" if found[1] is None or told[:16] >= day and told[:4] < "2027" else found[0]

    body = answer.body
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as sheet:
            body = b"".join(sheet.read(name) for name in sorted(sheet.namelist())
                            if "docProps" not in name)
    if body[:5] == b"%PDF-":
        body = pdf_words(body)
    text = re.sub(r"[0-9a-f]{128}", "TOKEN", body.decode("utf-8", "replace"))
    text = re.sub(r"127\.0\.0\.1:\d+", "HOST", text)
    text = STAMP.sub(hide, text)
    heads = sorted((name.lower(), value) for name, value in answer.headers.items()
                   if name.lower() not in ("date", "set-cookie", "etag", "connection", "keep-alive",
                                          "content-length"))
    return answer.status, heads, text
