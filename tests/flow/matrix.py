"""matrix.py: who gets what answer where: every address × every standing × every state of a call.

The table is tests/golden/routes.txt and is meant to be read; GRANTD_GOLDEN=write makes it anew.  A
number is the status of the answer; "did" is an act that was allowed and done (and undone, as nothing
may change here)."""

import concurrent.futures
import os
import re
import unittest

from season import ROOT
from standing import STANDINGS, Season
from walk import places

GOLDEN = ROOT / "tests/golden/routes.txt"
HEADINGS = {
    None: "in every state in which there is such a thing",
    "before": "before opening: an announcement, one withdrawn, a file to download",
    "open": "open: one application submitted and one a draft, both of the owner",
    "closed": "closed: nothing screened yet",
    "reviewing": "reviewing: two assigned, one review submitted",
    "deciding": "deciding: outcomes proposed, their release asked for by the secretary",
    "released": "released: the owner's application is funded, a contract waits",
}
# Headers of an answer that differ from one to the next whatever it is about.
FLEETING = {"date", "set-cookie", "etag", "connection", "keep-alive", "content-length"}


def did(answer):
    """The status, or that something was done: a frozen season refuses the write, not the person."""
    if answer.status == 409 and answer.code == "store/final":
        return "did"
    return str(answer.status)


def shape(answer, path, page=None):
    """All of an answer but what is random in it and the key it is about; of its page too."""
    if page is not None:
        return shape(answer, path) + shape(page, path)
    body = answer.body.decode("utf-8", "replace").replace(path, "PATH")
    for word in re.findall(r"[0-9a-z]{16}", path):
        body = body.replace(word, "KEY")
    body = re.sub(r"[0-9a-f]{128}|\d\d:\d\d:\d\d", "RANDOM", body)
    heads = sorted((name.lower(), value) for name, value in answer.headers.items()
                   if name.lower() not in FLEETING)
    return answer.status, heads, body


class Matrix(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        """One walk; the tests read it."""
        cls.blocks, cls.answers = [], {}
        with Season() as season:
            for state in Season.STEPS:
                season.step(state)
                rows = list(places(season.keys, state))
                with season.frozen(), concurrent.futures.ThreadPoolExecutor(4) as pool:
                    columns = list(pool.map(lambda who: cls.column(season, who, rows), STANDINGS))
                cls.blocks.append((state, rows, columns))

    @staticmethod
    def column(season, standing, rows):
        """Everything one person gets."""
        visitor, column = season.as_(standing), []
        visitor.csrf()
        for method, _, _, path, fields, file in rows:
            answer = (visitor.ask("GET", path) if method == "GET"
                      else visitor.send(path, fields, file))
            page = (visitor.ask("GET", path, accept="text/html")
                    if method == "GET" and answer.status == 404 else None)
            column.append((answer, path, page))
        return column

    def rows(self):
        """{state: {row: cells}}, and first, under None, what is the same in every state it is in."""
        table = {state: {f"{m} {p} {k}".rstrip(): [did(column[n][0]) for column in columns]
                         for n, (m, p, k, *_) in enumerate(rows)}
                 for state, rows, columns in self.blocks}
        always = {}
        for row, cells in table[Season.STEPS[-1]].items():
            found = [block[row] for block in table.values() if row in block]
            if len(found) > 1 and all(one == cells for one in found):
                always[row] = cells
        return {None: always} | {state: {row: cells for row, cells in block.items()
                                         if row not in always} for state, block in table.items()}

    def text(self):
        lines = ["Who gets what answer: one row per address and thing, one column per standing.",
                 "200 shown, or sent on with nothing to write · did = allowed and done · 401 sign in first",
                 "404 no such thing for you · 403 not you · 409 not now · 422 wrong form", ""]
        lines += [f"{number:2} {who}" for number, who in enumerate(STANDINGS)]
        blocks = self.rows()
        wide = max(len(row) for block in blocks.values() for row in block)
        for state, block in blocks.items():
            lines += ["", f"== {HEADINGS[state]}", "",
                      " " * wide + "".join(f" {n:3}" for n in range(len(STANDINGS)))]
            lines += [f"{row:{wide}}" + "".join(f" {cell:>3}" for cell in cells)
                      for row, cells in block.items()]
        return "\n".join(line.rstrip() for line in lines) + "\n"

    def test_matrix(self):
        """Every address answers every standing in every state as tests/golden/routes.txt says."""
        now = self.text()
        if os.environ.get("GRANTD_GOLDEN") == "write":
            GOLDEN.write_text(now)
        self.assertMultiLineEqual(GOLDEN.read_text(), now)

    def test_forbidden_is_absent(self):
        """What somebody may not see answers like what is not there: status, headers and body."""
        compared = 0
        for state, rows, columns in self.blocks:
            for who, column in zip(STANDINGS, columns):
                absent = {(rows[n][:2]): shape(*column[n]) for n in range(len(rows))
                          if "absent" in rows[n][2]}
                for number, (method, pattern, kind, *_) in enumerate(rows):
                    if column[number][0].status != 404 or (method, pattern) not in absent:
                        continue
                    with self.subTest(state=state, who=who, route=f"{method} {pattern}", kind=kind):
                        self.assertEqual(shape(*column[number]), absent[method, pattern])
                    compared += 1
        self.assertGreater(compared, 1000)

    def test_no_wonder(self):
        """Nothing answers that the service itself is broken."""
        for state, rows, columns in self.blocks:
            for who, column in zip(STANDINGS, columns):
                for row, (answer, *_) in zip(rows, column):
                    self.assertLess(answer.status, 500, (state, who, row[0], row[3], answer))
