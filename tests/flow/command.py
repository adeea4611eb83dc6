"""command.py: the command line that scripts and offices rely on."""

import json
import os
import pathlib
import shutil
import socket
import stat
import subprocess
import unittest

from season import BINARY, CALL, PASSWORD, Browser, Server, call_file, folder, grantd, local_link, sign_in


def serve(*words, **more):
    return grantd("serve", *words, **({"GRANTD_ALLOW_ROOT": "1"} | more))


class Words(unittest.TestCase):
    def setUp(self):
        self.folder = folder()

    def tearDown(self):
        shutil.rmtree(self.folder)

    def test_help(self):
        """help names every command and explains each; version says one line."""
        code, out, err = grantd("help")
        self.assertEqual((code, err), (0, ""))
        for name in ("serve", "account", "call", "check", "version", "help"):
            self.assertRegex(out, rf"(?m)^  {name} +\S")
            code, one, err = grantd("help", name)
            self.assertEqual((code, err), (0, ""))
            self.assertIn(f"grantd {name}", one)
        code, out, err = grantd("version")
        self.assertEqual((code, err, out.count("\n")), (0, "", 1))

    def test_usage(self):
        """Wrong usage is 2 with a sentence and the usage on stderr, nothing on stdout."""
        wrong = [("nonsense",), ("help", "nonsense"), ("version", "x"), ("serve", "x"),
                 ("serve", "--nonsense"), ("serve", "--data"), ("serve", "--workers", "0"),
                 ("serve", "--workers", "many"),
                 ("serve", "--mail-per-minute", "0"), ("serve", "--mail-per-day", "many"), ("serve", "--public-url", "ftp://a"),
                 ("serve", "--data", "a", "--data", "b"), ("serve", "--smtp-user", "a"),
                 ("serve", "--rehearse", "--smtp", "smtp://mail.example:25"),
                 ("account",), ("account", "add", "a@b.example"), ("account", "nonsense", "a"),
                 ("call",), ("call", "check"), ("call", "nonsense", "x"), ("check", "x")]
        for words in wrong:
            with self.subTest(words=words):
                code, out, err = grantd(*words, GRANTD_ALLOW_ROOT="1")
                self.assertEqual((code, out), (2, ""), err)
                self.assertRegex(err, r"^grantd.*: .")

    def test_no_words(self):
        """Without a command it explains itself on stderr with code 2."""
        code, out, err = grantd()
        self.assertEqual(code, 2, out + err)
        self.assertIn("grantd help", err)

    @unittest.skipUnless(os.geteuid() == 0, "only root can be refused as root")
    def test_root(self):
        """It does not run as root unless that is allowed."""
        code, out, err = grantd("serve", "--data", self.folder)
        self.assertEqual((code, out), (2, ""))
        self.assertIn("--allow-root", err)

    def test_call_check(self):
        """call check accepts the call of 2023 and names each mistake by its JSON path."""
        self.assertEqual(grantd("call", "check", str(CALL))[0], 0)
        call = json.loads(CALL.read_text())
        call["topics"][2]["code"] = call["topics"][0]["code"]
        del call["sections"][0]["fields"][0]["label"]["zh"]
        broken = pathlib.Path(self.folder, "broken.json")
        broken.write_text(json.dumps(call))
        code, out, err = grantd("call", "check", str(broken))
        self.assertEqual((code, out), (1, ""))
        self.assertRegex(err, r"(?m)^\$?[./]?topics[\[./]2\]?[./]code: .")
        self.assertRegex(err, r"(?m)^\$?[./]?sections[\[./]0\]?[./]fields[\[./]0\]?[./]label")
        for text in ("", "{", "[]", '{"format": "grantd-call-1"}'):
            broken.write_text(text)
            code, out, err = grantd("call", "check", str(broken))
            self.assertEqual((code, out), (1, ""), text)
            self.assertNotEqual(err, "")
        self.assertEqual(grantd("call", "check", self.folder + "/absent")[0], 1)

    def test_call_import(self):
        """call import fills a new folder, show prints it, a broken one changes nothing."""
        data = self.folder + "/data"
        code, out, err = grantd("call", "import", call_file(self.folder), "--data", data)
        self.assertEqual(code, 0, err)
        code, shown, err = grantd("call", "show", "2023", "--data", data)
        self.assertEqual(code, 0, err)
        self.assertEqual(json.loads(shown), json.loads(pathlib.Path(self.folder, "call.json").read_text()))
        broken = pathlib.Path(self.folder, "broken.json")
        broken.write_text("{}")
        self.assertEqual(grantd("call", "import", str(broken), "--data", data)[0], 1)
        self.assertEqual(grantd("call", "show", "--data", data)[1], shown)
        self.assertEqual(grantd("call", "show", "1999", "--data", data)[0], 1)
        self.assertEqual(grantd("check", "--data", data)[0], 0)


