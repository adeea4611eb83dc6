"""fund.py: the people of a whole season, their letters, and the lists they take away."""

import csv
import fractions
import hashlib
import io
import json
import pathlib
import re
import subprocess
import time

import openpyxl

from season import CALL, PASSWORD, Browser, Sink, grantd, link_in, sign_in, text_of

BEIJING = 8 * 3600
DIGITS = "零壹贰叁肆伍陆柒捌玖"
HEADERS = json.loads((CALL.parents[1] / "i18n/zh-CN/contract.json").read_text())["column"]
MONEY = ("amount", "paid")
MONTHS = ("starts_on", "ends_on")
DATES = ("sent_on", "signed_b_on", "signed_a_on", "invoiced_on", "paid_on", "acceptance_due")
NAMES = ("project_number", "contract_number", "credit_code", "account_number", "phone", "agent_phone",
         "courier", "invoice")

AUTHORS = ("林知远 周庭芳 陈砚秋 韩予墨 苏望舒 方折柳 罗青禾 江越人 温以宁 沈见山 顾南枝 "
         "许知白 叶向晚 程远志 秦问渠 唐采薇 白行简 宋时雨 何所思 梁望津 谢长庚").split()
HOUSES = [f"示例第{number}大学" for number in "一二三四五六七八九十"]
STEPS = {"sent": "2023-12-06", "signed": "2023-12-08", "effective": "2023-12-10", "filed": "2023-12-12"}
STATES = {"sent": "已发出", "signed": "乙方已签", "effective": "已生效", "filed": "原件已归档"}


def beijing(seconds, words="%Y-%m-%d %H:%M:%S"):
    """A moment as the office types it."""
    return time.strftime(words, time.gmtime(seconds + BEIJING))


class Proposal:
    """What the test knows of an application: who, topic, amount, and all that happens to it."""

    def __init__(self, author, topic):
        self.author, self.topic = author, topic
        self.title = f"{author.name}的课题 {topic} 研究"
        self.amount = 300000 + 40000 * (author.number % 5)
        self.key = self.number = self.outcome = None
        self.version, self.eligible, self.totals, self.reviewers = 1, True, [], []

    @property
    def mean(self):
        return mean(self.totals)


class Author:
    def __init__(self, number, name):
        self.number, self.name = number, name
        self.address = f"applicant{number}@inst.example"
        self.house = HOUSES[number % len(HOUSES)]
        self.browser, self.proposals = None, []


def everybody():
    """Twenty-one applicants; the first is the one who applies to everything."""
    return [Author(number, name) for number, name in enumerate(AUTHORS)]


class PostOffice(Sink):
    """A mail server that knows nobody at `unknown` at first, and keeps what it was offered."""

    def __init__(self):
        super().__init__()
        self.unknown, self.offered = set(), []

    async def handle_DATA(self, server, session, envelope):
        if self.unknown & set(envelope.rcpt_tos):
            self.offered.append(envelope.content)
            return "550 5.1.1 No such user here"
        return await super().handle_DATA(server, session, envelope)

    def about(self, address, words, patience=30):
        """The one message to this address that holds these words, waited for."""
        until = time.monotonic() + patience
        found = []
        while not found and time.monotonic() < until:
            found = [m for m in self.to(address) if words in str(m["Subject"]) + text_of(m)]
            time.sleep(0.02)
        assert len(found) == 1, f"{len(found)} messages to {address} about {words}"
        return found[0]

    def settle(self, count, patience=60):
        """Waits until so many messages have come in all; the daily digest comes when it is eight."""
        until = time.monotonic() + patience
        told = lambda: sum(not str(m["Subject"]).startswith("[日报]") for m in list(self.messages))
        while told() < count and time.monotonic() < until:
            time.sleep(0.02)
        assert told() == count, f"{told()} messages, not {count}"


def sound_letter(message):
    """What every letter is: one recipient, plain ASCII, base64 in short lines, readable headers."""
    assert message.raw.isascii()
    assert max(map(len, message.raw.split(b"\r\n"))) <= 78
    assert not [d for part in message.walk() for d in part.defects], message["Subject"]
    assert [a.addr_spec for a in message["To"].addresses] == message.envelope_to
    assert message["From"].addresses[0].addr_spec == message.envelope_from
    assert re.fullmatch(r"<[^<>@\s]+@[^<>@\s]+>", message["Message-ID"])
    assert message["Date"].datetime is not None
    assert "=?utf-8?" in message.raw.split(b"\r\n\r\n")[0].decode().lower()
    assert re.search(r"[\u4e00-\u9fff]", message["Subject"]), message["Subject"]
    for part in message.walk():
        if not part.is_multipart():
            assert part["Content-Transfer-Encoding"] == "base64"


def copies_in(message):
    """What is attached to a letter: the JSON, and the text of the PDF, in which no line is broken."""
    parts = {part.get_content_type(): part for part in message.iter_attachments()}
    assert set(parts) == {"application/json", "application/pdf"}, parts
    name = parts["application/json"].get_filename()
    assert name.endswith(".json") and parts["application/pdf"].get_filename() == name[:-4] + "pdf"
    return json.loads(parts["application/json"].get_content()), pdf_text(parts["application/pdf"].get_content())


