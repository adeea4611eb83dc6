#!/usr/bin/python3
"""sheets.py: every list of a finished season goes through LibreOffice and back, and each cell is what it was."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path[:0] = [str(HERE.parent / "flow"), str(HERE.parent / "support")]

import openpyxl  # noqa: E402

import score_sheet  # noqa: E402
import whole_season  # noqa: E402

NASTY = '=HYPERLINK("http://x.example","看")\n第二行 🙂 "引号", 0086'


def through_libreoffice(data, kind):
    """What LibreOffice writes as `kind` after it read a workbook."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "in.xlsx").write_bytes(data)
        subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore",
                        "--convert-to", kind, "--outdir", str(folder / "out"), str(folder / "in.xlsx")],
                       check=True, capture_output=True, timeout=120)
        return (folder / "out" / f"in.{kind}").read_bytes()


def cells(data):
    """{coordinate: (text or number, value)} of a workbook's first sheet; formulas would show as 'f'."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(data)
        file.flush()
        sheet = openpyxl.load_workbook(file.name).active
        return {cell.coordinate: (cell.data_type, cell.value) for row in sheet.iter_rows() for cell in row
                if cell.value is not None}


class Sheets(whole_season.WholeSeason):
    test_season = None

    def test_lists(self):
        """Every list opens in LibreOffice with each cell as it was written, also what looks like a formula."""
        whole_season.WholeSeason.test_season(self)
        self.a_contract_holds_what_spreadsheets_misread()
        for preset in (export["key"] for export in whole_season.DEFINITION["exports"]):
            self.survives(preset)

    def a_contract_holds_what_spreadsheets_misread(self):
        place = self.winners[0].contract
        fields = {f["name"]: f["text"] for f in self.secretary.get(place)["fields"]}
        revision = self.secretary.get(place)["revision"]
        self.secretary.post(place, fields | {"revision": revision, "note": NASTY,
                                             "account_number": "622200000000000123", "invoice": "00012345"})

    def survives(self, preset):
        written = self.secretary.ask("GET", f"/exports/{preset}?format=xlsx")
        self.assertEqual(written.status, 200, preset)
        before, after = cells(written.body), cells(through_libreoffice(written.body, "xlsx"))
        self.assertGreater(len(before), 10, preset)
        self.assertEqual(after, before, preset)
        self.assertNotIn("f", {kind for kind, _ in after.values()}, preset)
        rows = json.loads(self.secretary.ask("GET", f"/exports/{preset}?format=json").body)
        if preset == "contracts":
            for value in (NASTY, "622200000000000123", "00012345"):
                self.assertIn(("s", value), after.values())
        print(f"   {preset}: {len(rows)} rows, {len(after)} cells")


class Offline(score_sheet.ScoreSheet):
    test_offline = test_meanwhile = test_others = None

    def test_saved_by_libreoffice(self):
        """A score sheet that LibreOffice saved is read like the one that was downloaded."""
        book = self.book()
        for place, heading in enumerate(self.criteria):
            book.cell(self.number, heading).value = 1 + place % 10
        book.cell(self.number, "资助建议").value = "可资助"
        book.cell(self.number, "熟悉程度").value = "本人研究方向"
        book.cell(self.number, "给委员会的意见").value = "第一行\n第二行 & <三>"
        _, shown = self.upload(through_libreoffice(book.bytes(), "xlsx"))
        self.assertEqual((shown["wrong"], shown["changes"], shown["complete"]), ([], 1, 1))
        self.reviewer.post("/reviews/sheet/apply", {"seal": shown["seal"], "submit": "1"})
        self.assertEqual(self.score(), {heading: 1 + place % 10 for place, heading in enumerate(self.criteria)})
        page = self.reviewer.get(self.place)
        self.assertEqual(page["to_committee"], "第一行\n第二行 & <三>")


if __name__ == "__main__":
    unittest.main(verbosity=0)
