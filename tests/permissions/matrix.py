"""Who may open which address: one row an address, for every role in its scope and out of it.

An address is named by its URL name. `test_matrix.py` fails when one of the site has no row here, or a row no address.
Pages under an address of `ui.middleware.PRIVATE` know who is there; all others know nobody, so that everybody sees the
same: they are listed in PUBLIC and need no more than that.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from atlas.accounts.roles import MINISTRY, Role
from tests.permissions.cast import Cast

ANYONE: Final = "anyone"
SIGNED_IN: Final = "signed in"
Place = Callable[[Cast], tuple[object, ...]]


def nowhere(_: Cast) -> tuple[object, ...]:
    """An address without parameters."""
    return ()


@dataclass(frozen=True)
class Row:
    """`who`: ANYONE, SIGNED_IN, or the roles that may; the others are refused (403).

    `own`: parameters of an object in the scope of each role of `who`; `others`: of one that is in nobody's scope but
    `sees_all`: it answers 404. `method`: how the address is asked; `answers`: statuses that say « allowed »;
    `refused`: that say « not for this role » (404 where a page must not even say that it is there).
    """

    who: str | frozenset[str]
    own: Place = nowhere
    others: Place | None = None
    sees_all: frozenset[str] = frozenset()
    method: str = "get"
    answers: frozenset[int] = field(default=frozenset({200}))
    refused: frozenset[int] = field(default=frozenset({403}))
    data: dict[str, str] = field(default_factory=dict)


GRANTING: Final = frozenset({Role.AUTHORITY_ADMIN, Role.PREFECTURE, *MINISTRY})
DONE: Final = frozenset({302})
FORM_ERROR: Final = frozenset({422})
ELSEWHERE: Final = frozenset({200, 302})

ACCOUNTS: Final[dict[str, Row]] = {
    "account_home": Row(SIGNED_IN),
    "account_ask": Row(ANYONE),
    "account_asked": Row(ANYONE),
    "account_organisations": Row(ANYONE),
    "account_ask_role": Row(SIGNED_IN),
    "account_confirm": Row(ANYONE, own=lambda _: ("faux",), answers=frozenset({410})),
    "account_invitation": Row(ANYONE, own=lambda _: ("faux",), answers=frozenset({410})),
    "account_leave_role": Row(
        SIGNED_IN, own=lambda c: (c.own_role,), others=lambda c: (c.asked_here,), method="post", answers=DONE
    ),
    "account_data": Row(SIGNED_IN),
    "account_erase": Row(SIGNED_IN),
    "account_erased": Row(ANYONE),
    "account_requests": Row(GRANTING),
    "account_request": Row(
        GRANTING, own=lambda c: (c.asked_here,), others=lambda c: (c.asked_elsewhere,), sees_all=MINISTRY
    ),
    "account_end": Row(
        SIGNED_IN, own=lambda c: (c.own_role,), others=lambda c: (c.asked_elsewhere,), sees_all=MINISTRY
    ),
    "account_invite": Row(GRANTING),
    "account_withdraw_invitation": Row(
        GRANTING, own=lambda c: (c.invited_here,), others=lambda c: (c.invited_elsewhere,),
        sees_all=frozenset({Role.MINISTRY_ADMIN}), method="post", answers=DONE,
    ),
    "account_delegate": Row(frozenset({Role.AUTHORITY_ADMIN})),
    "account_end_delegation": Row(
        frozenset({Role.AUTHORITY_ADMIN}), own=lambda c: (c.delegated_here,), others=lambda c: (c.delegated_elsewhere,),
        method="post", answers=DONE,
    ),
}  # fmt: skip

# Addresses of the library that signs people in: doors for anybody, the own account for whoever is signed in.
SIGN_IN: Final[dict[str, Row]] = {
    "account_login": Row(ANYONE, answers=ELSEWHERE),
    "account_logout": Row(ANYONE, answers=ELSEWHERE),
    "account_request_login_code": Row(ANYONE, answers=ELSEWHERE),
    "account_confirm_login_code": Row(ANYONE, answers=ELSEWHERE),
    "account_signup": Row(ANYONE, answers=DONE),
    "account_inactive": Row(ANYONE),
    "account_reauthenticate": Row(SIGNED_IN, answers=ELSEWHERE),
    "account_email": Row(SIGNED_IN),
    "account_email_verification_sent": Row(ANYONE),
    "account_confirm_email": Row(ANYONE, own=lambda _: ("faux",)),
    "account_change_password": Row(SIGNED_IN),
    "account_set_password": Row(SIGNED_IN, answers=ELSEWHERE),
    "account_reset_password": Row(ANYONE),
    "account_reset_password_done": Row(ANYONE),
    "account_reset_password_from_key": Row(ANYONE, own=lambda _: ("1", "faux")),
    "account_reset_password_from_key_done": Row(ANYONE),
    "mfa_index": Row(SIGNED_IN),
    "mfa_authenticate": Row(ANYONE, answers=DONE),
    "mfa_reauthenticate": Row(SIGNED_IN, answers=ELSEWHERE),
    "mfa_activate_totp": Row(SIGNED_IN, answers=ELSEWHERE),
    "mfa_deactivate_totp": Row(SIGNED_IN, answers=frozenset({200, 302, 404})),
    "mfa_view_recovery_codes": Row(SIGNED_IN, answers=frozenset({200, 302, 404})),
    "mfa_generate_recovery_codes": Row(SIGNED_IN, answers=ELSEWHERE),
    "mfa_download_recovery_codes": Row(SIGNED_IN, answers=frozenset({200, 302, 404})),
    "mfa_list_webauthn": Row(SIGNED_IN, answers=ELSEWHERE),
    "mfa_add_webauthn": Row(SIGNED_IN, answers=ELSEWHERE),
    "mfa_reauthenticate_webauthn": Row(SIGNED_IN, answers=ELSEWHERE),
    "mfa_login_webauthn": Row(ANYONE, answers=ELSEWHERE),
    "mfa_remove_webauthn": Row(SIGNED_IN, own=lambda _: (999,), answers=frozenset({302, 404})),
    "mfa_edit_webauthn": Row(SIGNED_IN, own=lambda _: (999,), answers=frozenset({302, 404})),
    "usersessions_list": Row(SIGNED_IN),
    "socialaccount_connections": Row(SIGNED_IN),
    "socialaccount_login_cancelled": Row(ANYONE),
    "socialaccount_login_error": Row(ANYONE, answers=frozenset({401})),
    "socialaccount_signup": Row(ANYONE, answers=DONE),
    "proconnect_login": Row(ANYONE, own=lambda _: ("proconnect",), answers=frozenset({404})),
    "proconnect_callback": Row(ANYONE, own=lambda _: ("proconnect",), answers=frozenset({404})),
}

IMPORTS: Final[dict[str, Row]] = {
    "table_imports": Row(MINISTRY),
    "table_columns": Row(MINISTRY, own=lambda c: (c.table,)),
    "table_import": Row(MINISTRY, own=lambda c: (c.table,)),
    "table_errors": Row(MINISTRY, own=lambda c: (c.table,), answers=frozenset({404})),
    "table_template": Row(MINISTRY, own=lambda _: ("project", "csv")),
}

DECIDING: Final = frozenset({Role.AUTHORITY_AGENT, Role.AUTHORITY_ADMIN, *MINISTRY})
MODERATION: Final[dict[str, Row]] = {
    "moderation_queue": Row(DECIDING),
    "moderation_item": Row(
        DECIDING, own=lambda c: (c.suggested_here,), others=lambda c: (c.suggested_elsewhere,), sees_all=MINISTRY
    ),
    "moderation_doubts": Row(MINISTRY),
    "moderation_doubt": Row(MINISTRY, own=lambda c: (c.doubt,)),
    "moderation_duplicates": Row(MINISTRY),
    "moderation_missing": Row(MINISTRY),
    "moderation_organisation": Row(MINISTRY, own=lambda c: (c.world.commune.pk,)),
    "moderation_sheet": Row(
        DECIDING | {Role.PARTNER_EDITOR},
        own=lambda c: (c.sheet_here,), others=lambda c: (c.sheet_elsewhere,), sees_all=MINISTRY,
    ),
    "moderation_merge_sheets": Row(MINISTRY),
    "moderation_merge_organisations": Row(MINISTRY),
    "moderation_journal": Row(MINISTRY),
}  # fmt: skip

WRITERS: Final = frozenset({Role.AUTHORITY_AGENT, Role.AUTHORITY_ADMIN, Role.PARTNER_EDITOR})
KEEPERS: Final = frozenset({Role.POST_AGENT, *MINISTRY})
NOT_THERE: Final = frozenset({404})


def _of_draft(*more: object, **values: object) -> Row:
    """A page of a draft: for its authors; there is none for others."""
    return Row(
        WRITERS, own=lambda c: (c.draft_here, *more), others=lambda c: (c.draft_elsewhere, *more), refused=NOT_THERE,
        **values,
    )  # type: ignore[arg-type]  # fields of a row  # fmt: skip


WORKSPACE: Final[dict[str, Row]] = {
    "workspace": Row(SIGNED_IN),
    "workspace_names": Row(SIGNED_IN),
    "workspace_places": Row(SIGNED_IN),
    "workspace_new": Row(WRITERS),
    "workspace_edit": Row(SIGNED_IN, own=lambda c: (c.sheet_here,), others=lambda _: (999_999,)),
    "workspace_alive": Row(
        KEEPERS, own=lambda c: (c.sheet_here,), others=lambda _: (999_999,), method="post", answers=FORM_ERROR,
        refused=NOT_THERE,
    ),
    "workspace_copy": Row(WRITERS, own=lambda c: (c.sheet_here,), method="post", answers=frozenset({303})),
    "workspace_sheet": _of_draft(),
    "workspace_send": _of_draft(),
    "workspace_preview": _of_draft(),
    "workspace_section": _of_draft("recit"),
    # Allowed, but not from a page of ours: given back, not saved.
    "workspace_restore": _of_draft("recit", method="post", answers=frozenset({403})),
    "workspace_upload": _of_draft(method="post", answers=FORM_ERROR),
    "workspace_file": Row(
        WRITERS, own=lambda c: (c.draft_here, c.attachment), others=lambda c: (c.draft_elsewhere, c.attachment),
        refused=NOT_THERE,
    ),
}  # fmt: skip

REGISTERS: Final[dict[str, Row]] = {
    "register_contacts": Row(frozenset({Role.POST_AGENT})),
    "register_countries": Row(KEEPERS),
    "register_country": Row(KEEPERS, own=lambda _: ("ML",), others=lambda _: ("SN",), sees_all=MINISTRY),
    "register_new_entry": Row(
        KEEPERS, own=lambda _: ("ML", "textes"), others=lambda _: ("SN", "textes"), sees_all=MINISTRY
    ),
    "register_entry": Row(
        KEEPERS, own=lambda c: ("ML", "textes", c.passage), others=lambda c: ("SN", "textes", c.passage)
    ),
}


DECLARED: Final[dict[str, Row]] = {
    "declared_entries": Row(KEEPERS),
    "declared_entry": Row(
        KEEPERS, own=lambda c: (c.entry_here,), others=lambda c: (c.entry_elsewhere,), sees_all=MINISTRY
    ),
}

ROUNDS: Final[dict[str, Row]] = {
    "rounds": Row(KEEPERS),
    "round_new": Row(KEEPERS, own=lambda _: ("ML",), others=lambda _: ("SN",), sees_all=MINISTRY),
    "round": Row(KEEPERS, own=lambda c: (c.round_here,), others=lambda c: (c.round_elsewhere,), sees_all=MINISTRY),
    "round_csv": Row(KEEPERS, own=lambda c: (c.round_here,), others=lambda c: (c.round_elsewhere,), sees_all=MINISTRY),
    "round_pair": Row(
        KEEPERS, own=lambda c: (c.round_here, c.pair_here), others=lambda c: (c.round_elsewhere, c.pair_here)
    ),
    "round_contacts": Row(
        frozenset({Role.AUTHORITY_AGENT, Role.AUTHORITY_ADMIN}),
        own=lambda c: (c.world.commune.pk,), others=lambda c: (c.elsewhere,),
    ),
}  # fmt: skip

YEAR: Final = 2026
AGENTS: Final = frozenset({Role.AUTHORITY_AGENT, Role.AUTHORITY_ADMIN})
PREPARING: Final = AGENTS | {Role.PARTNER_EDITOR}
FOLLOWING: Final = frozenset({Role.PREFECTURE, *MINISTRY})
REOPENING: Final = FOLLOWING | {Role.AUTHORITY_ADMIN}


def _here(cast: Cast) -> tuple[object, ...]:
    return (YEAR, cast.world.commune.pk)


def _elsewhere(cast: Cast) -> tuple[object, ...]:
    return (YEAR, cast.elsewhere)


CAMPAIGNS: Final[dict[str, Row]] = {
    "campaigns": Row(PREPARING | FOLLOWING),
    "campaign_new": Row(MINISTRY),
    "campaign": Row(FOLLOWING, own=lambda _: (YEAR,)),
    "campaign_edit": Row(MINISTRY, own=lambda _: (YEAR,)),
    "campaign_open": Row(MINISTRY, own=lambda _: (YEAR,), method="post", answers=DONE),
    "campaign_extend": Row(MINISTRY, own=lambda _: (YEAR,), method="post", answers=FORM_ERROR),
    "campaign_close": Row(MINISTRY, own=lambda _: (YEAR,), method="post", answers=DONE),
    "campaign_csv": Row(FOLLOWING, own=lambda _: (YEAR,)),
    "campaign_region": Row(FOLLOWING, own=lambda _: (YEAR, "84"), others=lambda _: (YEAR, "53"), sees_all=MINISTRY),
    "campaign_remind": Row(
        FOLLOWING, own=lambda _: (YEAR, "84"), others=lambda _: (YEAR, "53"), sees_all=MINISTRY, method="post",
        answers=DONE,
    ),
    "campaign_update": Row(PREPARING | FOLLOWING, own=_here, others=_elsewhere, sees_all=MINISTRY),
    "campaign_answer": Row(
        PREPARING, own=lambda c: (*_here(c), 999), others=lambda c: (*_elsewhere(c), 999), method="post", answers=DONE,
        data={"verdict": "unchanged"},
    ),
    "campaign_contacts": Row(AGENTS, own=_here, others=_elsewhere, method="post", answers=DONE),
    "campaign_sign": Row(
        frozenset({Role.AUTHORITY_ADMIN}), own=_here, others=_elsewhere, method="post", answers=DONE
    ),
    "campaign_reopen": Row(REOPENING, own=_here, others=_elsewhere, sees_all=MINISTRY, method="post", answers=DONE),
}  # fmt: skip

DASHBOARD: Final[dict[str, Row]] = {
    "dashboard": Row(MINISTRY),
    "dashboard_csv": Row(MINISTRY),
    "dashboard_list": Row(MINISTRY, own=lambda _: ("decisions",)),
}

MATRIX: Final[dict[str, Row]] = {
    **ACCOUNTS, **SIGN_IN, **IMPORTS, **MODERATION, **WORKSPACE, **REGISTERS, **DECLARED, **ROUNDS, **CAMPAIGNS,
    **DASHBOARD,
}  # fmt: skip
