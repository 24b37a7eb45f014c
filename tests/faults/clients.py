"""Clients that send reports over HTTP, and remember what was acknowledged to them."""

import hashlib
import http.client
import json
import threading
import time
import uuid
from dataclasses import dataclass, field

# Seconds a client waits for an answer before it takes the line for dead.
SILENCE = 30


@dataclass
class Memory:
    """What the clients know together; `numbers` are all that one report was acknowledged with."""

    tried: set[str] = field(default_factory=set)
    numbers: dict[str, set[str]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    unanswered: int = 0

    def __len__(self):
        return len(self.numbers)


class Client(threading.Thread):
    """Sends one report after the other until `stop`; with `retries` each until it is acknowledged.

    A client that retries ends only when its last report is acknowledged.
    """

    def __init__(self, port, memory, *, retries):
        super().__init__(daemon=True)
        self.port, self.memory, self.retries = port, memory, retries
        self.stopped, self.line = threading.Event(), None

    def stop(self):
        self.stopped.set()

    def run(self):
        while not self.stopped.is_set():
            self.send_one(str(uuid.uuid4()))
        self.hang_up()

    def send_one(self, key):
        self.memory.tried.add(key)
        body = json.dumps({"client_key": key, "text": f"路口积水，{key}", **self.more()})
        answer = self.exchange(self.path, body.encode(), "application/json")
        if answer:
            self.memory.numbers.setdefault(key, set()).add(answer["number"])
        return bool(answer)

    def exchange(self, path, body, kind):
        """The answer's JSON once it is one of success; None, without retries, for anything else."""
        while True:
            try:
                status, content = self.request("POST", path, body, kind)
                if status in (200, 201):
                    return json.loads(content)
                # overloaded or on its way down; anything else is a defect
                assert status >= 500, content
            except (OSError, http.client.HTTPException):
                self.hang_up()
            self.memory.unanswered += 1
            time.sleep(0.1)
            if not self.retries:
                return None

    def request(self, method, path, body=None, kind=""):
        if self.line is None:
            self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SILENCE)
        headers = {"Accept": "application/json", "Content-Type": kind, **self.headers()}
        self.line.request(method, path, body, headers)
        answer = self.line.getresponse()
        return answer.status, answer.read()

    def hang_up(self):
        if self.line is not None:
            self.line.close()
        self.line = None

    def more(self):
        return {}


class System(Client):
    """Another system with its key, on the short road."""

    path = "/api/intake/"

    def __init__(self, port, memory, *, secret, retries):
        super().__init__(port, memory, retries=retries)
        self.secret = secret

    def headers(self):
        return {"Authorization": f"Bearer {self.secret}"}


class Phone(Client):
    """A signed-in correspondent's page: the report first, then its photo."""

    path = "/w/report/send/"

    def __init__(self, port, memory, *, session, token, photo, retries):
        super().__init__(port, memory, retries=retries)
        self.session, self.token, self.photo = session, token, photo

    def headers(self):
        return {
            "Cookie": f"sessionid={self.session}; csrftoken={self.token}",
            "X-CSRFToken": self.token,
        }

    def more(self):
        return {"attachments": 1}

    def send_one(self, key):
        if not super().send_one(key):
            return
        name = str(uuid.uuid4())
        path = f"/w/report/{key}/attachments/{name}/"
        if self.exchange(path, self.photo, "image/jpeg"):
            self.memory.files[name] = hashlib.sha256(self.photo).hexdigest()
