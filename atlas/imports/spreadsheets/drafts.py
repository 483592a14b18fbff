"""A row of projects or twinnings as a draft, and what it changes of a sheet that stands. Pure.

A column that is not there and a cell that is empty say nothing: what the sheet holds stays. So do the parts of a sheet
that have no column, such as the roles of organisations that the table does not name.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from atlas.imports.names import Resolved
from atlas.projects.diff import FIELDS
from atlas.projects.draft import (
    DocumentDraft,
    FundingDraft,
    PartyDraft,
    PlaceDraft,
    ProjectDraft,
    ThemeDraft,
    place_of,
)
from atlas.reference.choices import Family, Form, Nature
from atlas.reference.match import match_key

from . import cells
from .columns import TableKind
from .rows import PLACE_CELLS, ReadRow, countries_in
from .vocabulary import Vocabulary

_SAME: Final = (
    *("legacy_prj_id", "first_convention_year", "start_year", "end_date", "is_triennial"),
    *("context", "history", "objective", "description", "beneficiaries"),
    *("other_partners_france", "other_partners_abroad", "pre_reform_authority"),
    *("communication_france", "communication_partner_countries", "has_evaluation", "cofinancing_years"),
)
_LINE: Final = re.compile(
    r"(?P<funder>.+?)(?:, (?P<year>\d{4}))?"
    r"(?:, (?P<amount>\d[\d\s.,]*?)\s*€(?: \((?P<nature>[^()]*)\))?)?"
    r"(?P<percents>(?:, pct_\w+ [\d.]+ €)*)"
)
_PERCENT: Final = re.compile(r"pct_(\w+) ([\d.]+) €")
_UNNAMED: Final = "Autre"
"""A funder that the table does not name, as the old sheets write it (D2.3)."""
_EMPTY: Final = ProjectDraft()
REMARK: Final = "Remarque"


def draft_of(row: ReadRow, kind: str, parties: Sequence[Resolved], words: Vocabulary) -> ProjectDraft:
    """The draft that the row alone gives."""
    said: dict[str, Any] = {name: row.values[name] for name in _SAME if name in row.values}
    form, form_declared = row.values.get("form", (None, ""))
    status, status_declared = row.values.get("status", (None, ""))
    form = row.values.get("form_code") or form
    if kind == TableKind.TWINNING and not form_declared:
        form = form or Form.TWINNING
    return ProjectDraft(
        title=title_of(row, form),
        family=row.values.get("family_code") or row.values.get("family") or _family(form),
        form=form,
        form_declared="" if form else form_declared,
        status=row.values.get("status_code") or status,
        status_declared="" if status else status_declared,
        end_year=None if "end_date" in row.values else row.values.get("end_year"),
        owners=row.texts.get("owners_declared", ""),
        implementers=row.texts.get("implementers_declared", ""),
        countries=countries_of(row),
        places=tuple(_places(row)),
        themes=tuple(_themes(row, words)),
        parties=tuple(
            PartyDraft(role=one.role, name=one.name, organisation_id=one.organisation_id, country=one.country)
            for one in parties
        ),
        funding=tuple(_funding(row, parties, words)),
        documents=tuple(_documents(row)),
        sdgs=row.values.get("goals", ()),
        extra=((REMARK, row.texts["remark"]),) if "remark" in row.texts else (),
        **said,
    )


def title_of(row: ReadRow, form: str | None) -> str:
    """As given. A list of twinnings has none: then its form and the two names, which are what the row says."""
    if "title" in row.texts or "foreign_partners" not in row.texts:
        return row.texts.get("title", "")
    name = str(Form(form).label) if form and form != Form.TWINNING else "Jumelage"
    return f"{name} {row.texts.get('french_authorities', '')} – {row.texts['foreign_partners']}"


def _family(form: str | None) -> str | None:
    """What a form says of the family (D4.3)."""
    if form in (Form.TWINNING, Form.FRIENDSHIP_PROTOCOL, Form.AGREEMENT, Form.PROJECT):
        return Family.DECENTRALISED_COOPERATION
    external = (Form.ONE_OFF_ACTION, Form.OTHER_EXTERNAL_ACTION, Form.EMERGENCY_AID)
    return Family.OTHER_EXTERNAL_ACTION if form in external else None


def countries_of(row: ReadRow) -> tuple[str, ...]:
    """ISO 2, codes before names."""
    return countries_in(row.values)


def _places(row: ReadRow) -> Iterator[PlaceDraft]:
    """Those of the cell that holds several, then the one of cells of its own, which is in the row's one country."""
    yield from row.values.get("places", ())
    if any(key in row.texts for key in PLACE_CELLS):
        at = (row.values.get("place_latitude"), row.values.get("place_longitude"))
        yield place_of(countries_of(row)[0], row.texts.get("place", ""), at=at)


