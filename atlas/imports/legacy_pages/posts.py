"""The contact blocks above the title: posts, their correspondent and counsellor (D2.1 field 1, D3.6). Private data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from .labels import CORRESPONDENT, COUNSELLOR, post_name
from .parts import email, has_email, post_city, post_kind, split_first_last
from .reading import Reading, keep_unknown
from .sheet import LegacyPost, Person

_ROLES = ("correspondent", "cultural_counsellor")


@dataclass
class _Block:
    """A post being read: its heading's line and the lines below each role."""

    name: str
    line: int
    last: int
    roles: dict[str, list[int]] = field(default_factory=dict)


def posts(reading: Reading, end: int) -> tuple[LegacyPost, ...]:
    """The posts of the lines before ``end``, where the title's label stands. Several blocks may follow each other."""
    blocks = list(_blocks(reading, end))
    if blocks:
        reading.lines["posts"] = reading.page.span([blocks[0].line, blocks[-1].last])
    return tuple(_post(reading, block, is_whole=block.last + 1 < end or bool(reading.sections)) for block in blocks)


def _blocks(reading: Reading, end: int) -> Iterator[_Block]:
    page = reading.page
    block: _Block | None = None
    role = ""
    for line in range(end):
        line_key = page.keys[line]
        if not line_key:
            continue
        if (name := post_name(page.lines[line], line_key)) is not None:
            if block:
                yield block
            block, role = _Block(name, line, line), ""
            continue
        if block is None:
            continue
        block.last = line
        if line_key in CORRESPONDENT or line_key in COUNSELLOR:
            role = _ROLES[line_key in COUNSELLOR]
            block.roles.setdefault(role, [])
        else:
            block.roles.setdefault(role, []).append(line)
    if block:
        yield block


def _post(reading: Reading, block: _Block, *, is_whole: bool) -> LegacyPost:
    keep_unknown(reading, block.roles.get("", []), "posts")
    persons = {role: _person(reading, block.roles.get(role, ())) for role in _ROLES}
    if persons["correspondent"] is None and "correspondent" in block.roles and is_whole:
        reading.findings.flag("correspondent_empty", "posts", f"{block.name}: no correspondent")
    city = post_city(block.name)
    if city and city.startswith("Le ") and reading.vocabulary.country(city[3:]):
        city = None
    return LegacyPost(block.name, post_kind(block.name), city, persons["correspondent"], persons["cultural_counsellor"])


def _person(reading: Reading, indexes: Sequence[int]) -> Person | None:
    """The first pair (name line, « Courriel : » line); the name, the address or both may be missing (D3.3: the address
    may stand on the next line). Lines of further pairs are kept as unknown."""
    lines = [reading.page.lines[index].strip() for index in indexes]
    mail_at = next((i for i, line in enumerate(lines) if _is_mail(line)), None)
    if mail_at is None:
        keep_unknown(reading, indexes[1:], "posts")
        return _named(reading, lines[0]) if lines else None
    after = mail_at + 1
    address = email(lines[mail_at].partition(":")[2])
    if address is None and after < len(lines) and has_email(lines[after]):
        address, after = email(lines[after]), after + 1
    keep_unknown(reading, indexes[: max(0, mail_at - 1)], "posts")
    keep_unknown(reading, indexes[after:], "posts")
    person = _named(reading, lines[mail_at - 1]) if mail_at else None
    return replace(person or Person(), email=address) if person or address else None


def _is_mail(line: str) -> bool:
    return line.startswith(("Courriel", "Mél", "Email", "E-mail")) and ":" in line[:12]


def _named(reading: Reading, name: str) -> Person | None:
    if has_email(name):
        return Person(email=email(name))
    first, last, is_certain = split_first_last(name)
    if not is_certain:
        reading.findings.flag("name_split_uncertain", "posts", "first and last name not told apart")
    return Person(first, last, None, None, name) if first or last else None
