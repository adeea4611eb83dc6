"""sink.py FOLDER [tls|starttls PEM]: a mail server on loopback for tests.

The first line it writes is its port.  Lines it reads change how it answers, each acknowledged with
"ok": "ok" takes everything; "550", "550rate" and "452" refuse recipients ("452 ADDRESS": only that
one); "421" refuses them and hangs up; "535" refuses every sign-in; "451", "554", "554spam" and
"554lines", "gbk" refuse at the end of DATA, "hang" never answers there, "cut" hangs up in the middle of it.
What it took is in FOLDER as N.eml and, parsed, N.json; every byte that it was sent is in "wire".
It ends when its input does.
"""
import asyncio
import base64
import email
import email.policy
import json
import pathlib
import ssl
import sys
from email.header import decode_header, make_header

from aiosmtpd.smtp import SMTP, AuthResult

AT_RECIPIENT = {
    "452": "452 4.2.2 Mailbox full",
    "550": "550 5.1.1 No such user here: <{address}>",
    "550rate": "550 5.7.1 Sending frequency limited",
}
AFTER_DATA = {
    "451": "451 4.7.1 Try again later",
    "554": "554 5.6.0 Cannot be processed",
    "554spam": "554 DT:SPM looks like spam",
    "554lines": "554-5.7.1 This looks like spam\r\n554 5.7.1 see https://mx.example/help",
    "gbk": "554 邮箱".encode("gbk") + b"\x01",
}


def describe_part(part):
    name, payload = part.get_filename() or "", part.get_payload(decode=True)
    text = part.get_content() if part.get_content_maintype() == "text" else ""
    return {
        "name": name,
        "type": part.get_content_type(),
        "text": text,
        "base64": base64.b64encode(payload).decode(),
    }


def describe(envelope):
    message = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
    # The newer parser leaves a space between the encoded words of a name (RFC 2047 §6.2 does not).
    sender = email.message_from_bytes(envelope.original_content)["From"]
    return {
        "from": envelope.mail_from,
        "to": envelope.rcpt_tos,
        "sender": str(make_header(decode_header(sender))),
        "headers": {name: str(value) for name, value in message.items()},
        "subject": message["Subject"],
        "message_id": message["Message-ID"],
        "defects": [repr(defect) for part in message.walk() for defect in part.defects],
        "parts": [describe_part(part) for part in message.walk() if not part.is_multipart()],
    }


class Session(SMTP):
    """Writes down what it is sent, and can hang up in the middle of DATA."""

    def data_received(self, data):
        with open(self.event_handler.folder / "wire", "ab") as wire:
            wire.write(data)
        super().data_received(data)

    async def smtp_DATA(self, arg):
        if self.event_handler.mode[0] != "cut":
            return await super().smtp_DATA(arg)
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        self.transport.abort()


class Sink:
    def __init__(self, folder):
        self.folder, self.count, self.mode = folder, 0, ["ok"]

    def authenticate(self, server, session, envelope, mechanism, data):
        return AuthResult(success=self.mode[0] != "535", handled=False)

    async def handle_RCPT(self, server, session, envelope, address, options):
        mode, *only = self.mode
        if mode == "421":
            await server.push("421 4.7.0 Too much for today")
            server.transport.close()
            return "421 4.7.0 Too much for today"
        if mode in AT_RECIPIENT and (not only or address in only):
            return AT_RECIPIENT[mode].format(address=address)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.mode[0] == "hang":
            await asyncio.sleep(30)
        if self.mode[0] in AFTER_DATA:
            return AFTER_DATA[self.mode[0]]
        self.count += 1
        (self.folder / f"{self.count}.eml").write_bytes(envelope.original_content)
        (self.folder / f"{self.count}.json").write_text(json.dumps(describe(envelope)))
        return f"250 queued as {self.count}"


def tls_options(kind="", pem=None):
    if not kind:
        return {}, {}
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)
    return ({"ssl": context}, {}) if kind == "tls" else ({}, {"tls_context": context})


async def serve(sink, *tls):
    outer, inner = tls_options(*tls)
    inner.update(authenticator=sink.authenticate, auth_require_tls=False)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Session(sink, hostname="localhost", **inner), "127.0.0.1", 0, **outer
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        sink.mode = line.split()
        print("ok", flush=True)
    server.close()


asyncio.run(serve(Sink(pathlib.Path(sys.argv[1])), *sys.argv[2:]))
