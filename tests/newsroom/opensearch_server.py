"""The part of OpenSearch that Qixin uses, as its documentation has it, in the tests' own process.

It is stricter than the real one: a path, a parameter or a key that is not listed here is refused.
As in the real one, what was put in is found after a refresh and not before.
"""

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

FIELD = {
    "text": {"type", "analyzer", "index_options"},
    "long": {"type"},
    "keyword": {"type"},
}


class Problem(Exception):
    def __init__(self, status, kind, reason=""):
        super().__init__(reason)
        self.status, self.kind, self.reason = status, kind, reason

    @property
    def body(self):
        return {"error": {"type": self.kind, "reason": self.reason}, "status": self.status}


def only(given, allowed, what):
    if unknown := set(given) - set(allowed):
        raise Problem(400, "parsing_exception", f"{what}: unknown {sorted(unknown)}")


class Index:
    def __init__(self, body):
        only(body, {"mappings", "aliases"}, "index")
        only(body["mappings"], {"dynamic", "properties"}, "mappings")
        assert body["mappings"]["dynamic"] == "strict"
        self.fields = body["mappings"]["properties"]
        for name, field in self.fields.items():
            only(field, FIELD[field["type"]], name)
            if field["type"] == "text":
                assert field["analyzer"] == "whitespace"
        self.written, self.found = {}, {}

    def refresh(self):
        self.found = dict(self.written)

    def check(self, document):
        for name, value in document.items():
            if name not in self.fields:
                raise Problem(400, "strict_dynamic_mapping_exception", name)
            kind = {"long": int, "text": str, "keyword": str}[self.fields[name]["type"]]
            if value is not None and (not isinstance(value, kind) or isinstance(value, bool)):
                raise Problem(400, "mapper_parsing_exception", f"{name}: {value!r}")

    def matches(self, document, query):
        ((name, given),) = query.items()
        if name == "bool":
            only(given, {"filter", "should", "minimum_should_match"}, "bool")
            held = all(self.matches(document, one) for one in given.get("filter", ()))
            if "should" in given:
                count = sum(self.matches(document, one) for one in given["should"])
                held = held and count >= given["minimum_should_match"]
            return held
        ((field, wanted),) = given.items()
        kind, value = self.fields[field]["type"], document.get(field)
        if name == "term":
            assert kind != "text"
            return value == wanted
        if name == "terms":
            assert kind != "text"
            return value is not None and value in wanted
        if name == "range":
            only(wanted, {"gte", "gt", "lt", "lte"}, "range")
            assert kind == "long"
            compare = {
                "gte": lambda a, b: a >= b, "gt": lambda a, b: a > b,
                "lt": lambda a, b: a < b, "lte": lambda a, b: a <= b,
            }  # fmt: skip
            return value is not None and all(compare[k](value, v) for k, v in wanted.items())
        assert kind == "text"
        terms = (value or "").split()
        if name == "prefix":
            only(wanted, {"value"}, "prefix")
            return any(term.startswith(wanted["value"]) for term in terms)
        if name == "match_phrase":
            only(wanted, {"query"}, "match_phrase")
            phrase = wanted["query"].split()
            last = len(terms) - len(phrase) + 1
            return any(terms[at : at + len(phrase)] == phrase for at in range(last))
        raise Problem(400, "parsing_exception", f"unknown query [{name}]")


