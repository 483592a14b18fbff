"""docs/campaigns.md says the table of states word for word."""

from django.conf import settings

from atlas.campaigns.states import TRANSITIONS, VERBS, State

DOCUMENT = settings.BASE_DIR / "docs" / "campaigns.md"


def test_the_document_says_what_the_table_says() -> None:
    expected = [
        f"| {State(state).label} `{state}` | {VERBS[verb]} `{verb}` | {change.to.label} `{change.to}` "
        f"| {', '.join(f'`{who}`' for who in sorted(change.who))} |"
        for (state, verb), change in TRANSITIONS.items()
    ]
    said = [line for line in DOCUMENT.read_text().splitlines() if line.startswith("| ") and "`" in line]
    assert said == expected