class Folders(unittest.TestCase):
    def setUp(self):
        self.folder = folder()
        self.data = self.folder + "/data"

    def tearDown(self):
        shutil.rmtree(self.folder)

    def test_one_server(self):
        """A second server on one folder is refused with 1, and the first goes on."""
        with Server(self.data) as server:
            code, out, err = serve("--data", self.data, "--listen", "127.0.0.1:0")
            self.assertEqual((code, out), (1, ""))
            self.assertIn("service/locked", err)
            Browser(server).get("/sign-in")

    def test_taken_port(self):
        """A port that is taken is refused with 1 and a reason."""
        with socket.create_server(("127.0.0.1", 0)) as taken:
            where = f"127.0.0.1:{taken.getsockname()[1]}"
            code, out, err = serve("--data", self.data, "--listen", where)
        self.assertEqual((code, out), (1, ""))
        self.assertRegex(err, r"grantd: .+\[\S+/\S+\]")

    def test_kinds(self):
        """A rehearsal never takes a real folder, nor the service a rehearsal's."""
        real, sham = self.folder + "/real", self.folder + "/sham"
        Server(real).start().stop()
        before = pathlib.Path(real, "grantd.db").read_bytes()
        code, out, err = serve("--rehearse", "--data", real, "--listen", "127.0.0.1:0")
        self.assertEqual((code, out), (1, ""))
        self.assertIn("service/real-folder", err)
        self.assertEqual(pathlib.Path(real, "grantd.db").read_bytes(), before)
        Server(sham, rehearse=True).start().stop()
        code, out, err = serve("--data", sham, "--listen", "127.0.0.1:0")
        self.assertEqual((code, out), (1, ""))
        self.assertRegex(err, r"\[service/\S+\]")
        with Server(sham, rehearse=True) as server:
            self.assertGreater(len(Browser(server).get("/rehearsal")["people"]), 10)

    def test_other_files(self):
        """A rehearsal empties no folder that holds somebody's files."""
        mine = pathlib.Path(self.folder, "mine.txt")
        mine.write_text("keep me")
        code, out, err = serve("--rehearse", "--data", self.folder, "--listen", "127.0.0.1:0")
        self.assertEqual((code, out), (1, ""))
        self.assertIn("service/foreign-folder", err)
        self.assertEqual(mine.read_text(), "keep me")

    def test_private(self):
        """The data folder and what is in it belong to its owner alone."""
        with Server(self.data):
            for path in [pathlib.Path(self.data), *pathlib.Path(self.data).rglob("*")]:
                mode = stat.S_IMODE(path.lstat().st_mode)
                self.assertEqual(mode & 0o077, 0, f"{path} {mode:o}")

    def test_environment(self):
        """Every flag has a twin in the environment, and an unknown twin's value stops the start."""
        with Server(self.data, GRANTD_WORKERS="2"):
            pass
        code, out, err = serve("--data", self.data, "--listen", "127.0.0.1:0", GRANTD_WORKERS="none")
        self.assertEqual((code, out), (2, ""))
        self.assertIn("workers", err)

    def test_rehearsal_routes(self):
        """The routes of the rehearsal do not exist in a real service."""
        with Server(self.data) as server:
            browser = Browser(server)
            browser.get("/rehearsal", status=404)
            browser.post("/rehearsal/sign-in", {"who": "0" * 16}, status=(404, 405))
            browser.post("/rehearsal/clock", {"now": "2030-01-01T00:00:00Z"}, status=(404, 405))

    def test_interrupted(self):
        """Ctrl-C in a terminal ends it as politely as SIGTERM."""
        server = Server(self.data).start()
        server.process.send_signal(2)
        server._end(30)
        self.assertEqual(server.process.returncode, 0, server.stderr())

    def test_logs(self):
        """Logs are JSON lines on standard error."""
        with Server(self.data) as server:
            Browser(server).get("/sign-in")
            server.stop()
            for line in server.errors:
                json.loads(line)