class OpenSearchServer:
    """`url` for QIXIN_SEARCH; `asked` keeps (method, path) of every request."""

    def __init__(self):
        self.indexes, self.aliases, self.asked = {}, {}, []
        self.refuses = None  # a status with which everything is answered
        self.is_partial = self.is_stopped = False
        self.refused = set()  # ids of documents that it does not take in
        self.wants = ""  # name:password
        self._lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _any(self):
                length = int(self.headers.get("Content-Length") or 0)
                content = self.rfile.read(length)
                if outer.is_stopped:
                    self.close_connection = True
                    return
                status, body = outer.answer(self.command, self.path, content, self.headers)
                packed = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(packed)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(packed)

            do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = _any

            def log_message(self, *args):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=[0.01], daemon=True).start()

    def stop(self):
        self.is_stopped = True
        self._server.shutdown()
        self._server.server_close()

    def wipe(self):
        """As a new server."""
        self.indexes, self.aliases = {}, {}

    def held(self, label):
        """The numbers that are found in an index, by the end of its name."""
        (index,) = [one for name, one in self.indexes.items() if f"-{label}-" in name]
        return sorted(map(int, index.found))

    def answer(self, method, address, content, headers):
        parts = urlsplit(address)
        given = {name: values[0] for name, values in parse_qs(parts.query).items()}
        path = [part for part in parts.path.split("/") if part]
        self.asked.append((method, parts.path))
        try:
            if self.refuses:
                raise Problem(self.refuses, "circuit_breaking_exception")
            if self.wants:
                wanted = f"Basic {base64.b64encode(self.wants.encode()).decode()}"
                if headers.get("Authorization") != wanted:
                    raise Problem(401, "security_exception")
            with self._lock:
                return 200, self._do(method, path, given, content)
        except Problem as problem:
            return problem.status, problem.body

    def _do(self, method, path, given, content):
        if path[-1] == "_bulk":
            return self._bulk(method, path[0], given, content)
        only(given, (), "parameters")
        body = json.loads(content) if content else {}
        match method, path:
            case "PUT", [name]:
                return self._create(name, body)
            case "POST", ["_aliases"]:
                for action in body["actions"]:
                    ((_verb, add),) = action.items()
                    only(action, {"add"}, "action")
                    only(add, {"index", "alias"}, "add")
                    self._index(add["index"])
                    self.aliases[add["alias"]] = add["index"]
                return {"acknowledged": True}
            case "POST" | "GET", [name, "_search"]:
                return self._search(self._index(name), body)
            case "POST" | "GET", [name, "_count"]:
                return {"count": len(self._index(name).found), "_shards": {"failed": 0}}
            case "POST", [name, "_refresh"]:
                self._index(name).refresh()
                return {"_shards": {"failed": 0}}
        raise Problem(400, "illegal_argument_exception", f"no handler for {method} {path}")

    def _index(self, name):
        name = self.aliases.get(name, name)
        if name not in self.indexes:
            raise Problem(404, "index_not_found_exception", f"no such index [{name}]")
        return self.indexes[name]

    def _create(self, name, body):
        if name in self.indexes:
            raise Problem(400, "resource_already_exists_exception", name)
        if name != name.lower() or name.startswith(("_", "-", "+")):
            raise Problem(400, "invalid_index_name_exception", name)
        self.indexes[name] = Index(body)
        for alias in body["aliases"]:
            self.aliases[alias] = name
        return {"acknowledged": True, "shards_acknowledged": True, "index": name}

    def _bulk(self, method, name, given, content):
        assert method == "POST"
        assert content.endswith(b"\n")
        only(given, {"refresh", "require_alias"}, "parameters")
        assert given.get("refresh", "false") in ("true", "false", "wait_for")
        lines = [json.loads(line) for line in content.decode().splitlines()]
        items, at = [], 0
        while at < len(lines):
            ((verb, action),) = lines[at].items()
            only(action, {"_id"}, verb)
            document = lines[at + 1] if verb == "index" else None
            at += 1 if verb == "delete" else 2
            items.append({verb: self._put(name, given, action["_id"], document)})
        if given.get("refresh") == "true" and name in self.aliases:
            self._index(name).refresh()
        errors = any("error" in done for item in items for done in item.values())
        return {"took": 1, "errors": errors, "items": items}

    def _put(self, name, given, id_, document):
        try:
            if given.get("require_alias") == "true" and name not in self.aliases:
                raise Problem(404, "index_not_found_exception", f"[{name}] is not an alias")
            index = self._index(name)
            if document is None:
                held = index.written.pop(id_, None)
                status = 404 if held is None else 200
                return {
                    "_id": id_, "status": status,
                    "result": "deleted" if held is not None else "not_found",
                }  # fmt: skip
            index.check(document)
            if id_ in self.refused:
                raise Problem(400, "mapper_parsing_exception")
        except Problem as problem:
            return {"_id": id_, "status": problem.status, "error": problem.body["error"]}
        is_new = id_ not in index.written
        index.written[id_] = document
        return {"_id": id_, "status": 201 if is_new else 200, "result": "created"}

    def _search(self, index, body):
        only(body, {"query", "sort", "size", "_source", "track_total_hits"}, "search")
        if body["size"] > 10_000:
            raise Problem(400, "illegal_argument_exception", "Result window is too large")
        found = [
            (id_, one) for id_, one in index.found.items() if index.matches(one, body["query"])
        ]
        for order in reversed(body["sort"]):
            ((field, how),) = order.items()
            assert index.fields[field]["type"] == "long"
            only(how, {"order"}, "sort")
            found.sort(key=lambda hit: hit[1][field], reverse=how["order"] == "desc")
        hits = [{"_id": id_, "_score": None, "sort": []} for id_, _one in found[: body["size"]]]
        failed = int(self.is_partial)
        return {
            "took": 1, "timed_out": False,
            "_shards": {"total": 1, "successful": 1 - failed, "skipped": 0, "failed": failed},
            "hits": {"max_score": None, "hits": hits},
        }  # fmt: skip
