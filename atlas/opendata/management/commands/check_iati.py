"""`manage.py check_iati FILE…`: the rules of IATI that the schema cannot say, on any activities file."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localdate
from lxml import etree

from atlas.opendata.iati.rules import Broken, broken


class Command(BaseCommand):
    """Streams a file of any size; exit status 1 when a rule is broken that is more than a warning."""

    help = "Check activities files against the rules of IATI 2.03 (docs/iati.md). Structure is for the XSD to check."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        """A line a breach, a line a file."""
        errors = sum(self._file(path) for path in files)
        if errors:
            sys.exit(1)

    def _file(self, path: Path) -> int:
        total, errors = 0, 0
        try:
            for name, found in checked(path):
                total += 1
                errors += sum(not one.rule.is_warning for one in found)
                for one in found:
                    level = "warning" if one.rule.is_warning else "error"
                    self.stdout.write(f"{name}: {level} {one.rule.ids}: {one.message}")
        except (OSError, etree.XMLSyntaxError) as error:
            raise CommandError(f"{path}: {error}") from error
        self.stdout.write(f"{path.name}: {total} activities, {errors} errors")
        return errors


def checked(path: Path) -> Iterator[tuple[str, list[Broken]]]:
    """Each activity's identifier with what is wrong in it, in constant memory. Entities are not resolved."""
    today = localdate()
    events = etree.iterparse(str(path), tag="iati-activity", resolve_entities=False, no_network=True)
    for _event, activity in events:
        yield activity.findtext("iati-identifier") or "?", broken(activity, today=today)
        activity.clear()
        while activity.getprevious() is not None:
            del activity.getparent()[0]
