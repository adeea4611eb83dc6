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


if __name__ == "__main__":
    unittest.main(verbosity=0)
