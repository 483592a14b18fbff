"""Page links of a list: which numbers to offer and where they lead. Pure; the list gives the addresses."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageLink:
    """`number` None = a gap (« … »); `url` "" = the page that is shown."""

    number: int | None
    url: str


@dataclass(frozen=True, slots=True)
class Pager:
    """What the tag `page_links` shows; `previous` and `next` are "" at the ends."""

    current: int
    last: int
    previous: str
    next: str
    first_url: str
    last_url: str
    links: tuple[PageLink, ...]


def pager(current: int, last: int, address: Callable[[int], str]) -> Pager | None:
    """Links around `current`; None when there is one page only."""
    if last <= 1:
        return None
    links = tuple(
        PageLink(page, "" if page is None or page == current else address(page)) for page in page_numbers(current, last)
    )
    return Pager(
        current=current,
        last=last,
        previous=address(current - 1) if 1 < current <= last else "",
        next=address(current + 1) if current < last else "",
        first_url=address(1),
        last_url=address(last),
        links=links,
    )


def page_numbers(current: int, last: int, around: int = 1) -> Iterator[int | None]:
    """First, last and those around the current one; None stands for a gap of two pages or more."""
    shown = sorted({1, last, *range(max(1, current - around), min(last, current + around) + 1)})
    before = 0
    for page in shown:
        if page == before + 2:
            yield page - 1
        elif page > before + 2:
            yield None
        yield page
        before = page
