"""sink.py FOLDER: a mail server on loopback for tests.

The first line it writes is its port.  Lines it reads change how it answers, each acknowledged with
"ok": "ok" takes everything, "451" and "554spam" refuse at the end of DATA, "550" and "452" refuse
recipients ("452 ADDRESS": only that one).  What it took is in FOLDER as N.eml and, parsed, N.json.
It ends when its input does.
"""
import asyncio
import email
import email.policy
import json
import pathlib
import sys

from aiosmtpd.smtp import SMTP

ANSWERS = {
    "451": "451 4.7.1 Try again later",
    "452": "452 4.2.2 Mailbox full",
    "550": "550 5.1.1 No such user here",
    "554spam": "554 DT:SPM looks like spam",
}


def describe(envelope):
    message = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
    parts = [
        {"name": part.get_filename() or "", "type": part.get_content_type(), "text": part.get_content()}
        for part in message.walk()
        if not part.is_multipart()
    ]
    return {
        "from": envelope.mail_from,
        "to": envelope.rcpt_tos,
        "subject": message["Subject"],
        "message_id": message["Message-ID"],
        "parts": parts,
    }


class Sink:
    def __init__(self, folder):
        self.folder, self.count, self.mode = folder, 0, ["ok"]

    async def handle_RCPT(self, server, session, envelope, address, options):
        mode, *only = self.mode
        if mode in ("550", "452") and (not only or address in only):
            return ANSWERS[mode]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.mode[0] in ("451", "554spam"):
            return ANSWERS[self.mode[0]]
        self.count += 1
        (self.folder / f"{self.count}.eml").write_bytes(envelope.original_content)
        (self.folder / f"{self.count}.json").write_text(json.dumps(describe(envelope)))
        return f"250 queued as {self.count}"


async def serve(sink):
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(sink, hostname="localhost"), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        sink.mode = line.split()
        print("ok", flush=True)
    server.close()


asyncio.run(serve(Sink(pathlib.Path(sys.argv[1]))))
