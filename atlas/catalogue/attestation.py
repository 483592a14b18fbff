"""That an authority attested its sheets, as public pages say it. A part of `record`; pure."""

from datetime import date

import msgspec


class PublicAttestation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`on`: when; `campaign`: of which year; `lapsed_in`: a later year in which it was asked again and has not."""

    on: date
    campaign: int
    lapsed_in: int | None = None