class Accounts(unittest.TestCase):
    def setUp(self):
        self.folder = folder()
        self.data = self.folder + "/data"
        code, out, err = grantd("call", "import", call_file(self.folder), "--data", self.data)
        self.assertEqual(code, 0, err)

    def tearDown(self):
        shutil.rmtree(self.folder)

    def add(self, role, address, *more):
        return grantd("account", "add", "--role", role, address, "--data", self.data, *more)

    def use(self, server, path, address):
        """The first link: a password is chosen once."""
        browser = Browser(server)
        browser.get(path)
        version = browser.get("/sign-up")["privacy"]["version"]
        browser.post(path, {"password": PASSWORD, "privacy": version, "agree": "on"})
        return sign_in(server, address)

    def test_first_link(self):
        """account add prints a one-time link that works once; the new administrator is in."""
        code, out, err = self.add("administrator", "root@office.example", "--name", "温如故")
        self.assertEqual((code, out.count("\n")), (0, 1), err)
        path = local_link(out)
        with Server(self.data) as server:
            browser = self.use(server, path, "root@office.example")
            browser.get("/office/people")
            Browser(server).get(path, status=404)
            Browser(server).post(path, {"password": PASSWORD}, status=404)

    def test_while_serving(self):
        """Commands that write are handed to the server that holds the folder."""
        with Server(self.data) as server:
            control = pathlib.Path(self.data, "control").lstat()
            self.assertTrue(stat.S_ISSOCK(control.st_mode))
            self.assertEqual(stat.S_IMODE(control.st_mode), 0o600)
            code, out, err = self.add("secretary", "office@office.example")
            self.assertEqual(code, 0, err)
            self.assertIn(f":{server.port}/link/", out)
            self.use(server, local_link(out), "office@office.example").get("/office/people")
            code, out, err = self.add("secretary", "office@office.example")
            self.assertEqual(code, 1, out)
            self.assertIn("account/exists", err)
            code, out, err = grantd("call", "import", call_file(self.folder), "--data", self.data)
            self.assertEqual(code, 0, err)
            self.assertEqual(grantd("check", "--data", self.data)[0], 0)
        self.assertFalse(pathlib.Path(self.data, "control").exists())

    def test_roles(self):
        """account role gives and ends a role; account link ends the link before it."""
        code, first, err = self.add("administrator", "root@office.example")
        code, out, err = grantd("account", "link", "root@office.example", "--data", self.data)
        self.assertEqual(code, 0, err)
        with Server(self.data) as server:
            Browser(server).get(local_link(first), status=404)
            self.use(server, local_link(out), "root@office.example")
        words = ("account", "role", "--role", "secretary", "root@office.example", "--data", self.data)
        self.assertEqual(grantd(*words)[0], 0)
        self.assertEqual(grantd(*words, "--end")[0], 0)

    def test_refused(self):
        """An unknown role, a bad address and an unknown account are refused with 1."""
        self.assertEqual(self.add("emperor", "a@b.example")[0], 1)
        self.assertEqual(self.add("secretary", "not an address")[0], 1)
        self.assertEqual(grantd("account", "link", "a@b.example", "--data", self.data)[0], 1)

    def test_sandbox(self):
        """A server gains no privileges, may not start programs, and keeps its files to itself."""
        code, out, err = grantd("--sandbox-check")
        self.assertEqual((code, out == ""), (0, False) if code == 0 else (1, True), err)
        with Server(self.data, flags=["--require-sandbox"] if code == 0 else []) as server:
            status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
            self.assertIn("NoNewPrivs:\t1", status)
            self.assertIn("Seccomp:\t2", status)
            Browser(server).get("/")
            for path in pathlib.Path(self.data).rglob("*"):
                self.assertEqual(stat.S_IMODE(path.lstat().st_mode) & 0o077, 0, path)

    def test_output_closed(self):
        """A closed standard output does not crash a command."""
        done = subprocess.run(f"{BINARY} help | true", shell=True, stderr=subprocess.PIPE, timeout=60)
        self.assertNotIn(b"Sanitizer", done.stderr)
