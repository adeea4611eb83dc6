#!/usr/bin/python3
"""run.py: copies of the tree with a leak put in on purpose, each of which a test must refuse.

    tests/broken/run.py [WORD]      all, or those whose name holds WORD

A test that cannot fail proves nothing: here the two worlds, the canaries and the golden matrices show that they bite."""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
FLOW = ["/usr/bin/python3", "tests/flow/run.py"]
UNIT = ["build/debug/run-tests"]

# name, file, what stands there, what is put there instead, the test that must say no
DEFECTS = [
    ("a conflict hides an application no more from the outbox", "sql/query/notice.sql",
     "c.application = a.id AND c.reviewer = :actor AND c.state <> 'dismissed')\n                       OR",
     "c.application = a.id AND c.reviewer = :actor AND c.state = 'nothing')\n                       OR", [*FLOW, "Before release"]),
    ("the team reads who reviews", "src/domain/policy.c",
     "[SECRET_REVIEWER_NAME] = {{CHAIR | SECRETARY, ENDED, ANY}",
     "[SECRET_REVIEWER_NAME] = {{TEAM | CHAIR | SECRETARY, ENDED, ANY}", [*UNIT, "whole policy"]),
    ("the screening desk is open to every staff member", "include/web/routes.def",
     'ROUTE(GET, "/office/screening", screening_numbers, OFFICE,', 'ROUTE(GET, "/office/screening", screening_numbers, SIGNED_IN,',
     [*FLOW, "Every route answers"]),
    ("reviewers rank", "src/domain/policy.c",
     "[VERB_RANKING_READ] = {{CHAIR | SECRETARY | COMMITTEE, ENDED, ANY}",
     "[VERB_RANKING_READ] = {{CHAIR | SECRETARY | COMMITTEE | ASSIGNED, ENDED, ANY}", [*UNIT, "whole policy"]),
    ("erasing leaves the saved states of sections", "src/store/erasure.c",
     "Q_ERASE_REVISION,", "Q_ERASE_SCREENING,", [*FLOW, "a week later"]),
    ("erasing leaves what reviewers wrote", "src/store/erasure.c",
     "Q_ERASE_REVIEW,", "Q_ERASE_SCREENING,", [*FLOW, "a week later"]),
]


def copy_of(folder):
    """What git tracks, and the objects that are built: only what differs is compiled again."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout.split(b"\0")
    for name in filter(None, names):
        target = folder / name.decode()
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name.decode(), target)
    if (ROOT / "build/debug").is_dir():
        shutil.copytree(ROOT / "build/debug", folder / "build/debug", copy_function=shutil.copy2)


def run(command, folder):
    return subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=600)


def refuses(defect, whole=False):
    """`whole`: nothing is broken, and the test must pass: else it would refuse anything."""
    name, file, before, after, test = defect
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="grantd-broken-") as folder:
        folder = pathlib.Path(folder)
        copy_of(folder)
        text = (folder / file).read_text()
        assert before in text, f"{name}: {file} does not hold what is to be broken"
        if not whole:
            (folder / file).write_text(text.replace(before, after))
        built = run(["make", "-s", "-j2", "all", "build/debug/run-tests"], folder)
        assert built.returncode == 0, built.stdout
        answer = run(test, folder)
    if whole:
        print(f"whole: {test[-1]}: {'passes' if answer.returncode == 0 else 'FAILS'}", flush=True)
        return answer.returncode == 0
    caught = answer.returncode != 0 and ("FAILED" in answer.stdout)
    print(f"{'refused' if caught else 'PASSED OVER'}: {name} ({' '.join(test[-1:])}, {time.monotonic() - started:.0f} s)", flush=True)
    if not caught:
        print(answer.stdout[-2000:])
    return caught


def main():
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    chosen = [defect for defect in DEFECTS if word in defect[0]]
    tests = {defect[-1][-1]: defect for defect in chosen}
    if not all(refuses(defect, whole=True) for defect in tests.values()):
        return 1
    outcomes = [refuses(defect) for defect in chosen]
    print(f"{len(outcomes)} broken copies, {outcomes.count(False)} passed over")
    return 1 if not outcomes or False in outcomes else 0


if __name__ == "__main__":
    sys.exit(main())
