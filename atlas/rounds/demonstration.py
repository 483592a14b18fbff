"""One open round for trials, after an election that is invented: its source says so."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from atlas.accounts.demonstration import COUNTRY

from .actions import Election, NothingToVerify, record_election, start_round
from .models import ElectionKind, VerificationRound

SOURCE: Final = "https://example.org/election-inventee"


def open_example(*, by: str, at: datetime) -> bool:
    """False, and nothing done, when an election of the country is noted already, or nothing lives there."""
    if VerificationRound.objects.filter(country=COUNTRY).exists():
        return False
    held_on = timezone.localdate(at) - timedelta(days=14)
    try:
        with transaction.atomic():
            election = Election(country=COUNTRY, held_on=held_on, kind=ElectionKind.MUNICIPAL, source_url=SOURCE)
            start_round(record_election(election, by=by, at=at), by=by, at=at)
    except NothingToVerify:
        return False
    return True
