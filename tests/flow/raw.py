"""raw.py: requests byte by byte, as no browser sends them."""

import json
import re
import socket
import unittest

from season import Browser, Server

PAGE, FILE = "/sign-in", "/static/app.css"
HOST = "Host: a\r\n"
LAST = "Connection: close\r\n\r\n"
POST = f"POST {PAGE} HTTP/1.1\r\n{HOST}"
CASES = [
    (f"GET {PAGE} HTTP/1.1\r\n{HOST}{LAST}", 200),
    (f"HEAD {PAGE} HTTP/1.1\r\n{HOST}{LAST}", 200),
    (f"GET {FILE} HTTP/1.0\r\n\r\n", 200),
    (f"TRACE {PAGE} HTTP/1.1\r\n{HOST}{LAST}", 405),
    (f"PUT {PAGE} HTTP/1.1\r\n{HOST}{LAST}", 405),
    (f"DELETE {PAGE} HTTP/1.1\r\n{HOST}{LAST}", 405),
    (f"OPTIONS * HTTP/1.1\r\n{HOST}{LAST}", 405),
    (f"CONNECT a:443 HTTP/1.1\r\n{HOST}{LAST}", (400, 405)),
    (f"GET {PAGE} HTTP/1.1\r\n{LAST}", 400),
    (f"GET {PAGE} HTTP/1.1\r\n{HOST}Host: b\r\n{LAST}", 400),
    (f"GET /static/../sign-in HTTP/1.1\r\n{HOST}{LAST}", 400),
    (f"GET /static/%2e%2e/sign-in HTTP/1.1\r\n{HOST}{LAST}", 400),
    (f"GET /static%2fapp.css HTTP/1.1\r\n{HOST}{LAST}", 400),
    (f"GET /static/app.css%00 HTTP/1.1\r\n{HOST}{LAST}", 400),
    (f"GET //sign-in HTTP/1.1\r\n{HOST}{LAST}", 400),
    (f"GET /nowhere HTTP/1.1\r\n{HOST}{LAST}", 404),
    (f"{POST}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
    (f"{POST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    (f"{POST}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400),
    (f"{POST}Content-Length : 30\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    (f"{POST}Content-Length: 900000\r\n\r\n", 413),
    (f"{POST}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n{LAST}a=b", 403),
    (f"{POST}Content-Type: text/xml\r\nContent-Length: 3\r\n{LAST}a=b", (400, 403, 415)),
    ("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", (0, 400)),
    ("nonsense\r\n\r\n", (0, 400)),
]
# libmicrohttpd 0.9.75 answers these itself, before any of our code is asked, without our headers (and
# the last one twice): all that can be promised is the refusal, the end, and that nothing is echoed.
LIBRARY = [
    (f"GET /{'a' * 20000} HTTP/1.1\r\n{HOST}{LAST}", (400, 404, 413, 414, 431)),
    (f"GET {PAGE} HTTP/1.1\r\n{HOST}X: {'a' * 70000}\r\n{LAST}", (400, 413, 431)),
    (f"{POST}Content-Length: +1\r\n\r\na", 400),
]
GUARDS = {
    "Content-Security-Policy": r"default-src 'none';(?!.*unsafe)",
    "X-Content-Type-Options": r"nosniff",
    "X-Frame-Options": r"DENY",
    "Referrer-Policy": r"same-origin|no-referrer",
    "Cross-Origin-Opener-Policy": r"same-origin",
    "Cross-Origin-Resource-Policy": r"same-origin",
    "Permissions-Policy": r"camera=\(\)",
    "Cache-Control": r"\S",
}


def ask(port, text):
    """Sends bytes, reads until the server closes: status (0 when none), head, body."""
    got = b""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.settimeout(10)
        try:
            line.sendall(text.encode("latin-1"))
            while block := line.recv(65536):
                got += block
        except (ConnectionResetError, BrokenPipeError):
            pass
    head, _, body = got.partition(b"\r\n\r\n")
    found = re.match(rb"HTTP/1\.[01] (\d{3}) ", head)
    return int(found[1]) if found else 0, head.decode("latin-1"), body


def header(head, name):
    found = re.search(rf"(?im)^{name}: *(.*?)\r?$", head)
    return found[1] if found else None


class Raw(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server().__enter__()
        cls.addClassCleanup(cls.server.__exit__, None, None, None)

    def test_cases(self):
        """Requests that could be read in two ways are refused, one answer each, and closed."""
        for text, status in CASES:
            with self.subTest(text=text[:120]):
                got, head, body = ask(self.server.port, text)
                self.assertIn(got, status if isinstance(status, tuple) else (status,), head)
                self.assertNotIn(b"HTTP/1.1 ", body)

    def test_library(self):
        """What the library refuses by itself is refused and closed, and nothing comes back of it."""
        for text, status in LIBRARY:
            got, head, body = ask(self.server.port, text)
            self.assertIn(got, status if isinstance(status, tuple) else (status,), head)
            self.assertLess(len(body), 400)
            self.assertNotIn(b"aaaa", body)

    def test_guards(self):
        """Every answer carries the headers that guard the browser, errors too."""
        for text, _ in CASES:
            got, head, _ = ask(self.server.port, text)
            with self.subTest(text=text[:120], status=got):
                # Bytes that are no HTTP at all are answered by the library, if at all.
                for name, pattern in GUARDS.items() if got else ():
                    self.assertRegex(header(head, name) or "", pattern, name)
                self.assertIsNone(header(head, "Server"))

    def test_head(self):
        """HEAD answers as GET does, without a body."""
        for path in (PAGE, FILE, "/nowhere"):
            _, get, body = ask(self.server.port, f"GET {path} HTTP/1.1\r\n{HOST}{LAST}")
            status, head, none = ask(self.server.port, f"HEAD {path} HTTP/1.1\r\n{HOST}{LAST}")
            self.assertEqual(none, b"")
            for name in ("Content-Type", "Content-Length", "Cache-Control"):
                self.assertEqual(header(head, name), header(get, name), path)
            self.assertEqual(get.split("\r\n")[0], head.split("\r\n")[0])

    def test_kinds(self):
        """JSON for who asks for it, errors too; HTML says its language."""
        browser = Browser(self.server)
        for path, status in (("/sign-in", 200), ("/nowhere", 404), ("/profile", 401)):
            answer = browser.ask("GET", path)
            self.assertEqual((answer.status, answer.headers["Content-Type"]), (status, "application/json"))
            json.loads(answer.body)
        answer = Browser(self.server, "en").ask("GET", "/nowhere", accept="text/html")
        self.assertEqual((answer.status, answer.headers["Content-Language"]), (404, "en"))
        self.assertIn(b'<html lang="en"', answer.body)
        answer = browser.ask("GET", "/profile", accept="text/html")
        self.assertEqual((answer.status, answer.headers["Location"]), (303, "/sign-in?next=/profile"))

    def test_cookies(self):
        """Cookies are out of the reach of scripts and of other sites."""
        _, head, _ = ask(self.server.port, f"GET {PAGE} HTTP/1.1\r\n{HOST}{LAST}")
        self.assertRegex(header(head, "Set-Cookie"), r"HttpOnly; SameSite=Lax")

    def test_pipelined(self):
        """Two requests on one connection are two answers in their order."""
        two = f"GET {FILE} HTTP/1.1\r\n{HOST}\r\nGET /nowhere HTTP/1.1\r\n{HOST}{LAST}"
        _, head, rest = ask(self.server.port, two)
        self.assertIn("200 OK", head)
        self.assertEqual(re.findall(rb"HTTP/1\.1 (\d{3})", rest), [b"404"])
