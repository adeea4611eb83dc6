"""paper.py: PDFs from the running service: given to whom they are for, and what happens when their maker is killed."""

import os
import pathlib
import signal
import time
import unittest

from fund import pdf_text
from standing import Season


def helper_of(server):
    """The process id of the one child that makes papers."""
    children = pathlib.Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    named = [int(child) for child in children
             if pathlib.Path(f"/proc/{child}/comm").read_text().strip() == "typesetter"]
    assert len(named) == 1, children
    return named[0]


def until(holds, seconds=30):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


class Papers(unittest.TestCase):
    def patient(self, who, path, status=200):
        """Asked for until it is made."""
        answer = None

        def made():
            nonlocal answer
            answer = self.season.as_(who).ask("GET", f"{self.place}/{path}")
            return answer.status != 202

        until(made)
        self.assertEqual(answer.status, status)
        return answer

    def paper(self, who, version, kind, status=200):
        return self.patient(who, f"versions/{version}/{kind}.pdf", status)

    def test_paper(self):
        """A version's PDFs are made once and for whom they are; a killed helper is told of, and what it left is made later."""
        with Season() as self.season:
            for step in ("before", "open"):
                self.season.step(step)
            self.place = f"/applications/{self.season.keys['application']}"
            self.a_version_has_its_papers()
            self.the_receipt_is_a_paper()
            self.the_helper_is_walled_in_and_ends_with_the_server()
            self.a_killed_helper_is_told_of()
            self.the_next_helper_makes_what_is_missing()

    def a_version_has_its_papers(self):
        whole, cut = self.paper("owner", 1, "office"), self.paper("owner", 1, "readers")
        self.assertRegex(whole.headers["Content-Disposition"], r'^attachment; filename="\S+-v1\.pdf"')
        self.assertEqual(whole.headers["Cache-Control"], "no-store")
        self.assertIn("owner的题目2", pdf_text(cut.body))
        self.assertIn("13800001234", pdf_text(whole.body))
        self.assertNotIn("13800001234", pdf_text(cut.body))
        self.assertEqual(self.paper("team", 1, "readers").body, cut.body)
        self.assertEqual(self.paper("secretary", 1, "office").body, whole.body)
        for who in ("other", "team", "conflicted", "secretary-conflicted", "chair-team"):
            self.paper(who, 1, "office", 404)

    def the_receipt_is_a_paper(self):
        answer = self.patient("owner", "receipts/1/receipt.pdf")
        shown = self.season.as_("owner").get(f"{self.place}/receipts/1")
        text = pdf_text(answer.body).replace("签名", "")  # the label stands between two lines of its value
        for words in (shown["sha256"], shown["receipt"]["signature"][:40], shown["qr"]["text"]):
            self.assertIn(words, text)

    def the_helper_is_walled_in_and_ends_with_the_server(self):
        helper = helper_of(self.season.server)
        status = pathlib.Path(f"/proc/{helper}/status").read_text()
        self.assertIn("NoNewPrivs:\t1", status)
        self.assertIn("Seccomp:\t2", status)
        self.season.stop()
        self.assertFalse(pathlib.Path(f"/proc/{helper}").exists())
        self.season.start()

    def a_killed_helper_is_told_of(self):
        os.kill(helper_of(self.season.server), signal.SIGKILL)
        owner, office = self.season.as_("owner"), self.season.as_("secretary")
        owner.post(f"{self.place}/sections/basic", {"abstract": "第二版的摘要", "base": "1"})
        owner.post(f"{self.place}/submit")
        until(lambda: office.get("/office")["papers"]["failing"] > 0)
        # each paper is tried by itself: another may have failed before this one
        place = f"{self.place}/versions/2/office.pdf"
        until(lambda: "没有生成成功" in owner.ask("GET", place, accept="text/html").body.decode())
        answer = owner.ask("GET", place, accept="text/html")
        self.assertEqual(answer.status, 202)
        self.assertTrue(answer.headers["Refresh"])
        self.assertEqual(owner.ask("GET", f"{self.place}/draft.pdf").status, 500)
        self.assertEqual(self.paper("owner", 1, "office").status, 200)

    def the_next_helper_makes_what_is_missing(self):
        self.season.stop()
        with self.season.database() as db:
            db.execute("UPDATE paper SET next_at = 0 WHERE blob IS NULL")
        self.season.start()
        self.assertIn("第2版", pdf_text(self.paper("owner", 2, "office").body))
        until(lambda: self.season.as_("secretary").get("/office")["papers"]["failing"] == 0)


if __name__ == "__main__":
    unittest.main()
