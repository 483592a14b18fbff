"""`manage.py follow_catalogue`: keep this machine's index up to date until stopped (started by `make run`)."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from atlas.catalogue import follow


class Command(BaseCommand):
    help = "Suit le journal des changements et tient l’index de cette machine à jour. S’arrête avec Ctrl-C ou SIGTERM."

    requires_system_checks: tuple[str, ...] = ()  # neither addresses nor templates are needed here

    def handle(self, **_options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        try:
            follow.follow(stop)
        except follow.AlreadyFollowed as problem:
            raise CommandError("Un autre processus de cette machine suit déjà le catalogue.") from problem
