"""paper.py: what a PDF of some twenty pages costs, in CPU time of the helper, beside LibreOffice's for its text."""

import json
import os
import pathlib
import resource
import shutil
import subprocess
import time

from season import Browser

TICK = os.sysconf("SC_CLK_TCK")
TURNS = 20
LONG = "\n".join("现有方法在算力与精度之间取舍过多，难以直接用于 MindSpore 平台；本项目给出可复现的对照。" * 6
                 + f"\n（{n % 9 + 1}）列表的一项，随后还有较长的说明，需要换行以后与文字对齐。" for n in range(1, 26))


def children(process):
    """The helper's workers: [(pid, CPU seconds)]."""
    out = []
    for place in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = place.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == process:
            out.append((int(place.parent.name), (int(fields[11]) + int(fields[12])) / TICK))
    return out


def spent(server):
    return sum(cpu for keeper, _ in children(server.process.pid) for _, cpu in children(keeper))


def pages_of(pdf):
    out = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return int(next(line for line in out.splitlines() if line.startswith("Pages:")).split()[1])


def office(where, pdf):
    """CPU seconds of LibreOffice for the same text as plain paragraphs; None without it."""
    program = shutil.which("soffice")
    if program is None:
        return None
    text = where / "text.txt"
    text.write_bytes(subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([program, f"-env:UserInstallation=file://{where}/office", "--headless", "--convert-to", "pdf",
                    "--outdir", str(where), str(text)], capture_output=True, timeout=120, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(where, server, data):
    owner, key = Browser(server), data.forms[0]
    owner.cookies["grantd-session"] = data.owner_sessions[0]
    fields = {name: LONG for name in ("background", "aims", "feasibility")}
    answer = owner.ask("POST", f"/applications/{key}/sections/basis", json.dumps({"fields": fields}, ensure_ascii=False).encode(),
                       {"Content-Type": "application/json", "X-CSRF-Token": owner.get("/")["csrf"]})
    assert answer.status == 200, answer
    place = f"/applications/{key}/draft.pdf"
    begun = time.monotonic()
    pdf = owner.ask("GET", place).body
    first, fresh = time.monotonic() - begun, spent(server)
    begun = time.monotonic()
    for _ in range(TURNS):
        answer = owner.ask("GET", place)
        assert answer.status == 200, answer
    took, cpu = (time.monotonic() - begun) / TURNS, (spent(server) - fresh) / TURNS
    other = office(where, pdf)
    print(f"PDF of {pages_of(pdf)} pages, {len(pdf) // 1024} KiB: {1000 * cpu:.0f} ms of CPU, {1000 * took:.0f} ms to "
          f"the reader; the first of a worker {1000 * fresh:.0f} and {1000 * first:.0f} ms; LibreOffice for the text: "
          f"{'not installed' if other is None else f'{1000 * other:.0f} ms of CPU'}", flush=True)
