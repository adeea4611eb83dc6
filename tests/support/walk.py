#!/usr/bin/python3
"""walk.py: every address of the service with every kind of thing it may be about, and what to send there.

A row of the table is (kind, parameters of the path, form).  A kind names a key of the season; rows
whose thing is not there yet are left out of that state.  An address without rows here fails the test."""

import re
import subprocess
import sys

from season import BINARY, PDF
from standing import ABSENT

FILE = ("a.pdf", "application/pdf", PDF)
APPLICATION = ("application", "draft", "absent")
ATTACHMENT = ("owner-papers", "owner-commitment", "absent")
ASSIGNMENT = ("assignment-reviewer", "assignment-pending", "assignment-conflicted", "absent")

# handler: what its path may be about
PARAMS = {
    "static_file": [{"name": "app.css"}, {"name": "absent"}],
    "topic": [{"code": "2"}, {"code": "99"}],
    "link_form": ["absent"], "link": ["absent"],
    "people_roles": ["other", "absent"], "people_account": ["other", "absent"],
    "attachment_get": ATTACHMENT, "attachment_remove": ATTACHMENT,
    "application_version": [("application", {"version": "1"}), ("application", {"version": "9"}),
                            ("draft", {"version": "1"}), ("absent", {"version": "1"})],
    "application_receipt": [("application", {"version": "1"}), ("draft", {"version": "1"}),
                            ("absent", {"version": "1"})],
    "section_save": [(kind, {"section": "basis"}) for kind in APPLICATION],
    "assignment_end": ASSIGNMENT, "review_show": ASSIGNMENT, "review_save": ASSIGNMENT,
    "review_decline": ASSIGNMENT,
    "announcement": ["announcement", "withdrawn", "absent"],
    "announcement_withdraw": ["announcement", "absent"],
    "download": ["download", "absent"], "download_remove": ["download", "absent"],
    "contract": ["contract", "absent"], "contract_save": ["contract", "absent"],
    "contract_move": ["contract", "absent"],
    "export": [{"preset": word} for word in ("contracts", "awards", "public", "scores",
                                             "applications", "absent")],
    "mail_show": ["notice", "absent"], "mail_retry": ["notice", "absent"],
    "notice_show": ["notice", "absent"],
    "decision_propose": [{"application": word} for word in ("application", "foreign", "absent")],
}


def form_of(name, keys, state, kind):
    """What each POST sends: right in form, so that the answer is about who asks and when."""
    about = keys.get(kind, ABSENT)
    known = {
        "sign_in": {"email": f"{state}@nobody.example", "password": "not the password"},
        "sign_up": {"email": "new@inst.example", "name": "新人", "password": "long enough to be one",
                    "privacy": keys["privacy"], "agree": "on"},
        "forgot": {"email": "stranger@inst.example"},
        "link": {"password": "long enough to be one", "agree": "on"},
        "profile": {"name": "改名"},
        "profile_password": {"old": "not it", "password": "long enough to be one"},
        "language": {"lang": "en", "next": "/"},
        "people_invite": {"email": "invited@inst.example", "name": "新人", "role": "reviewer"},
        "people_roles": {"role": "reviewer", "act": "give"}, "people_account": {"act": "disable"},
        "application_start": {"topic": "5"},
        "application_order": {f"rank.{keys.get('application', ABSENT)}": 1},
        "section_save": {"aims": "改过的目标", "base": 1}, "attachment_add": {"slot": "papers"},
        "rehearsal_sign_in": {"who": ABSENT}, "rehearsal_clock": {"now": "2023-11-24 17:00:00"},
        "screen": {"verdict": "pass"}, "assign": {"reviewer": keys["elsewhere"]},
        "conflict_decide": {"reviewer": keys["conflicted"], "source": "office", "state": "dismissed",
                            "reason": "理由"},
        "review_save": {"to_committee": "改过的意见", "revision": 0}, "review_decline": {"reason": "理由"},
        "office_call_set": {"grace": 900, "reason": "理由", "opens_at": keys["opens_at"],
                            "closes_at": keys["closes_at"]},
        "office_event": {"event": "reopening", "reason": "理由"},
        "office_extend": {"topic": "2", "until": "2099-01-01 00:00:00", "reason": "理由"},
        "announce": {"heading": "通知", "body": "正文"}, "download_add": {"slot": "other"},
        "decision_propose": {"application": about, "outcome": "reserve", "outer": "理由"},
        "same_persons_decide": {"first": keys["owner"], "second": keys["other"], "act": "different",
                                "reason": "理由"},
        "contract_save": {"revision": 0, "project_number": "X-1", "amount": "30000"},
        "contract_move": {"state": "sent", "day": "2026-11-20"},
    }
    assert name in known or name in FORMLESS, f"what does one send to {name}?"
    return known.get(name, {})


FORMLESS = {"sign_out", "attachment_remove", "application_submit", "application_withdraw",
            "application_reopen", "assignment_end", "announcement_withdraw", "download_remove",
            "release", "release_confirm", "release_withdraw", "mail_resume", "mail_retry"}
FILES = {"attachment_add": FILE, "download_add": FILE}


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


def places(keys, state):
    """Everywhere one can go now: (method, pattern, kind, path, fields, file)."""
    for method, pattern, name, _ in routes():
        for kind in kinds_of(method, pattern, name):
            word, more = kind if isinstance(kind, tuple) else (None, kind)
            if isinstance(more, str):
                word, more = more, {}
            about = word or more.get("application")
            if about not in (None, "absent") and about not in keys:
                continue
            path = pattern
            for param, value in {"key": keys.get(word, ABSENT), "token": "A" * 43, **more}.items():
                path = path.replace(f":{param}", value)
            said = " ".join([word or "", *(f"{k}={v}" for k, v in more.items())]).strip()
            sent = None if method == "GET" else form_of(name, keys, state, about)
            yield method, pattern, said, path, sent, FILES.get(name)


if __name__ == "__main__":
    sys.exit("walk.py is imported by tests/flow/*.py")