def _themes(row: ReadRow, words: Vocabulary) -> Iterator[ThemeDraft]:
    labels = tuple(row.texts[name] for name in ("theme_l1", "theme_l2", "theme_l3") if name in row.texts)
    code = words.theme(row.texts.get("theme_code", "")) or (words.theme(" > ".join(labels)) if labels else None)
    if code or labels:
        yield _theme(0, code, labels, words)
    for rank, path in enumerate(row.values.get("other_themes", ()), start=1):
        yield _theme(rank, words.theme(path), tuple(part.strip() for part in path.split(">")), words)


def _theme(rank: int, code: str | None, labels: Sequence[str], words: Vocabulary) -> ThemeDraft:
    path = words.theme_paths[code] if code else labels
    l1, l2, l3 = (*path, None, None, None)[:3]
    return ThemeDraft(rank=rank, code=code, l1=l1, l2=l2, l3=l3)


def unknown_themes(row: ReadRow, words: Vocabulary) -> Iterator[tuple[str, str]]:
    """(column, labels) of themes that are kept without a code."""
    main = next(iter(_themes(row, words)), None)
    if main is not None and main.rank == 0 and main.code is None:
        yield "theme_l1", " > ".join(filter(None, (main.l1, main.l2, main.l3)))
    yield from (("other_themes", path) for path in row.values.get("other_themes", ()) if not words.theme(path))


def _funding(row: ReadRow, parties: Sequence[Resolved], words: Vocabulary) -> Iterator[FundingDraft]:
    known = {one.name: one.organisation_id for one in parties if one.role == "funder"}
    if "funding" in row.texts:
        for line in row.texts["funding"].splitlines():
            if line.strip():
                yield read_line(line.strip(), known, words)
    elif "amount" in row.values:
        funder = next(iter(row.values.get("funders", ())), _UNNAMED)
        organisation = known.get(funder)
        yield FundingDraft(funder=funder, organisation_id=organisation, amount=row.values["amount"])


def read_line(line: str, known: Mapping[str, int | None], words: Vocabulary) -> FundingDraft:
    """« Pontcharra, 2021, 12000 € (déclaré), pct_water 300 € ». Raises cells.Unreadable."""
    found = _LINE.fullmatch(line)
    if found is None or (found["nature"] and match_key(found["nature"]) not in words.natures):
        raise cells.Unreadable("funding")
    nature = words.natures[match_key(found["nature"])] if found["nature"] else Nature.DECLARED.value
    percents: dict[str, Any] = {}
    for name, text in _PERCENT.findall(found["percents"]):
        if name == "unplaced":
            percents["pct_unplaced"] = (*percents.get("pct_unplaced", ()), cells.amount(text))
        elif name in ("water", "waste", "energy", "col1", "col2", "col3"):
            percents[f"pct_{name}"] = cells.amount(text)
        else:
            raise cells.Unreadable("funding")
    return FundingDraft(
        funder=found["funder"],
        organisation_id=known.get(found["funder"]),
        year=int(found["year"]) if found["year"] else None,
        amount=cells.amount(found["amount"]) if found["amount"] else None,
        nature=nature,
        **percents,
    )


