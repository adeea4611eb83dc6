"""score_sheet.py: scores filled in in a spreadsheet, compared before anything changes, and written once."""

import io
import unittest

import openpyxl

from standing import Season

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Book:
    """A workbook's first sheet by application and heading, as somebody fills it in."""

    def __init__(self, data):
        self.book = openpyxl.load_workbook(io.BytesIO(data))
        self.sheet = self.book.worksheets[0]
        self.columns = {cell.value: cell.column for cell in self.sheet[1]}
        self.rows = {row[0].value: row[0].row for row in self.sheet.iter_rows(min_row=2)}

    def cell(self, number, heading):
        return self.sheet.cell(self.rows[number], self.columns[heading])

    def bytes(self):
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()


class ScoreSheet(unittest.TestCase):
    def setUp(self):
        self.season = Season().__enter__()
        self.addCleanup(self.season.__exit__, None, None, None)
        for step in ("before", "open", "closed", "reviewing"):
            self.season.step(step)
        self.reviewer = self.season.as_("pending")
        self.place = f"/reviews/{self.season.keys['assignment-pending']}"
        self.number = self.reviewer.get(self.place)["number"]
        self.criteria = [c["title"] for g in self.reviewer.get(self.place)["groups"] for c in g["criteria"]]

    def book(self, visitor=None):
        answer = (visitor or self.reviewer).ask("GET", "/reviews/sheet.xlsx")
        self.assertEqual((answer.status, answer.headers["Content-Type"]), (200, XLSX))
        return Book(answer.body)

    def upload(self, book, visitor=None):
        visitor = visitor or self.reviewer
        data = book if isinstance(book, bytes) else book.bytes()
        answer = visitor.send("/reviews/sheet", {}, ("评分表.xlsx", XLSX, data))
        return answer, visitor.get("/reviews/sheet")

    def score(self):
        return {c["title"]: next((s["value"] for s in c["scale"] if s["checked"]), 0)
                for g in self.reviewer.get(self.place)["groups"] for c in g["criteria"]}

    def test_offline(self):
        """Filled in, compared, corrected, written and submitted; then a new version with its reason."""
        book = self.book()
        self.assertEqual(list(book.rows), [self.number])
        for heading in self.criteria:
            book.cell(self.number, heading).value = 7
        book.cell(self.number, self.criteria[1]).value = "十一"
        book.cell(self.number, "资助建议").value = "随便"
        _, shown = self.upload(book)
        wrong = {w["cell"]: w["code"] for w in shown["wrong"]}
        self.assertEqual(wrong, {book.cell(self.number, self.criteria[1]).coordinate: "score-sheet/number",
                                 book.cell(self.number, "资助建议").coordinate: "score-sheet/choice"})
        self.assertFalse(shown["applies"])
        self.assertEqual(self.reviewer.send("/reviews/sheet/apply", {"seal": shown["seal"]}).code, "score-sheet/wrong")
        book.cell(self.number, self.criteria[1]).value = 9
        book.cell(self.number, "资助建议").value = "可资助"
        book.cell(self.number, "熟悉程度").value = "熟悉"
        book.cell(self.number, "给申请人的意见").value = "=HYPERLINK(\"x\")"
        book.cell(self.number, "给申请人的意见").data_type = "s"
        _, shown = self.upload(book)
        self.assertEqual((shown["wrong"], shown["changes"], shown["complete"]), ([], 1, 1))
        self.assertEqual({part["after"] for part in shown["lines"][0]["parts"]} & {"可资助", "=HYPERLINK(\"x\")"},
                         {"可资助", "=HYPERLINK(\"x\")"})
        self.assertEqual(set(self.score().values()), {0}, "nothing changes before the yes")
        self.reviewer.post("/reviews/sheet/apply", {"seal": shown["seal"], "submit": "1"})
        self.assertEqual(self.score(), dict.fromkeys(self.criteria, 7) | {self.criteria[1]: 9})
        self.assertEqual(self.reviewer.get("/reviews")["reviews"][0]["state"]["word"], "submitted")
        self.assertFalse(self.reviewer.get("/reviews/sheet")["there"])
        self.assertEqual(self.reviewer.send("/reviews/sheet/apply", {"seal": shown["seal"]}).status, 404)
        book = self.book()
        self.assertEqual(book.cell(self.number, self.criteria[0]).value, 7)
        book.cell(self.number, self.criteria[0]).value = 8
        _, shown = self.upload(book)
        self.assertEqual([w["code"] for w in shown["wrong"]], ["score-sheet/reason"])
        book.cell(self.number, "修改理由（已提交的评审）").value = "漏看附件"
        _, shown = self.upload(book)
        self.reviewer.post("/reviews/sheet/apply", {"seal": shown["seal"]})
        self.assertEqual(self.score()[self.criteria[0]], 8)

    def test_meanwhile(self):
        """What was changed on the page since the sheet was taken stays, and the yes to another state counts for nothing."""
        book = self.book()
        page = self.reviewer.get(self.place)
        first, second = [c["id"] for g in page["groups"] for c in g["criteria"]][:2]
        book.cell(self.number, self.criteria[0]).value = 5
        book.cell(self.number, "给委员会的意见").value = "来自表"
        _, shown = self.upload(book)
        self.reviewer.post(self.place, {first: 2, "revision": page["revision"], "act": "save"})
        self.assertEqual(self.reviewer.send("/reviews/sheet/apply", {"seal": shown["seal"]}).code, "score-sheet/moved")
        self.assertEqual(self.score()[self.criteria[0]], 2)
        shown = self.reviewer.get("/reviews/sheet")
        self.assertEqual(shown["stale"], 1)
        self.reviewer.post("/reviews/sheet/apply", {"seal": shown["seal"]})
        self.assertEqual(self.score()[self.criteria[0]], 2)
        self.assertEqual(self.reviewer.get(self.place)["to_committee"], "来自表")

    def test_others(self):
        """A row of somebody else's assignment is as one of nobody's; what is no workbook changes nothing."""
        foreign = self.book(self.season.as_("elsewhere"))
        number = next(iter(foreign.rows))
        self.assertNotEqual(number, self.number)
        book = self.book()
        said = []
        for name in (number, "A2023-0000"):
            book.cell(self.number, "申请编号").value = name
            _, shown = self.upload(book)
            said.append([(w["cell"], w["code"], w["text"]) for w in shown["wrong"]])
            self.assertNotIn("heading", str(shown["lines"]))
        self.assertEqual(said[0], said[1])
        self.assertEqual(said[0][0][1], "score-sheet/not-yours")
        answer, _ = self.upload(b"PK\x03\x04 not a workbook")
        self.assertEqual((answer.status, answer.code), (422, "counter/no-table"))
        self.reviewer.post("/reviews/sheet/drop")
        self.assertFalse(self.reviewer.get("/reviews/sheet")["there"])
        self.assertEqual(self.season.as_("owner").ask("GET", "/reviews/sheet").status, 404)


if __name__ == "__main__":
    unittest.main()