def pdf_text(pdf):
    """Its words, without spaces and line ends."""
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    return "".join(text.decode().split())


def canonical_sha256(content):
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def take_invitation(server, sink, address):
    """Follows the link in an invitation: a password is chosen, the role is held."""
    browser = Browser(server)
    path = link_in(sink.wait(address))
    browser.get(path)
    use_link(browser, path)
    return sign_in(server, address)


def use_link(browser, path):
    privacy = browser.get("/sign-up")["privacy"]["version"]
    browser.post(path, {"password": PASSWORD, "privacy": privacy, "agree": "on"})
    browser.csrf = None


def weighted_total(criteria, scores, most=10):
    """A review's total out of 100, in ten-thousandths, halves up."""
    earned = sum(c["weight"] * scores[c["key"]] for c in criteria)
    whole = sum(c["weight"] * most for c in criteria)
    return half_up(fractions.Fraction(1000000 * earned, whole))


def mean(totals):
    return half_up(fractions.Fraction(sum(totals), len(totals)))


def half_up(number):
    return int(number + fractions.Fraction(1, 2))


def points(ten_thousandths):
    """Points as pages show them: two places, halves up."""
    whole, rest = divmod((ten_thousandths + 50) // 100, 100)
    return f"{whole}.{rest:02}"


def capital(fen):
    """大写 of a whole number of 万元 below a hundred 万."""
    yuan, rest = divmod(fen // 100, 10000)
    assert fen % 1000000 == 0 and rest == 0 and 0 < yuan < 100
    tens, ones = divmod(yuan, 10)
    return (DIGITS[tens] + "拾" if tens else "") + (DIGITS[ones] if ones else "") + "万元整"


def compared(data, kind, columns, expected):
    """A list as another program reads it, and as it should be read: two equal values.

    `expected` are rows of texts and of numbers (money in whole yuan) in the order of `columns`."""
    return {"json": as_json, "csv": as_csv, "xlsx": as_xlsx}[kind](data, columns, expected)


def as_json(data, columns, expected):
    wanted = [dict((f"{c}_fen", v * 100) if c in MONEY else (c, v) for c, v in zip(columns, row))
              for row in expected]
    return json.loads(data), wanted


def as_csv(data, columns, expected):
    """With a byte order mark, and nothing in it that a spreadsheet would run."""
    def typed(column, value):
        text = f"{value}.00" if column in MONEY else str(value)
        return "'" + text if text.startswith("=") else text

    assert data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\r\n")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    return rows, [[HEADERS[c] for c in columns]] + [[typed(c, v) for c, v in zip(columns, row)]
                                                    for row in expected]


def as_xlsx(data, columns, expected):
    """Cells with their types: numbers that are names are text and stay text when edited."""
    def seen(column, cell):
        value = cell.value.strftime("%Y-%m-%d") if cell.data_type == "d" else cell.value
        return value, cell.data_type if value is not None else "", cell.number_format == "@"

    def wanted(column, value):
        kind = "n" if isinstance(value, int) else "d" if column in DATES else "s"
        # A month is no day, so it is a name; an empty cell of days too.
        named = column in NAMES or column in MONTHS or (column in DATES and value == "")
        return (None, "", named) if value == "" else (value, kind, named)

    head, *rows, sums = openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows()
    found = [[cell.value for cell in head]] + [[seen(c, cell) for c, cell in zip(columns, row)] for row in rows]
    found.append({c: cell.value for c, cell in zip(columns, sums) if c in MONEY})
    right = [[HEADERS[c] for c in columns]] + [[wanted(c, v) for c, v in zip(columns, row)] for row in expected]
    right.append({c: sum(row[columns.index(c)] for row in expected) for c in MONEY})
    return found, right


def details_of(number):
    """What the office types into a contract; a note that a spreadsheet would run."""
    return {"credit_code": f"12100000400000{number:03}X", "account_name": f"示例单位 {number} 户",
            "bank": "示例银行北京分行", "account_number": f"62220000000000012{number:02}",
            "agent": "经办人", "agent_phone": f"010000000{number:02}", "postal": "北京市海淀区 1 号, 2 楼",
            "instalments": "两批", "copies": str(4 + number % 2), "courier": f"00SF{number:06}",
            "invoiced_on": "2023-12-15", "invoice": f"000123{number:02}", "paid": str(1000 * number),
            "paid_on": "2023-12-18", "acceptance_due": "2024-12-31", "note": '=HYPERLINK("x")'}


def export_by_command(server, preset, kind):
    path = pathlib.Path(f"{server.data}-{preset}.{kind}")
    try:
        code, out, err = grantd("export", preset, "--call", "2023", "--format", kind, "--output",
                                str(path), "--data", server.data)
        assert code == 0, out + err
        return path.read_bytes()
    finally:
        path.unlink(missing_ok=True)
