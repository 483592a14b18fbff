"""What it means to take a doubtful value that an import left to a human: a draft in, the mended draft out.

One function a rule of the importers (`Proposal.rule`). A rule that only says that something is wrong, not how it
should read, is not here: a person gives the field's value. `choice`: which of several candidates. Themes and posts are
looked up; nothing is written.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec
from django.utils import timezone

from atlas.organisations.models import Post
from atlas.organisations.queries import posts_for_country
from atlas.projects.draft import ActionDraft, PartyDraft, PostDraft, ProjectDraft, ThemeDraft
from atlas.reference.choices import Role
from atlas.reference.match import match_key
from atlas.reference.models import Theme

from .models import Proposal


class ChoiceMissing(ValueError):
    """Several candidates, or none that can be taken as it is: the person has to say which, or to give the value."""


def is_plain(rule: str) -> bool:
    """Can it be taken as it is, or by choosing a candidate?"""
    return rule in _TAKEN


def taken_into(draft: ProjectDraft, proposal: Proposal, choice: str = "") -> ProjectDraft:
    """The draft with what was proposed. Raises ChoiceMissing."""
    rule = _TAKEN.get(proposal.rule)
    if rule is None:
        raise ChoiceMissing(proposal.rule)
    return rule(draft, proposal, choice)


def _title(draft: ProjectDraft, proposal: Proposal, _choice: str) -> ProjectDraft:
    return msgspec.structs.replace(draft, title=str(proposal.proposed))


def _parties(draft: ProjectDraft, proposal: Proposal, _choice: str) -> ProjectDraft:
    """Names that one field held together, or that the tables lack, each as a party of its own."""
    role = _ROLES.get(proposal.field, Role.PARTNER)
    known = {(one.role, match_key(one.name)) for one in draft.parties}
    names = [str(name).strip() for name in proposal.proposed or ()]
    new = dict.fromkeys(name for name in names if name and (role.value, match_key(name)) not in known)
    added = tuple(PartyDraft(role=role.value, name=name) for name in new)
    return msgspec.structs.replace(draft, parties=(*draft.parties, *added))


_ROLES: Final = {
    "implementers": Role.IMPLEMENTER,
    "owners": Role.OWNER,
    "other_partners_france": Role.OTHER,
    "other_partners_abroad": Role.OTHER,
}


def _actions(draft: ProjectDraft, proposal: Proposal, _choice: str) -> ProjectDraft:
    added = (msgspec.convert(one, ActionDraft) for one in proposal.proposed or ())
    known = {match_key(one.title) for one in draft.actions}
    return msgspec.structs.replace(
        draft, actions=(*draft.actions, *(one for one in added if match_key(one.title) not in known))
    )


def _match(draft: ProjectDraft, proposal: Proposal, choice: str) -> ProjectDraft:
    """The organisation that a name means, everywhere on the sheet where the name stands without one."""
    candidates = [str(one["id"]) for one in proposal.proposed or ()]
    wanted = choice or (candidates[0] if len(candidates) == 1 else "")
    if wanted not in candidates:
        raise ChoiceMissing(proposal.rule)

    def matched(one: Any, name: str) -> Any:
        is_it = name == proposal.current and one.organisation_id is None
        return msgspec.structs.replace(one, organisation_id=int(wanted)) if is_it else one

    return msgspec.structs.replace(
        draft,
        parties=tuple(matched(one, one.name) for one in draft.parties),
        funding=tuple(matched(one, one.funder) for one in draft.funding),
    )


def _theme_path(draft: ProjectDraft, proposal: Proposal, _choice: str) -> ProjectDraft:
    path: list[str | None] = list(proposal.proposed or ())
    l1, l2, *_ = (*path, None, None)
    theme = Theme.objects.filter(level=2, label_fr=l2, parent__label_fr=l1).order_by("code").first()
    return _with_theme(draft, theme)


def _theme_code(draft: ProjectDraft, proposal: Proposal, choice: str) -> ProjectDraft:
    codes = [str(code) for code in proposal.proposed or ()]
    wanted = choice or (codes[0] if len(codes) == 1 else "")
    if wanted not in codes:
        raise ChoiceMissing(proposal.rule)
    return _with_theme(draft, Theme.objects.filter(pk=wanted).first())


def _with_theme(draft: ProjectDraft, theme: Theme | None) -> ProjectDraft:
    if theme is None:
        raise ChoiceMissing("theme")
    if any(one.code == theme.pk for one in draft.themes):
        return draft
    rank = max((one.rank for one in draft.themes), default=-1) + 1
    return msgspec.structs.replace(draft, themes=(*draft.themes, ThemeDraft(rank=rank, code=theme.pk)))


def _posts(draft: ProjectDraft, proposal: Proposal, choice: str) -> ProjectDraft:
    """The posts of the countries that the sheet's posts do not cover, where each has one."""
    added = []
    for country in proposal.proposed or ():
        posts = list(posts_for_country(str(country), timezone.localdate()))
        if len(posts) != 1 and choice:
            posts = list(Post.objects.filter(pk=int(choice)))
        if len(posts) != 1:
            raise ChoiceMissing(proposal.rule)
        added.append(PostDraft(name=posts[0].name, post_id=posts[0].pk))
    known = {one.post_id for one in draft.posts}
    return msgspec.structs.replace(
        draft, posts=(*draft.posts, *(one for one in dict.fromkeys(added) if one.post_id not in known))
    )


_TAKEN: Final[Mapping[str, Callable[[ProjectDraft, Proposal, str], ProjectDraft]]] = {
    "title_completion": _title,
    "parties_split": _parties,
    "parties_to_add": _parties,
    "actions_in_text": _actions,
    "match_name": _match,
    "theme_from_title": _theme_path,
    "theme_from_sector": _theme_code,
    "posts_to_add": _posts,
}
