#!/usr/bin/python3
"""walk.py: every page of the service with every kind of thing it may be about.

A row of the table is a kind, parameters of the path, or both.  A kind names a key of the season; rows
whose thing is not there yet are left out of that state.  An address without rows here fails the test."""

import re
import subprocess
import sys

from season import BINARY
from standing import ABSENT

APPLICATION = ("application", "draft", "absent")
ATTACHMENT = ("owner-papers", "owner-commitment", "absent")
ASSIGNMENT = ("assignment-reviewer", "assignment-pending", "assignment-conflicted", "absent")

# handler: what its path may be about
PARAMS = {
    "static_file": [{"name": "app.css"}, {"name": "absent"}],
    "topic": [{"code": "2"}, {"code": "99"}],
    "link_form": ["absent"], "link": ["absent"], "invitation": ["absent"], "invitation_accept": ["absent"],
    "membership": ["absent"], "membership_answer": ["absent"],
    "team_change": [(kind, {"row": ABSENT}) for kind in APPLICATION],
    "people_code": ["other", "absent"], "people_roles": ["other", "absent"], "people_account": ["other", "absent"],
    "erasure_decide": ["absent"],
    "parts_show": ["absent"], "parts_add": ["absent"], "parts_finish": ["absent"], "parts_cancel": ["absent"],
    "attachment_get": ATTACHMENT, "attachment_remove": ATTACHMENT,
    "application_version": [("application", {"version": "1"}), ("application", {"version": "9"}),
                            ("draft", {"version": "1"}), ("absent", {"version": "1"})],
    "application_paper": [(kind, {"version": "1", "paper": f"{paper}.pdf"})
                          for kind in ("application", "draft", "absent") for paper in ("office", "readers", "receipt", "absent")],
    "application_receipt": [("application", {"version": "1"}), ("draft", {"version": "1"}),
                            ("absent", {"version": "1"})],
    "receipt_part": [(kind, {"version": "1", "part": part}) for kind in ("application", "draft", "absent")
                     for part in ("receipt.json", "receipt.pdf", "receipt.canonical", "receipt.sig",
                                  "submission.json")],
    "key": [{"name": "absent"}], "session_end": ["absent"],
    "office_candidate": ["absent"], "office_candidate_confirm": ["absent"],
    "review_enter": ASSIGNMENT, "review_scan": ASSIGNMENT,
    "section_save": [(kind, {"section": "basis"}) for kind in APPLICATION],
    "section_history": [(kind, {"section": section}) for kind in APPLICATION for section in ("basic", "none")],
    "section_revision": [(kind, {"section": "basic", "revision": "1"}) for kind in APPLICATION],
    "section_restore": [(kind, {"section": "basic", "revision": "1"}) for kind in APPLICATION],
    "assignment_end": ASSIGNMENT, "review_show": ASSIGNMENT, "review_save": ASSIGNMENT,
    "review_decline": ASSIGNMENT, "replacement": ("assignment-member", "assignment-pending", "absent"),
    **dict.fromkeys(("roster_show", "roster_problem", "roster_publish"), ("roster", "absent")),
    **dict.fromkeys(("roster_candidates", "roster_hand"), APPLICATION),
    **dict.fromkeys(("office_expertise", "office_expertise_save"), ("reviewer", "owner", "absent")),
    "announcement": ["announcement", "withdrawn", "absent"],
    "announcement_withdraw": ["announcement", "absent"],
    "download": ["download", "absent"], "download_remove": ["download", "absent"],
    "contract": ["contract", "absent"], "contract_save": ["contract", "absent"],
    "contract_move": ["contract", "absent"], "contract_party": ["contract", "absent"],
    "contract_confirm": ["contract", "absent"], "contract_paper": ["contract", "absent"],
    "large_model": ["contract", "absent"],
    "export": [{"preset": word} for word in ("contracts", "awards", "public", "scores",
                                             "applications", "absent")],
    "export_papers": [{"topic": "2"}, {"topic": "99"}],
    "mail_show": ["notice", "absent"], "mail_retry": ["notice", "absent"],
    "notice_show": ["notice", "absent"],
    "refill": [{"application": word} for word in ("application", "foreign", "absent")],
    "award_case": [{"application": word} for word in ("application", "foreign", "absent")],
    "award_case": [{"application": word} for word in ("application", "foreign", "absent")],
    "decision_propose": [{"application": word} for word in ("application", "foreign", "absent")],
}


def routes():
    """The program's own table: [(method, path, name, entry)]."""
    text = subprocess.run([BINARY, "--dump-routes"], capture_output=True, text=True, check=True).stdout
    return [tuple(line.split()) for line in text.splitlines()]


def kinds_of(method, path, name):
    """What the path may be about: a key of the season, other parameters, or both."""
    names = re.findall(r":(\w+)", path)
    kinds = PARAMS.get(name)
    if kinds is None and names == ["key"] and "/applications/:key" in path:
        kinds = APPLICATION
    if kinds is None and not names:
        kinds = [{}]
    assert kinds, f"{method} {path} has no row in tests/support/walk.py"
    return kinds


def pages(keys):
    """Everywhere one can look now: (pattern, path)."""
    for method, pattern, name, _ in routes():
        for kind in [] if method == "POST" else kinds_of(method, pattern, name):
            word, more = kind if isinstance(kind, tuple) else (None, kind)
            if isinstance(more, str):
                word, more = more, {}
            about = word or more.get("application")
            if about not in (None, "absent") and about not in keys:
                continue
            path = pattern
            for param, value in {"key": keys.get(word, ABSENT), "token": "A" * 43, **more}.items():
                path = path.replace(f":{param}", value)
            yield pattern, path


if __name__ == "__main__":
    sys.exit("walk.py is imported by tests/flow/*.py")
