"""weight.py: what an applicant's pages weigh on the wire, first visit and later ones, and what a save answers of the whole."""

import gzip
import re
import unittest

from season import Browser, Server, Sink, answers_for, open_call, sign_up, start

FIRST, LATER = 60_000, 20_000
LINK = re.compile(r'(?:src|href)="(/static/[^"]+)"')


class Weight(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sink = cls.enterClassContext(Sink())
        cls.server = cls.enterClassContext(
            Server(flags=["--smtp", cls.sink.url, "--mail-from", "fund@caai.example"]))
        open_call(cls.server)
        cls.browser = sign_up(cls.server, cls.sink, "applicant1@inst.example", "林知远")

    def fetch(self, path, browser=None):
        """Bytes of the body as sent to a browser that takes gzip, the text of it, and the headers."""
        answer = (browser or self.browser).ask("GET", path, headers={"Accept-Encoding": "gzip"}, accept="text/html,*/*")
        self.assertEqual(answer.status, 200, path)
        packed = answer.headers["Content-Encoding"] == "gzip"
        return len(answer.body), (gzip.decompress(answer.body) if packed else answer.body).decode(), answer

    def test_weights(self):
        """No page of the way to a receipt weighs over 60 kB at the first visit, nor over 20 kB later, the filled form included."""
        key = start(self.browser, "1")
        long = "在不同规模上量出误差与开销，并随代码公开全部脚本与配置。" * 10
        for section, fields in answers_for("1").items():
            fields = {name: long if isinstance(value, str) and "脚本" in value else value
                      for name, value in fields.items()}
            self.browser.post_json(f"/applications/{key}/sections/{section}", {"fields": fields})
        base = f"/applications/{key}"
        paths = ["/", "/topics/1", "/privacy", "/applications", f"{base}/edit",
                 f"{base}/preview", f"{base}/commitment", base, "/profile", "/verify"]
        heavy = []
        visitor = Browser(self.server)
        for path in ["/sign-in", "/sign-up", *paths]:
            own, html, _ = self.fetch(path, visitor if path.startswith("/sign") else self.browser)
            others = 0
            for asset in sorted(set(LINK.findall(html))):
                size, _, answer = self.fetch(asset)
                self.assertIn("immutable", answer.headers["Cache-Control"] or "", asset)
                others += size
            print(f"       {path.replace(key, 'KEY')}: {own + others} bytes at first, {own} later")
            if own + others > FIRST or own > LATER or own < 500 or others < 1000:
                heavy.append((path, own, others))
        self.assertEqual(heavy, [])

    def test_progress(self):
        """A save tells the percentage and what is missing in all; a section with an error is never whole."""
        key = start(self.browser, "2")
        said = self.browser.post_json(f"/applications/{key}/sections/applicant",
                                      {"fields": answers_for("2")["applicant"]}).model()
        self.assertEqual(marks(said)["applicant"]["percent"], 100)
        self.assertEqual(marks(said)["basic"]["percent"], 0)
        self.assertIn("basic.title", {p["path"] for p in said["missing"]})
        said = self.browser.post_json(f"/applications/{key}/sections/basic",
                                      {"fields": answers_for("2")["basic"]}).model()
        self.assertEqual(marks(said)["basic"]["percent"], 100)
        # a rule that looks at two sections speaks at the save of either
        said = self.browser.post_json(
            f"/applications/{key}/sections/budget",
            {"fields": {"lines": [{"row": "labour", "amount": 1}]}}).model()
        self.assertIn("budget/sum-less", {p["code"] for p in said["missing"]})
        self.assertLess(marks(said)["budget"]["percent"], 100)
        said = self.browser.post_json(f"/applications/{key}/sections/basic",
                                      {"fields": {"amount": 1}}).model()
        self.assertNotIn("budget/sum-less", {p["code"] for p in said["missing"]})
        self.assertLess(said["percent"], 100)
        self.assertEqual(said["percent"], self.browser.get(f"/applications/{key}/edit")["percent"])


def marks(model):
    return {section["key"]: section["mark"] for section in model["sections"]}
