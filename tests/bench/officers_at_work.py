"""What one officer does, for locust: opens a section, types and is saved, now and then sends the sheet.

Not a test and not imported by any: locust runs it in a process of its own (`officers.py`).
"""

import json
import os
import re
from itertools import count
from pathlib import Path
from typing import Any, Final

from locust import FastHttpUser, between, task
from locust.exception import StopUser

CAST: Final = iter(json.loads(Path(os.environ["OFFICERS"]).read_text()))
ACKNOWLEDGED: Final = Path(os.environ["ACKNOWLEDGED"]).open("a", buffering=1)  # noqa: SIM115  (open as long as locust runs)
WAS: Final = re.compile(r'name="was-objective" value="([^"]*)"')
CSRF: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]*)"')
ONE_IN: Final = 20
"""Saves for one sending."""


def failed(answer: Any, words: str) -> None:
    """Told to locust, and written down: it forgets what happened while the officers came."""
    answer.failure(words)
    ACKNOWLEDGED.write(json.dumps({"failed": words}) + "\n")


class Officer(FastHttpUser):
    """Types a sentence, waits a moment, types on."""

    wait_time = between(1.5, 3.5)  # the page's script saves a second after the last key, eight at the latest

    def on_start(self) -> None:
        """One of the cast, signed in."""
        self.me: dict[str, Any] = next(CAST)
        self.client.cookiejar.clear()
        self.headers = {"Cookie": f"sessionid={self.me['session']}"}
        self.numbers, self.drafts = count(1), list(self.me["drafts"])
        self._open()

    def _open(self) -> None:
        if not self.drafts:
            raise StopUser
        self.draft = self.drafts.pop()
        with self.client.get(self.draft["section"], headers=self.headers, name="open", catch_response=True) as page:
            was, csrf = WAS.search(page.text or ""), CSRF.search(page.text or "")
            if not was or not csrf:
                failed(page, f"no form: {page.status_code}")
                raise StopUser
            self.was, self.csrf = was[1], csrf[1]
            cookie = page.headers.get("Set-Cookie", "")
        token = re.search(r"csrftoken=([^;]+)", cookie)
        self.headers["Cookie"] = f"sessionid={self.me['session']}; csrftoken={token[1] if token else ''}"

    @task(ONE_IN)
    def save(self) -> None:
        """As the script of the page does."""
        text = f"Phrase {next(self.numbers)} du brouillon {self.draft['id']}, écrite par {self.me['actor']}."
        sent = {"pairs": [["objective", text], ["was-objective", self.was]]}
        headers = {**self.headers, "Content-Type": "application/json", "X-CSRFToken": self.csrf}
        with self.client.post(
            self.draft["section"], data=json.dumps(sent), headers=headers, name="save", catch_response=True
        ) as answer:
            told = json.loads(answer.text) if answer.status_code == 200 else {}
            if "objective" not in told.get("was", {}):
                failed(answer, f"{answer.status_code} {(answer.text or '')[:200]}")
                return
        self.was = told["was"]["objective"]
        ACKNOWLEDGED.write(json.dumps({"draft": self.draft["id"], "text": text}) + "\n")

    @task(1)
    def send(self) -> None:
        """The sheet leaves for the moderators; the next one is opened."""
        sent = {"csrfmiddlewaretoken": self.csrf, "message": "Voilà."}
        with self.client.post(
            self.draft["send"], data=sent, headers=self.headers, name="send", catch_response=True, allow_redirects=False
        ) as answer:
            if answer.status_code not in (302, 303):
                failed(answer, f"{answer.status_code} {(answer.text or '')[:200]}")
                return
        ACKNOWLEDGED.write(json.dumps({"draft": self.draft["id"], "sent": True}) + "\n")
        self._open()
