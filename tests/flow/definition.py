"""definition.py: a call's definition comes in by the browser: its mistakes, its changes, and only then its effect."""

import json
import pathlib
import shutil
import unittest

from register import secretary
from season import Server, Sink, call_file, folder, grantd, open_call, sign_up, start


class Definition(unittest.TestCase):
    def setUp(self):
        self.sink = self.enterContext(Sink())
        self.server = self.enterContext(
            Server(flags=["--smtp", self.sink.url, "--mail-from", "fund@caai.example"]))
        open_call(self.server)
        self.office = secretary(self.server)
        where = folder()
        self.call = json.loads(pathlib.Path(call_file(where)).read_text())
        shutil.rmtree(where)

    def upload(self, document, status=200):
        text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
        return self.office.post("/office/call/definition", {}, status=status,
                                files=[("file", "2023.json", "application/json", text.encode())])

    def version(self):
        return self.office.get("/office/call")["version"]

    def test_upload(self):
        """What it would change is shown, and nothing counts before it is confirmed."""
        self.call["lede"]["zh"] = "换了的导语"
        self.call["topics"][0]["title"]["zh"] = "换了的课题名"
        at = self.upload(self.call).location
        model = self.office.get(at)
        self.assertTrue(model["may_confirm"])

        said = json.dumps(model["changes"], ensure_ascii=False)
        self.assertIn("换了的导语", said)
        self.assertIn("换了的课题名", said)
        self.assertEqual(self.version(), 1)
        self.assertNotIn("换了的课题名", json.dumps(self.office.get("/topics/1"), ensure_ascii=False))
        self.office.post(at)
        self.assertEqual(self.version(), 2)
        self.assertIn("换了的课题名", json.dumps(self.office.get("/topics/1"), ensure_ascii=False))
        self.office.post(at, status=404)

    def test_mistakes(self):
        """Every mistake is named with its path, in JSON and on the page; nothing is kept of a wrong one."""
        self.call["topics"][1]["title"] = 7
        del self.call["criteria"][0]["weight"]
        refused = self.upload(self.call, status=422)
        paths = {p["path"] for p in refused.model()["error"]["problems"]}
        self.assertTrue(any("topics[1].title" in path for path in paths), paths)
        self.assertTrue(any("criteria[0].weight" in path for path in paths), paths)
        self.upload("{not json", status=(400, 422))
        self.assertEqual(self.version(), 1)

    def test_answered(self):
        """A field that somebody has answered may be worded anew, but not dropped, by the browser or by the command."""
        lin = sign_up(self.server, self.sink, "lin@inst.example", "林知远")
        key = start(lin, "3")
        lin.post_json(f"/applications/{key}/sections/basic", {"fields": {"title": "已经填写的题目"}})
        basic = next(s for s in self.call["sections"] if s["key"] == "basic")
        basic["fields"] = [f for f in basic["fields"] if f.get("means") != "abstract"]
        at = self.upload(self.call).location
        model = self.office.get(at)
        self.assertTrue(model["refused"])
        self.assertFalse(model["may_confirm"])
        self.assertEqual(self.office.post(at, status=409).code, "call/breaks")
        where = folder()
        path = f"{where}/call.json"
        with open(path, "w") as file:
            json.dump(self.call, file, ensure_ascii=False)
        code, out, err = grantd("call", "import", path, "--data", self.server.data)
        shutil.rmtree(where)
        self.assertEqual(code, 1, out)
        self.assertIn("call/breaks", err)
        self.assertEqual(self.version(), 1)
        lin.post("/office/call/definition", {}, status=404)
