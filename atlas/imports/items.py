"""What a source gives to the pipeline, item by item. Pure, so that other processes can make them."""

from dataclasses import dataclass
from typing import Protocol


class Reading(Protocol):
    """A document that was read: its `name` for reports and its bytes."""

    @property
    def name(self) -> str: ...

    @property
    def raw(self) -> bytes: ...


@dataclass(frozen=True)
class Refused:
    """A document that is not what the source delivers, or that could not be written."""

    name: str
    raw: bytes
    code: str
    message: str
