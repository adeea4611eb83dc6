#!/usr/bin/python3
"""run.py: runs the flow tests, all or those whose name holds a word, two classes at a time, and says how many ran."""

import io
import multiprocessing
import os
import pathlib
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


def tests_in(item, word):
    if isinstance(item, unittest.TestSuite):
        for one in item:
            yield from tests_in(one, word)
    elif word in item.id() or word in (item.shortDescription() or ""):
        yield item


def classes(word):
    """What was picked, a suite per class: a class may share a server. Those that say they are long go first."""
    chosen = {}
    for path in sorted(HERE.glob("*.py")):
        if path.name != "run.py":
            for test in tests_in(unittest.defaultTestLoader.loadTestsFromName(path.stem), word):
                chosen.setdefault(type(test), []).append(test)
    return sorted(map(unittest.TestSuite, chosen.values()), key=lambda suite: not getattr(next(iter(suite)), "long", False))


def work(suites, turn, results):
    """Runs the next class nobody has begun, until none is left."""
    words = io.StringIO()
    ran = bad = 0
    while True:
        with turn.get_lock():
            mine, turn.value = turn.value, turn.value + 1
        if mine >= len(suites):
            break
        result = unittest.TextTestRunner(stream=words, resultclass=Sentences, verbosity=0).run(suites[mine])
        ran += result.testsRun
        bad += len(result.failures) + len(result.errors)
        if not result.wasSuccessful():
            print(words.getvalue(), flush=True)
        words.truncate(words.seek(0))
    results.put((ran, bad))
    sys.stdout.flush()
    os._exit(0)  # a thread that a failed test left behind must not hold the whole check


def main(word):
    suites = classes(word)
    turn, results = multiprocessing.Value("i", 0), multiprocessing.SimpleQueue()
    workers = [multiprocessing.Process(target=work, args=(suites, turn, results)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    ended = [results.get() for worker in workers if worker.exitcode == 0]
    ran, bad = sum(ran for ran, _ in ended), sum(bad for _, bad in ended) + len(workers) - len(ended)
    print(f"{ran} flow tests ran, {bad} failed")
    return 1 if bad or ran == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
