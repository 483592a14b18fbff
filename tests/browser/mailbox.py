"""What the site sent: its mails are files of this machine, written by the keeper some seconds after the deed."""

import email
import re
import time
from email.policy import default
from pathlib import Path

from tests.browser.site import Site

WAITED = 60.0


def mail_to(site: Site, address: str, *, holding: str) -> str:
    """The text of the latest mail to that address that holds these words; waits for the keeper to send it."""
    limit = time.monotonic() + WAITED
    while time.monotonic() < limit:
        for path in sorted(_folder(site).glob("*"), key=lambda one: one.stat().st_mtime, reverse=True):
            for part in path.read_bytes().split(b"-" * 79):
                message = email.message_from_bytes(part.strip() + b"\n", policy=default)
                body = message.get_body(("plain",))
                text = body.get_content() if body else ""
                if address in str(message["To"]) and holding in f"{message['Subject']} {text}":
                    return text
        time.sleep(0.5)
    raise AssertionError(f"no mail to {address} holds « {holding} »")


def link_in(text: str, site: Site) -> str:
    """The first address of the site in a mail."""
    found = re.search(re.escape(site.url) + r"\S+", text)
    assert found, text
    return found[0]


def _folder(site: Site) -> Path:
    return Path(site.environment["ATLAS_VAR_DIR"]) / "mails"