def _documents(row: ReadRow) -> Iterator[DocumentDraft]:
    if address := row.values.get("source_url"):
        yield DocumentDraft(kind="source", title=urlsplit(address).hostname or address, url=address)


def laid_over(draft: ProjectDraft, present: ProjectDraft, row: ReadRow) -> ProjectDraft:
    """The sheet as it would stand after this row."""
    values: dict[str, Any] = {
        name: mine if (mine := getattr(draft, name)) != getattr(_EMPTY, name) else getattr(present, name)
        for name in FIELDS
    }
    values["parties"] = _parties(draft, present)
    values["themes"] = _kept_themes(draft, present, others="other_themes" in row.texts)
    if draft.funding:
        values["funding"] = tuple(_like(line, present.funding, _same_line) or line for line in draft.funding)
    if set(draft.countries) == set(present.countries):
        values["countries"] = present.countries
    values["documents"] = _added(present.documents, draft.documents, lambda one: one.url)
    values["extra"] = _added(present.extra, draft.extra, lambda one: one)
    if draft.form in (None, present.form):
        values["form"], values["form_declared"] = present.form, draft.form_declared or present.form_declared
    if draft.status in (None, present.status):
        values["status"] = present.status
        values["status_declared"] = draft.status_declared or present.status_declared
    if draft.family and "family" not in row.values and "family_code" not in row.values:
        values["family"] = present.family or draft.family
    if draft.end_year and present.end_date and present.end_date.year == draft.end_year:
        values["end_year"] = present.end_year
    return ProjectDraft(**values)


def _added(present: Iterable[Any], more: Iterable[Any], key: Any) -> tuple[Any, ...]:
    known = {key(one) for one in present}
    return (*present, *(one for one in more if key(one) not in known))


def _parties(draft: ProjectDraft, present: ProjectDraft) -> tuple[PartyDraft, ...]:
    """Sides and roles that the row names are as it says, the others as they were."""
    named = {_side(party) for party in draft.parties}
    kept = [
        party
        for party in present.parties
        if _side(party) not in named or _like(party, draft.parties, _same_party) is not None
    ]
    return (*kept, *(party for party in draft.parties if _like(party, present.parties, _same_party) is None))


def _side(party: PartyDraft) -> tuple[str, bool]:
    return party.role, party.role == "partner" and party.country == "FR"


def _like(one: Any, others: Iterable[Any], same: Any) -> Any:
    return next((other for other in others if same(one, other)), None)


def _same_party(one: PartyDraft, other: PartyDraft) -> bool:
    if _side(one) != _side(other):
        return False
    if one.organisation_id is not None and one.organisation_id == other.organisation_id:
        return True
    return match_key(one.name) == match_key(other.name)


def _same_line(one: FundingDraft, other: FundingDraft) -> bool:
    if (one.year, one.amount, one.nature) != (other.year, other.amount, other.nature):
        return False
    by_id = one.organisation_id is not None and one.organisation_id == other.organisation_id
    return by_id or match_key(one.funder) == match_key(other.funder)


def _kept_themes(draft: ProjectDraft, present: ProjectDraft, *, others: bool) -> tuple[ThemeDraft, ...]:
    """A theme that stands already keeps its rank and labels."""
    main = [theme for theme in draft.themes if theme.rank == 0] or [t for t in present.themes if t.rank == 0]
    beside = [theme for theme in (draft if others else present).themes if theme.rank != 0]
    return tuple(_like(theme, present.themes, _same_theme) or theme for theme in (*main, *beside))


def _same_theme(one: ThemeDraft, other: ThemeDraft) -> bool:
    if (one.rank == 0) != (other.rank == 0):
        return False
    return one.code == other.code if one.code else (one.l1, one.l2, one.l3) == (other.l1, other.l2, other.l3)
