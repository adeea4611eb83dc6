"""sheet_read.py FORMAT FILE: what another program finds in a list: one line per cell, in ASCII."""
import csv
import json
import sys
import zipfile

import openpyxl


def show(value):
    return json.dumps(value, ensure_ascii=True, default=str)


def read_xlsx(path):
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    formulas = sum(part.count(b"<f>") + part.count(b"<f ") for part in parts.values())
    print("formulas", formulas, "links", sum(b"hyperlink" in part for part in parts.values()))
    sheet = openpyxl.load_workbook(open(path, "rb")).active
    widths = {key: round(column.width) for key, column in sheet.column_dimensions.items()}
    print("tab", show(sheet.title), "frozen", sheet.freeze_panes, "widths", show(widths))
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                bold = " bold" if cell.font.b else ""
                print(cell.coordinate, cell.data_type, cell.number_format + bold, show(cell.value))


def read_csv(path):
    data = open(path, "rb").read()
    print("bom", data.startswith(b"\xef\xbb\xbf"), "ends", data.endswith(b"\r\n"))
    rows = csv.reader(data.decode("utf-8-sig").splitlines(keepends=True), strict=True)
    for number, row in enumerate(rows, 1):
        for cell in row:
            print(number, len(row), show(cell))


def read_json(path):
    for row in json.load(open(path, encoding="utf-8")):
        print(show(row))


{"xlsx": read_xlsx, "csv": read_csv, "json": read_json}[sys.argv[1]](sys.argv[2])
