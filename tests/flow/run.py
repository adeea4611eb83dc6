#!/usr/bin/python3
"""run.py: runs the flow tests, all or those whose name holds a word, and says how many ran."""

import pathlib
import os
import sys
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]


class Sentences(unittest.TextTestResult):
    """Says each test as the sentence it promises, with its seconds."""

    def startTest(self, test):
        unittest.TestResult.startTest(self, test)
        self.begun = time.monotonic()

    def stopTest(self, test):
        super().stopTest(test)
        bad = any(test is one for one, _ in self.failures + self.errors)
        words = (test.shortDescription() or test.id()).rstrip(".")
        seconds = time.monotonic() - self.begun
        print(f"{'FAILED' if bad else 'ok    '} {words} ({seconds:.1f} s)", flush=True)


def pick(suite, word):
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            yield from pick(item, word)
        elif word in item.id() or word in (item.shortDescription() or ""):
            yield item


def main(word):
    loader = unittest.TestLoader()
    chosen = unittest.TestSuite()
    for path in sorted(HERE.glob("*.py")):
        if path.name != "run.py":
            chosen.addTests(pick(loader.loadTestsFromName(path.stem), word))
    result = unittest.TextTestRunner(stream=sys.stdout, resultclass=Sentences, verbosity=0).run(chosen)
    bad = len(result.failures) + len(result.errors) + len(loader.errors)
    print(f"{result.testsRun} flow tests ran, {bad} failed")
    return 1 if bad or result.testsRun == 0 else 0


if __name__ == "__main__":
    code = main(sys.argv[1] if len(sys.argv) > 1 else "")
    sys.stdout.flush()
    os._exit(code)  # a thread that a failed test left behind must not hold the whole check
