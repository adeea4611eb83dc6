"""whole_season.py: the fund's season of 2023, from the guide to the contract list, as a real service."""

import collections
import hashlib
import io
import json
import random
import re
import time
import unittest
import urllib.parse
import zipfile

import fund
from fund import (STATES, STEPS, PostOffice, Proposal, beijing, details_of, everybody, points,
                  take_invitation)
from season import (CALL, PDF, Browser, Server, answers_for, ask_to_sign_up, fill, folder, grantd,
                    local_link, sign_in, start, text_of, verify)

DEFINITION = json.loads(CALL.read_text())
TOPICS = [topic["code"] for topic in DEFINITION["topics"]]
MAILBOX = "xsjljj@caai.cn"
REVIEWERS = ["评审甲", "评审乙", "评审丙", "评审丁", "评审戊", "评审己"]


class WholeSeason(unittest.TestCase):
    maxDiff, long = None, True

    def test_season(self):
        """The season of 2023 goes from the guide to the contract list, by browser, mail and command."""
        self.the_society_imports_the_call()
        self.the_administrator_uses_the_first_link()
        self.the_administrator_invites_everybody_by_mail()
        self.the_secretary_sets_dates_quotas_and_budget()
        self.everybody_signs_up_and_proves_the_address()
        self.one_applicant_applies_to_all_seven_topics()
        self.twenty_others_apply_to_one_or_two()
        self.every_submission_was_mailed_to_applicant_and_mailbox()
        self.a_letter_that_was_refused_goes_out_again_as_the_same_letter()
        self.the_secretary_closes_the_call()
        self.the_secretary_screens_every_application()
        self.the_secretary_assigns_three_reviewers_to_each()
        self.a_conflict_keeps_a_reviewer_away()
        self.a_reviewer_declines_and_is_replaced()
        self.reviewers_save_drafts_and_submit()
        self.the_secretary_enters_a_signed_sheet()
        self.the_ranking_is_the_weighted_mean()
        self.the_chair_proposes_and_may_not_fund_a_person_twice()
        self.a_second_person_releases()
        self.every_applicant_gets_one_letter_with_all_decisions()
        self.awards_are_numbered()
        self.contracts_are_filled_in_and_signed()
        self.the_contract_list_is_as_expected_cell_by_cell()
        self.a_topics_papers_are_one_archive()
        self.nothing_secret_was_mailed()
        self.the_folder_is_sound()

    # ---- what there is before

    def setUp(self):
        self.post = self.enterContext(PostOffice())
        self.authors = everybody()
        self.letters = 0

    def proposals(self, **facts):
        return [p for a in self.authors for p in a.proposals
                if all(getattr(p, name) == fact for name, fact in facts.items())]

    def expect_letters(self, count):
        self.letters += count
        self.post.settle(self.letters)

    # ---- the story

    def the_society_imports_the_call(self):
        where = folder()
        code, out, err = grantd("call", "import", str(CALL), "--data", where)
        self.assertEqual(code, 0, err)
        code, out, err = grantd("account", "add", "--role", "administrator", "root@office.example",
                                "--name", "温如故", "--data", where)
        self.assertEqual(code, 0, err)
        self.first_link = local_link(out)
        self.server = self.enterContext(Server(where, flags=[
            "--smtp", self.post.url, "--mail-from", "fund@caai.example",
            "--mail-per-minute", "10000", "--mail-per-day", "100000"]))
        self.server.own = True

    def the_administrator_uses_the_first_link(self):
        visitor = Browser(self.server)
        visitor.get(self.first_link)
        fund.use_link(visitor, self.first_link)
        self.root = sign_in(self.server, "root@office.example")

    def the_administrator_invites_everybody_by_mail(self):
        guests = [("secretary", "office@office.example", "简书"), ("chair", "chair@panel.example", "柳公度"),
                  ("member", "member@panel.example", "孟东野")]
        guests += [("reviewer", f"reviewer{n}@panel.example", name) for n, name in enumerate(REVIEWERS)]
        for number, (role, address, name) in enumerate(guests):
            self.root.post("/office/people/invite", {"email": address, "name": name, "role": role,
                                                     "institution": f"评审机构{number}"})
        came = [take_invitation(self.server, self.post, address) for _, address, _ in guests]
        self.secretary, self.chair, self.member, *self.reviewers = came
        self.expect_letters(len(guests))
        self.secretary.get("/office")
        self.chair.get("/office", status=(403, 404))
        people = self.secretary.get("/office/people")
        self.keys = {p["name"]: p["key"] for p in people["people"]}

    def the_secretary_sets_dates_quotas_and_budget(self):
        now = time.time()
        fields = {"opens_at": beijing(now - 86400), "closes_at": beijing(now + 3 * 86400), "grace": "15",
                  "budget": "3,000,000", "switch.two-persons/release": "on", "reason": "按指南"}
        fields |= {f"quota.{code}": "2" if code == "1" else "1" for code in TOPICS}
        early = fields | {"closes_at": beijing(now + 3600), "reason": ""}
        self.secretary.post("/office/call", early, status=422)
        self.secretary.post("/office/call", fields)
        desk = self.secretary.get("/office/call")
        self.assertEqual(desk["form"]["closes_at"]["value"], fields["closes_at"])
        self.assertEqual({t["code"]: t["quota"] for t in desk["topics"]},
                         {code: 2 if code == "1" else 1 for code in TOPICS})
        self.assertEqual(desk["form"]["budget"]["value"], "3,000,000")

    def one_applicant_applies_to_all_seven_topics(self):
        lin = self.authors[0]
        for topic in TOPICS:
            self.applies(lin, topic)
        order = {f"rank.{p.key}": n for n, p in enumerate(reversed(lin.proposals), 1)}
        lin.browser.post("/applications/order", order)
        ranks = [row["preference"] for row in lin.browser.get("/applications")["topics"]]
        self.assertEqual(ranks, [7, 6, 5, 4, 3, 2, 1])

    def twenty_others_apply_to_one_or_two(self):
        for author in self.authors[1:]:
            self.applies(author, TOPICS[author.number % 7])
            if author.number % 3 == 0:
                self.applies(author, TOPICS[(author.number + 2) % 7])

    def everybody_signs_up_and_proves_the_address(self):
        for author in self.authors:
            author.browser = ask_to_sign_up(self.server, author.address, author.name)
        for author in self.authors:
            author.browser.get("/applications", status=401)
            verify(author.browser, self.post, author.address)
        self.expect_letters(len(self.authors))

    def applies(self, author, topic):
        p = Proposal(author, topic)
        author.proposals.append(p)
        p.key = start(author.browser, topic)
        p.answers = answers_for(topic, author.name, p.title, institution=author.house,
                                amount=p.amount * 100, email=author.address)
        p.answers["avoid"] = {"rows": [{"name": "不便评审的人", "institution": "示例研究所", "reason": "有争议"}]}
        fill(author.browser, p.key, p.answers, as_form=author.number % 2 == 0)
        for slot, name in (("commitment", "承诺书.pdf"), ("papers", "代表作.pdf")):
            author.browser.post(f"/applications/{p.key}/attachments", {"slot": slot},
                                [("file", name, "application/pdf", PDF + name.encode())])
        author.browser.post(f"/applications/{p.key}/submit")
        p.receipt = author.browser.get(f"/applications/{p.key}/receipts/1")
        p.number = p.receipt["number"]

    def every_submission_was_mailed_to_applicant_and_mailbox(self):
        sent = self.proposals()
        self.assertEqual(len({p.number for p in sent}), len(sent))
        # one for the order of preference, and each leader names one address in the team
        self.expect_letters(2 * len(sent) + 1 + len({p.author.address for p in sent}))
        for p in sent:
            mine = self.post.about(p.author.address, p.receipt["sha256"])
            self.assertIn(p.number, text_of(mine))
            self.assertEqual(list(mine.iter_attachments()), [])
            self.the_mailbox_has(p)
        letters = list(self.post.messages)  # with the daily digest, when it is eight in Beijing
        for message in letters:
            fund.sound_letter(message)
        self.assertEqual(len({m["Message-ID"] for m in letters}), len(letters))

    def wait_for_papers(self):
        """The PDFs of everything submitted are made in the background."""
        until = time.monotonic() + 120
        while self.secretary.get("/office")["papers"]["waiting"]:
            self.assertLess(time.monotonic(), until, "papers are not made")
            time.sleep(0.1)

    def the_mailbox_has(self, p):
        message = self.post.about(MAILBOX, p.receipt["sha256"])
        self.assertIn(p.number, str(message["Subject"]))
        content, page = fund.copies_in(message)
        self.assertNotIn("avoid", content["sections"])
        self.assertNotIn("不便评审的人", json.dumps(content, ensure_ascii=False) + page)
        self.assertIn("".join(p.title.split()), page)
        self.assertEqual(content["sections"]["basic"]["title"], p.title)
        # What was left out and nothing else: with section 12 back it has the receipt's digest.
        content["sections"]["avoid"] = p.answers["avoid"]
        self.assertEqual(fund.canonical_sha256(content), p.receipt["sha256"])

    def a_letter_that_was_refused_goes_out_again_as_the_same_letter(self):
        lin = self.authors[0].browser
        p = self.authors[0].proposals[0]
        self.post.unknown.add(self.authors[0].address)
        lin.post_json(f"/applications/{p.key}/sections/basic", {"fields": {"abstract": "改过的摘要"}})
        lin.post(f"/applications/{p.key}/submit")
        p.version = 2
        failed = self.wait_for_failed()
        self.post.unknown.clear()
        self.secretary.post(f"{failed['href']}/retry")
        self.expect_letters(2)
        letter = self.post.to(self.authors[0].address)[-1]
        self.assertEqual(self.post.offered, [letter.raw])

    def wait_for_failed(self):
        until = time.monotonic() + 20
        while time.monotonic() < until:
            failed = self.secretary.get("/office/mail?state=failed")["notices"]
            if failed:
                self.assertIn("5.1.1", failed[0]["answer"])
                return failed[0]
            time.sleep(0.05)
        self.fail("the refused letter is not shown as failed")

    def the_secretary_closes_the_call(self):
        lin = self.authors[0]
        self.assertEqual(self.chair.ask("GET", "/ranking").status, 409)
        self.secretary.post("/office/call/events", {"event": "closing", "reason": ""}, status=422)
        self.secretary.post("/office/call/events", {"event": "closing", "reason": "申报结束"})
        late = lin.browser.post(f"/applications/{lin.proposals[0].key}/submit", status=409)
        self.assertEqual(late.code, "call/closed")
        self.assertIn("改过的摘要", json.dumps(lin.browser.get(f"/applications/{lin.proposals[0].key}"),
                                              ensure_ascii=False))

    def the_secretary_screens_every_application(self):
        wrong, incomplete, *good = sorted(self.proposals(), key=lambda p: -p.author.number)
        until = beijing(time.time() + 3600, "%Y-%m-%d %H:%M")
        place = "/office/applications/{}/screening".format
        self.secretary.post(place(wrong.key), {"verdict": "ineligible", "note": ""}, status=422)
        self.secretary.post(place(wrong.key), {"verdict": "ineligible", "note": "项目负责人不是全职在岗"})
        self.secretary.post(place(incomplete.key),
                            {"verdict": "return", "note": "请补充承诺书", "until": until})
        self.expect_letters(2)
        wrong.eligible = False
        self.assertIn("项目负责人不是全职在岗", text_of(self.post.to(wrong.author.address)[-1]))
        told = text_of(self.post.about(incomplete.author.address, "请补充承诺书"))
        self.assertIn(until, told)
        self.corrects(incomplete)
        for p in good + [incomplete]:
            self.secretary.post(place(p.key), {"verdict": "pass"})
        counts = {c["state"]["word"]: c["count"] for c in self.secretary.get("/office/applications")["counts"]}
        self.assertEqual(counts, {"eligible": len(good) + 1, "ineligible": 1})
        self.screening_is_counted_rule_by_rule()

    def screening_is_counted_rule_by_rule(self):
        """Each rule's number is that of the applications whose own checklist names it."""
        expected, clean = collections.Counter(), 0
        for p in self.proposals():
            checklist = self.secretary.get(f"/office/applications/{p.key}")
            said = {(check["code"], re.sub(r"\.\d+(?=\.|$)", "", check["path"]))
                    for check in checklist["missing"] + checklist["warnings"]}
            clean += not said
            expected.update(said)
        page = self.secretary.get("/office/screening")
        self.assertEqual((page["checked"], page["clean"]), (len(self.proposals()), clean))
        self.assertEqual({tuple(rule["rule"].split(" ", 1)): rule["applications"] for rule in page["rules"]}, dict(expected))
        self.assertTrue(expected)
        for rule in page["rules"]:
            chosen = self.secretary.get("/office/screening?" + urllib.parse.urlencode({"rule": rule["rule"]}))
            self.assertEqual(len(chosen["applications"]), rule["applications"])

    def corrects(self, p):
        """Returned for correction it may be changed until its own date, though the call is closed."""
        p.author.browser.post_json(f"/applications/{p.key}/sections/basic",
                                   {"fields": {"abstract": "补正后的摘要"}})
        p.author.browser.post(f"/applications/{p.key}/submit")
        p.version = 2
        self.expect_letters(2)
        wrong = self.proposals(eligible=False)[0]
        self.assertEqual(wrong.author.browser.post(f"/applications/{wrong.key}/submit", status=409).code,
                         "application/settled")

    def the_secretary_assigns_three_reviewers_to_each(self):
        for number, p in enumerate(self.proposals(eligible=True)):
            for turn in range(3):
                self.assigns(p, (number + turn) % 6)
        wrong = self.proposals(eligible=False)[0]
        refused = self.secretary.post(f"/office/applications/{wrong.key}/reviewers",
                                      {"reviewer": self.keys[REVIEWERS[0]]}, status=409)
        self.assertEqual(refused.code, "assignment/not-eligible")
        self.expect_letters(3 * len(self.proposals(eligible=True)))

    def assigns(self, p, reviewer, status=200):
        answer = self.secretary.post(f"/office/applications/{p.key}/reviewers",
                                     {"reviewer": self.keys[REVIEWERS[reviewer]]}, status=status)
        if status == 200:
            p.reviewers.append(reviewer)
        return answer

    def a_conflict_keeps_a_reviewer_away(self):
        """The same institution is suspected; dismissed with a reason it stands no longer."""
        p = self.authors[1].proposals[0]
        colleague = next(r for r in range(6) if r not in p.reviewers)
        self.reviewers[colleague].post("/profile", {"name": REVIEWERS[colleague],
                                                    "institution": p.author.house, "language": "zh-CN"})
        self.assertEqual(self.assigns(p, colleague, status=409).code, "assignment/conflict")
        model = self.secretary.get(f"/office/applications/{p.key}")
        self.assertEqual([(c["name"], c["state"]["word"], c["source"]) for c in model["conflicts"]],
                         [(REVIEWERS[colleague], "suspected", "institution")])
        decision = {"reviewer": self.keys[REVIEWERS[colleague]], "source": "institution",
                    "state": "dismissed", "reason": ""}
        place = f"/office/applications/{p.key}/conflicts"
        self.secretary.post(place, decision, status=422)
        self.secretary.post(place, decision | {"reason": "不同校区的不同学院"})
        self.assigns(p, colleague)
        self.expect_letters(1)

    def a_reviewer_declines_and_is_replaced(self):
        p = self.authors[2].proposals[0]
        gone = p.reviewers[0]
        href = self.desk_of(gone)[p.number]
        self.reviewers[gone].post(f"{href}/decline", {"reason": ""}, status=422)
        self.reviewers[gone].post(f"{href}/decline", {"reason": "近期有合作论文"})
        self.assertNotIn(p.number, self.desk_of(gone))
        self.assertEqual(self.reviewers[gone].ask("GET", f"/applications/{p.key}").status, 404)
        p.reviewers.remove(gone)
        self.assertEqual(self.assigns(p, gone, status=409).code, "assignment/conflict")
        self.the_office_takes_who_is_proposed(p)
        self.expect_letters(2)

    def the_office_takes_who_is_proposed(self, p):
        page = "/office/assignment/replacements"
        vacant = self.secretary.get(page)["vacancies"]
        self.assertEqual([(row["number"], row["note"]) for row in vacant], [(p.number, "近期有合作论文")])
        names = [row["name"] for row in vacant[0]["candidates"]]
        self.assertFalse({REVIEWERS[r] for r in p.reviewers} & set(names))
        chosen = next(row for row in vacant[0]["candidates"] if row["name"] in REVIEWERS)
        self.secretary.post(vacant[0]["action"], {"act": "assign", "reviewer": chosen["key"]})
        p.reviewers.append(REVIEWERS.index(chosen["name"]))
        self.assertEqual(self.secretary.get(page)["vacancies"], [])

    def desk_of(self, reviewer):
        """The applications on a reviewer's desk: number → address."""
        return {row["number"]: row["href"] for row in self.reviewers[reviewer].get("/reviews")["reviews"]}

    def scores_by(self, reviewer, p):
        dice = random.Random(f"{p.title} {reviewer}")
        return {c["key"]: dice.randint(3, 10) for c in DEFINITION["criteria"]}

    def reviewers_save_drafts_and_submit(self):
        self.sheet = (self.authors[3].proposals[0], self.authors[3].proposals[0].reviewers[0])
        for reviewer, browser in enumerate(self.reviewers):
            desk = self.desk_of(reviewer)
            self.assertEqual(set(desk), {p.number for p in self.proposals() if reviewer in p.reviewers})
            for p in self.proposals():
                if reviewer in p.reviewers and (p, reviewer) != self.sheet:
                    self.reviews(browser, desk[p.number], p, reviewer)
        self.expect_letters(len(self.reviewers) - 1)  # thanks, to whom nothing is left

    def reviews(self, browser, href, p, reviewer):
        scores = self.scores_by(reviewer, p)
        page = browser.get(href)
        self.assertNotIn("不便评审的人", json.dumps(page, ensure_ascii=False))
        draft = {"base": page["revision"], "act": "save", "to_committee": "先记几点。"}
        draft |= {f"scores.{key}": score for key, score in list(scores.items())[:5]}
        browser.post(href, draft)
        page = browser.get(href)
        self.assertEqual((page["to_committee"], page["submitted"]), ("先记几点。", False))
        whole = {"base": page["revision"], "act": "submit", "recommendation": "fundable",
                 "familiarity": "2", "to_committee": "方案可行。", "to_applicant": "建议补充基线。"}
        whole |= {f"scores.{key}": score for key, score in scores.items()}
        if reviewer == 0:
            browser.post(href, whole | {"recommendation": ""}, status=422)
            browser.post(href, whole | {"scores.level": "11"}, status=422)
        browser.post(href, whole)
        self.assertTrue(browser.get(href)["submitted"])
        p.totals.append(fund.weighted_total(DEFINITION["criteria"], scores))

    def the_secretary_enters_a_signed_sheet(self):
        p, reviewer = self.sheet
        scores = self.scores_by(reviewer, p)
        rows = self.secretary.get(f"/office/applications/{p.key}")["assignments"]
        href = next(row["enter"] for row in rows if row["name"] == REVIEWERS[reviewer])
        form = {"base": self.secretary.get(href)["revision"], "act": "submit",
                "recommendation": "priority", "to_committee": "据签字评审表录入。"}
        self.secretary.post(href, form | {f"scores.{key}": score for key, score in scores.items()})
        p.totals.append(fund.weighted_total(DEFINITION["criteria"], scores))
        self.expect_letters(2)  # the copy, and thanks: it was the last
        self.post.about(f"reviewer{reviewer}@panel.example", "代录")
        own = self.reviewers[reviewer].get(self.desk_of(reviewer)[p.number])
        self.assertEqual((own["on_paper"], own["submitted"]), (True, True))

    def the_ranking_is_the_weighted_mean(self):
        shown = {row["number"]: row for topic in self.chair.get("/ranking")["topics"] for row in topic["rows"]}
        ranked = self.proposals(eligible=True)
        self.assertEqual({p.number for p in ranked}, {n for n, row in shown.items() if row["reviewed"]})
        for p in ranked:
            row = shown[p.number]
            self.assertEqual((row["mean"], row["reviews"]), (points(p.mean), len(p.totals)), p.title)
            self.assertEqual((row["lowest"], row["highest"]), (points(min(p.totals)), points(max(p.totals))))
            self.assertEqual(row["rank_topic"], 1 + sum(q.mean > p.mean for q in self.in_topic(p.topic)))
            self.assertEqual(row["rank_overall"], 1 + sum(q.mean > p.mean for q in ranked))
        self.reviewers[0].get("/ranking", status=(403, 404))
        listed = json.loads(self.secretary.ask("GET", "/exports/scores?format=json").body)
        self.assertEqual({row["application_number"] for row in listed if row["reviews"]}, {p.number for p in ranked})
        for row in listed:
            if row["reviews"]:
                on_page = shown[row["application_number"]]
                for name in ("rank_calibrated", "rank_overall", "component"):
                    self.assertEqual(row[name], on_page[name])
                self.assertAlmostEqual(row["calibrated"], float(on_page["calibrated"]), delta=0.0051)

    def in_topic(self, code):
        """The eligible applications to a topic, best first."""
        return sorted(self.proposals(topic=code, eligible=True), key=lambda p: (-p.mean, p.number))

    def the_chair_proposes_and_may_not_fund_a_person_twice(self):
        """First the best of each topic, though 林知远 leads twice; the release says so."""
        lin = self.authors[0]
        for p in self.proposals(eligible=True):
            self.proposes(p, "decline")
        for p in lin.proposals[:2]:
            self.proposes(p, "fund")
        refused = self.chair.post("/awards/release", status=409)
        self.assertEqual(refused.code, "release/refused")
        codes = {p["code"] for p in refused.model()["error"]["problems"]}
        self.assertEqual(codes - {"release/quota", "release/budget"}, {"release/two-funds"})
        self.choose_winners()
        over = {"application": lin.proposals[0].key, "outcome": "fund", "amount": "99,000,000"}
        self.chair.post("/awards/decisions", over, status=422)
        self.member.post("/awards/decisions", over, status=(403, 404))

    def choose_winners(self):
        """The best of each topic within its quota, one a person; the next two are the reserve."""
        taken = set()
        for code in TOPICS:
            free = [p for p in self.in_topic(code) if p.author not in taken]
            quota = 2 if code == "1" else 1
            for p in self.in_topic(code):
                place = free.index(p) if p in free else None
                outcome = "decline" if place is None or place >= quota + 2 else (
                    "fund" if place < quota else "reserve")
                self.proposes(p, outcome)
                if outcome == "fund":
                    taken.add(p.author)

    def proposes(self, p, outcome):
        p.outcome = outcome
        self.chair.post("/awards/decisions", {
            "application": p.key, "outcome": outcome, "amount": f"{p.amount - 20000:,}",
            "reason": f"均分 {points(p.mean)}", "outer": f"课题 {p.topic} 按评审结果确定"})

    def a_second_person_releases(self):
        self.chair.post("/awards/release")
        self.assertEqual(self.chair.post("/awards/confirm", status=403).code, "release/second-person")
        self.member.post("/awards/confirm", status=(403, 404))
        self.member.get("/awards/messages", status=(403, 404))
        self.looked_over = {row["email"]: row for row in self.secretary.get("/awards/messages")["messages"]}
        hidden = self.authors[0].browser.get("/applications")
        self.assertNotIn("立项", json.dumps(hidden, ensure_ascii=False))
        self.secretary.post("/awards/confirm")
        late = self.chair.post("/awards/decisions", {"application": self.authors[0].proposals[0].key,
                                                     "outcome": "fund", "amount": "1"}, status=409)
        self.assertIn(late.code, ("decision/released", "call/released"))

    def every_applicant_gets_one_letter_with_all_decisions(self):
        told = [a for a in self.authors if any(p.eligible for p in a.proposals)]
        self.expect_letters(len(told))
        words = {"fund": "立项", "reserve": "备选", "decline": "不立项"}
        self.assertEqual(set(self.looked_over), {author.address for author in told})
        for author in told:
            letter = self.post.to(author.address)[-1]
            lines = text_of(letter).splitlines()
            promised = self.looked_over[author.address]
            self.assertEqual(promised["subject"], letter["Subject"])
            self.assertEqual([line for part in promised["body"] for line in part["lines"]], [line for line in lines if line])
            for p in author.proposals:
                at = [n for n, line in enumerate(lines) if line.startswith(f"{p.number} ")]
                self.assertEqual([lines[n + 1] for n in at], [words[p.outcome]] if p.eligible else [])
            self.assertNotIn("均分", text_of(letter))

    def awards_are_numbered(self):
        """One after another in the order of topics and application numbers."""
        self.winners = sorted(self.proposals(outcome="fund"), key=lambda p: (p.topic, p.number))
        self.assertEqual(len({p.author for p in self.winners}), len(self.winners))
        listed = self.secretary.get("/contracts")["contracts"]
        self.assertEqual([row["number"] for row in listed],
                         [f"CAAIXSJLJJ-2023-MindSpore{n:02}" for n in range(1, len(self.winners) + 1)])
        for p, row in zip(self.winners, listed):
            self.assertEqual((row["leader"], row["heading"], row["topic_code"]),
                             (p.author.name, p.title, p.topic))
            p.contract, p.contract_number = row["href"], row["number"]

    def contracts_are_filled_in_and_signed(self):
        for number, p in enumerate(self.winners):
            model = self.secretary.get(p.contract)
            p.details = details_of(number)
            agreed = {"project_number": p.contract_number, "amount": f"{p.amount - 20000:,}",
                      "party_b": p.author.house, "starts_on": "2024-01", "ends_on": "2024-12"}
            fields = {f["name"]: f["text"] for f in model["fields"]}
            self.assertEqual({name: fields[name] for name in agreed}, agreed)
            p.metric = fields["metric"]
            self.secretary.post(p.contract, agreed | p.details | {"revision": model["revision"],
                                                                   "metric": p.metric})
            self.secretary.post(p.contract, agreed | {"revision": model["revision"]}, status=409)
            p.days = {}
            for state, day in list(STEPS.items())[:number % len(STEPS) + 1]:
                self.secretary.post(f"{p.contract}/state", {"state": state, "day": day})
                p.days[state], p.state = day, state
        told = sum(1 for p in self.winners for state in p.days if state != "filed")
        self.expect_letters(2 * told)
        self.secretary.post(f"{self.winners[0].contract}/state", {"state": "running", "day": "2023-12-20"},
                            status=409)
        own = self.winners[0].author.browser.get(self.winners[0].contract)
        self.assertEqual(own["number"], self.winners[0].contract_number)
        other = next(a for a in self.authors if a is not self.winners[0].author)
        other.browser.get(self.winners[0].contract, status=404)

    def expected_list(self):
        """The contract list as the office knows it: [{column: text or number}]."""
        rows = []
        for serial, p in enumerate(self.winners, 1):
            topic = next(t for t in DEFINITION["topics"] if t["code"] == p.topic)
            sub = topic["subtopics"][0]["title"]["zh"] if topic.get("subtopics") else ""
            amount = p.amount - 20000
            rows.append(p.details | {
                "serial": serial, "project_number": p.contract_number,
                "contract_number": p.contract_number, "topic": f"{p.topic} {topic['title']['zh']}",
                "subtopic": sub, "title": p.title, "party_a": DEFINITION["society"]["zh"],
                "party_b": p.author.house, "leader": p.author.name, "position": "职称",
                "phone": "13800001234", "email": p.author.address, "amount": amount,
                "amount_words": fund.capital(amount * 100), "starts_on": "2024-01",
                "ends_on": "2024-12", "metric": p.metric, "large_model": "否",
                "sent_on": p.days["sent"], "signed_b_on": p.days.get("signed", ""),
                "signed_a_on": p.days.get("effective", ""), "copies": int(p.details["copies"]),
                "paid": int(p.details["paid"]), "state": STATES[p.state]})
        return rows

    def a_topics_papers_are_one_archive(self):
        """Every submitted application and every contract of the topic, each the very PDF that its own page gives."""
        filed = [p for p in self.proposals(topic="2") if p.number]
        answer = self.secretary.ask("GET", "/exports/papers/2")
        self.assertEqual((answer.status, answer.headers["Content-Type"]), (200, "application/zip"))
        with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
            self.assertIsNone(archive.testzip())
            manifest = json.loads(archive.read("manifest.json"))
            self.assertEqual((manifest["not_made_yet"], set(manifest["files"])),
                             ([], set(archive.namelist()) - {"manifest.json"}))
            papers = [name for name in archive.namelist() if name.startswith("applications/")]
            self.assertEqual(len(papers), len(filed))
            for p in filed:
                name = next(name for name in papers if p.number in name)
                self.assertTrue(archive.read(name).startswith(b"%PDF-"), name)
            contracts = {name for name in archive.namelist() if name.startswith("contracts/")}
            self.assertEqual(contracts, {f"contracts/{row['number']}.pdf" for row in self.secretary.get("/contracts")["contracts"]
                                         if row["topic_code"] == "2"})
        noted = self.secretary.get("/office/exports")["made"][0]
        self.assertEqual((noted["format"], noted["rows"], noted["sha256"]),
                         ("zip", len(papers) + len(contracts), hashlib.sha256(answer.body).hexdigest()))
        self.secretary.get("/exports/papers/99", status=404)
        self.reviewers[0].get("/exports/papers/2", status=(403, 404))

    def the_contract_list_is_as_expected_cell_by_cell(self):
        columns = next(e for e in DEFINITION["exports"] if e["key"] == "contracts")["columns"]
        expected = [[row[c] for c in columns] for row in self.expected_list()]
        for kind in ("xlsx", "csv", "json"):
            answer = self.secretary.ask("GET", f"/exports/contracts?format={kind}")
            self.assertEqual(answer.status, 200, answer)
            name = urllib.parse.unquote(re.search(r"filename\*=UTF-8''(\S+)",
                                                  answer.headers["Content-Disposition"])[1])
            self.assertEqual(name, f"合同清单_2023_{beijing(time.time(), '%Y%m%d')}.{kind}")
            for data in (answer.body, fund.export_by_command(self.server, "contracts", kind)):
                self.assertEqual(*fund.compared(data, kind, columns, expected))
        self.reviewers[0].get("/exports/contracts?format=json", status=(403, 404))

    def nothing_secret_was_mailed(self):
        for message in self.post.messages:
            fund.sound_letter(message)
            whole = "\n".join(str(part.get_content()) for part in message.walk() if not part.is_multipart())
            for secret in ("6222000000000001", "不便评审的人", "方案可行"):
                self.assertNotIn(secret, whole + str(message["Subject"]))
        self.assertEqual(self.secretary.get("/office/mail?state=failed")["notices"], [])

    def the_folder_is_sound(self):
        code, out, err = grantd("check", "--data", self.server.data)
        self.assertEqual(code, 0, out + err)
