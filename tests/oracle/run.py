#!/usr/bin/python3
"""run.py WORD…: the vectors of the oracle through build/debug/grantd WORD, judged by its checker.

The oracle is a folder outside the repository: $GRANTD_ORACLE, or ../shared/oracle. Without it nothing is judged,
and that is said. $GRANTD_BINARY picks another build. Results are kept nowhere.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
ORACLE = pathlib.Path(os.environ.get("GRANTD_ORACLE") or ROOT.parent / "shared" / "oracle")
BINARY = os.environ.get("GRANTD_BINARY") or str(ROOT / "build" / "debug" / "grantd")


def judge(word, vector, folder):
    """None, or what is wrong with the answer to one vector."""
    output = folder / "output.json"
    with open(vector, "rb") as source, open(output, "wb") as to:
        done = subprocess.run([BINARY, word], stdin=source, stdout=to, stderr=subprocess.PIPE, timeout=120)
    expected = 1 if "invalid" in vector.name else 0
    if done.returncode != expected:
        return "exit %d instead of %d: %s" % (done.returncode, expected, done.stderr.decode(errors="replace")[:500])
    checker = [sys.executable, str(ORACLE / ("check_%s.py" % word)), str(vector), str(output)]
    said = subprocess.run(checker, capture_output=True, text=True, timeout=300)
    return None if said.returncode == 0 else (said.stdout + said.stderr).strip()[-500:]


def run(word, folder):
    vectors = sorted((ORACLE / "vectors").glob(word + "-*.json"))
    bad = 0
    for vector in vectors:
        wrong = judge(word, vector, folder)
        if wrong is not None:
            bad += 1
            print("FAILED %s: %s" % (vector.name, wrong))
    print("%s: %d vectors of the oracle, %d failed" % (word, len(vectors), bad))
    return bad == 0 and len(vectors) > 0


def main(words):
    if not (ORACLE / "vectors").is_dir():
        print("no oracle beside this checkout: its vectors were not run")
        return 0
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    with tempfile.TemporaryDirectory(prefix="grantd-oracle-") as folder:
        return 0 if all([run(word, pathlib.Path(folder)) for word in words]) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) if len(sys.argv) > 1 else "usage: run.py WORD…")
