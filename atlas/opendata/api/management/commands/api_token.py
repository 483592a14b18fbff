"""`manage.py api_token create LABEL | revoke NUMBER | list`: tokens that raise the limit of the API (docs/api.md)."""

from getpass import getuser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from atlas.opendata.api.actions import NoSuchToken, create_token, revoke_token
from atlas.opendata.api.models import ApiToken


class Command(BaseCommand):
    """Give a token, take it back, say which there are."""

    help = "Tokens for services that read the API a lot: only a digest is kept, no person."

    def add_arguments(self, parser: CommandParser) -> None:
        """One verb."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("create").add_argument("label", help="the service that will use it, never a person")
        verbs.add_parser("revoke").add_argument("number", type=int, help="as `list` shows it")
        verbs.add_parser("list")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        """Status 1 for a label that is empty or too long, and for a number that no token in service has."""
        {"create": self._create, "revoke": self._revoke, "list": self._list}[verb](options)

    def _create(self, options: dict[str, Any]) -> None:
        label, longest = options["label"].strip(), ApiToken._meta.get_field("label").max_length or 0
        if not 0 < len(label) <= longest:
            raise CommandError(f"Name the service, in at most {longest} characters.")
        made, text = create_token(label=label, by=getuser(), at=timezone.now())
        self.stdout.write(f"{made.pk}\t{text}\nNobody can read it again: hand it over now.")

    def _revoke(self, options: dict[str, Any]) -> None:
        try:
            revoke_token(options["number"], by=getuser(), at=timezone.now())
        except NoSuchToken as error:
            raise CommandError(f"No token in service has the number {error}.") from error
        self.stdout.write("Taken back; within a minute nobody believes it any more.")

    def _list(self, _options: dict[str, Any]) -> None:
        for one in ApiToken.objects.order_by("pk"):
            state = f"revoked {one.revoked_at:%Y-%m-%d}" if one.revoked_at else "in service"
            self.stdout.write(f"{one.pk}\t{one.label}\t{one.created_at:%Y-%m-%d}\t{state}")
