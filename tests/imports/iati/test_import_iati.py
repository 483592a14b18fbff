"""The command on whole files: what it reads, writes, leaves for people, and refuses."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from atlas.catalogue.models import ProjectRecord
from atlas.catalogue.record import decode
from atlas.contributions.models import Contribution, Proposal
from atlas.imports.models import ImportRun, RefusedItem
from atlas.organisations.models import Organisation
from atlas.projects.models import PrivateContact, Project, QualityFlag
from atlas.projects.queries import current_draft
from tests.imports.conftest import Told
from tests.imports.iati.samples import ACTIVITY, changed, file

Command = Callable[..., Told]
TRANSACTIONS = ACTIVITY[ACTIVITY.index("<transaction>") : ACTIVITY.index("<document-link")]


def transaction(kind: str, day: str, value: str, more: str = "", currency: str = "EUR") -> str:
    return (
        f'<transaction><transaction-type code="{kind}"/><transaction-date iso-date="{day}"/>'
        f'<value currency="{currency}" value-date="{day}">{value}</value>{more}</transaction>'
    )


def funding(told: Told) -> list[tuple[object, ...]]:
    lines = told.objects[0]["draft"]["funding"]
    return [
        (line["funder"], line.get("year"), line.get("amount"), line.get("nature"), line.get("note", ""))
        for line in lines
    ]


def extra(told: Told) -> dict[str, str]:
    return dict(told.objects[0]["draft"].get("extra", ()))


def test_a_dry_run_writes_nothing_and_says_what_it_would(import_iati: Command) -> None:
    told = import_iati(file())
    assert "1 documents read (dry run: nothing was written; add --commit)" in told.report
    assert (told.status, told.objects[0]["outcome"]) == (0, "created")
    assert (Project.objects.count(), Contribution.objects.count(), ImportRun.objects.count()) == (0, 0, 0)


def test_an_activity_becomes_a_public_sheet(import_iati: Command) -> None:
    told = import_iati(file(), commit=True)
    assert told.status == 0
    record = decode(ProjectRecord.objects.get().data)
    assert (record.title, record.status, record.start_year, record.end_date.isoformat()) == (
        "De l’eau pour Sikoro", "ongoing", 2020, "2027-06-30",
    )  # fmt: skip
    assert (record.description, record.objective, record.beneficiaries) == (
        "Un forage.", "De l’eau potable.", "200 familles.",
    )  # fmt: skip
    assert [country.iso2 for country in record.countries] == ["ML"]
    assert [(p.role, p.name, p.country, p.kind) for p in record.parties] == [
        ("partner", "Pontcharra", "FR", "commune"),
        ("partner", "Commune rurale de Sikoro", "ML", "foreign_authority"),
        ("implementer", "Commune rurale de Sikoro", "ML", "foreign_authority"),
        ("implementer", "Eau sans bornes", None, None),
        ("owner", "Pontcharra", "FR", "commune"),
        ("funder", "Ministère de l'Europe et des Affaires étrangères", "FR", "state"),
    ]
    assert (record.parties[1].lat, record.parties[1].lon) == (12.5, -8.25)
    assert [(one.kind, one.amount, one.year, one.nature) for one in record.funding] == [
        ("state", Decimal(1000), 2020, "committed")
    ]
    assert (record.sdgs, record.documents[0].kind, record.legacy_prj_id) == ((6,), "report", None)
    assert dict(record.extra) == {
        "Publié au format IATI par": "Aid Agency",
        "Secteurs du CAD, d’après la source": "14030 Eau et assainissement, dispositifs de base (100 %)",
        "Autres montants de la source, non additionnés": "Décaissements 2020 : 400 EUR",
    }
    assert record.sources[0].kind == "iati"


def test_persons_stay_private(import_iati: Command) -> None:
    import_iati(file(), commit=True)
    person = PrivateContact.objects.get()
    assert (person.last_name, person.email, person.raw) == ("Jeanne Invente", "jeanne@example.org", "+33 0 00 00")
    assert "Jeanne" not in ProjectRecord.objects.get().data
    assert "example.org" not in ProjectRecord.objects.get().data.replace("https://example.org/report.pdf", "")


def test_a_theme_is_proposed_never_guessed(import_iati: Command) -> None:
    import_iati(file(), commit=True)
    assert current_draft(Project.objects.get().pk).themes == ()
    assert Proposal.objects.get(rule="theme_from_sector").proposed == ["env.eau.assain"]
    unknown = changed(('code="14030"', 'code="99810"'), ("XX-1-P7", "XX-1-P8"))
    import_iati(file(unknown), commit=True)
    assert QualityFlag.objects.get(code="sector_without_theme").detail == "99810"


def test_currencies_are_kept_and_not_converted(import_iati: Command) -> None:
    amounts = transaction("2", "2015-03-01", "1,500,000", currency="XOF") + transaction("2", "2015-04-01", "10")
    told = import_iati(file(changed((TRANSACTIONS, amounts))))
    ministry = "Ministère de l’Europe et des Affaires étrangères"
    assert funding(told) == [
        (ministry, 2015, None, "committed", "1500000 XOF"),
        (ministry, 2015, "10", "committed", ""),
    ]
    assert extra(told)["Montants en devises, non convertis"] == f"2015 : 1500000 XOF ({ministry})"
    assert "currency_not_euro" in told.objects[0]["flags"]


def test_the_default_currency_counts_and_a_missing_one_is_said(import_iati: Command) -> None:
    amounts = transaction("3", "2015-03-01", "5").replace(' currency="EUR"', "")
    told = import_iati(file(changed((TRANSACTIONS, amounts), ('default-currency="EUR"', 'default-currency="USD"'))))
    assert [line[-1] for line in funding(told)] == ["5 USD"]
    told = import_iati(file(changed((TRANSACTIONS, amounts), (' default-currency="EUR"', ""))))
    assert [line[-1] for line in funding(told)] == ["5 devise non précisée"]


def test_amounts_of_several_kinds_are_not_added_up(import_iati: Command) -> None:
    provider = "<provider-org><narrative>Ville</narrative></provider-org>"
    amounts = (
        transaction("11", "2015-01-01", "7")
        + transaction("3", "2015-01-01", "8", provider)
        + transaction("3", "2015-12-01", "2", provider)
        + transaction("1", "2016-01-01", "9")
    )
    budget = (
        '<budget><period-start iso-date="2015-01-01"/><period-end iso-date="2015-12-31"/>'
        '<value value-date="2015-01-01">30</value></budget>'
    )
    told = import_iati(file(changed((TRANSACTIONS, budget + amounts))))
    assert [line[1:4] for line in funding(told)] == [(2015, "7", "committed")]
    assert extra(told)["Autres montants de la source, non additionnés"] == (
        "Fonds reçus 2016 : 9 EUR\nDécaissements 2015 : 10 EUR\nBudgets 2015 : 30 EUR"
    )
    told = import_iati(file(changed((TRANSACTIONS, budget + amounts.replace('code="11"', 'code="5"')))))
    assert [line[:4] for line in funding(told)] == [("Ville", 2015, "10", "paid")]
    told = import_iati(file(changed((TRANSACTIONS, budget))))
    assert [line[1:4] for line in funding(told)] == [(2015, "30", "planned")]


@pytest.mark.parametrize(
    ("code", "status", "declared"),
    [("1", "planned", ""), ("3", "completed", "Finalisation"), ("5", "cancelled", ""), ("9", None, "9")],
)
def test_statuses(import_iati: Command, code: str, status: str | None, declared: str) -> None:
    told = import_iati(file(changed(('activity-status code="2"', f'activity-status code="{code}"'))))
    draft = told.objects[0]["draft"]
    assert (draft.get("status"), draft.get("status_declared", "")) == (status, declared)


def test_what_cannot_be_read_is_said_and_the_rest_taken(import_iati: Command) -> None:
    odd = changed(
        ('iso-date="2027-06-30"', 'iso-date="soon"'),
        ('recipient-country code="ML"', 'recipient-country code="QQ"'),
        (">1000<", ">a lot<"),
        ("<pos>12.5 -8.25</pos>", "<pos>95 400</pos>"),
    )
    told = import_iati(file(odd))
    assert {"date_invalid", "country_unknown", "amount_invalid"} <= set(told.objects[0]["flags"])
    assert funding(told)[0][1:4] == (2020, "400", "paid")


def test_only_english_is_taken_and_flagged(import_iati: Command) -> None:
    told = import_iati(file(changed((' xml:lang="fr">De l’eau\n pour Sikoro', ' xml:lang="es">Agua'))))
    assert told.objects[0]["draft"]["title"] == "Water for Sikoro"
    assert "language_not_french" in told.objects[0]["flags"]


def test_older_versions_of_2_are_read(import_iati: Command) -> None:
    for version in ("2.01", "2.02"):
        assert import_iati(file(version=version)).status == 0


def test_the_same_file_twice_changes_nothing(import_iati: Command) -> None:
    import_iati(file(), commit=True)
    told = import_iati(file(), commit=True)
    assert "outcome unchanged: 1" in told.report
    assert (Project.objects.count(), Contribution.objects.count()) == (1, 1)


def test_a_later_file_updates_the_sheet_of_its_identifier(import_iati: Command) -> None:
    import_iati(file(), commit=True)
    told = import_iati(file(changed(('activity-status code="2"', 'activity-status code="4"'))), commit=True)
    assert "outcome updated: 1" in told.report
    assert Project.objects.get().status == "completed"


def test_one_identifier_twice_in_a_run_waits(import_iati: Command) -> None:
    told = import_iati(file(ACTIVITY, changed(("Un forage.", "Deux forages.")), ACTIVITY), commit=True)
    assert "waiting because same_id_different_content: 1" in told.report
    assert "outcome unchanged: 1" in told.report
    assert Project.objects.count() == 1


def test_bad_activities_are_reported_and_the_others_taken(import_iati: Command) -> None:
    nameless = changed(("<iati-identifier>XX-1-P7</iati-identifier>", ""))
    untitled = changed(("Water for Sikoro", ""), ("De l’eau\n pour Sikoro", " "), ("XX-1-P7", "XX-1-P9"))
    told = import_iati(file(nameless, ACTIVITY, untitled), commit=True)
    assert "refused file0.xml#1: no_identifier — the activity has no iati-identifier" in told.report
    assert "waiting because has_errors: 1" in told.report
    assert told.status == 1
    assert Project.objects.count() == 1
    assert RefusedItem.objects.get().code == "no_identifier"


def test_a_long_identifier_still_is_a_key(import_iati: Command) -> None:
    long = changed(("XX-1-P7", "XX-1-" + "P" * 200))
    import_iati(file(long), commit=True)
    assert len(Contribution.objects.get().source_key) <= 80
    assert "no_identifier" not in import_iati(file(long), commit=True).report
    assert Project.objects.count() == 1
    assert "identifier_too_long" in import_iati(file(changed(("XX-1-P7", "P" * 301)))).report


def test_a_sheet_of_this_register_is_not_doubled(import_iati: Command, import_legacy: Command, tmp_path) -> None:
    from tests.imports.pages import page

    (tmp_path / "8001.txt").write_text(page())
    import_legacy(tmp_path / "8001.txt", commit=True)
    own = changed(("XX-1-P7", f"FR-6-ATLAS-{Project.objects.get().pk}"))
    told = import_iati(file(own, changed(("XX-1-P7", f"XX-6-ATLAS-{Project.objects.get().pk}"))), commit=True)
    assert "waiting because own_activity: 1" in told.report
    assert "outcome created: 1" in told.report


def test_a_french_partner_without_a_channel_is_known_by_its_name(import_iati: Command) -> None:
    plain = changed((' crs-channel-code="11002"', ""), (' crs-channel-code="12002"', ""))
    told = import_iati(file(plain), commit=True)
    parties = told.objects[0]["draft"]["parties"]
    assert [(p["name"], p.get("country")) for p in parties if p["role"] == "partner"] == [
        ("Pontcharra", "FR"),
        ("Commune rurale de Sikoro", "ML"),
    ]
    assert not Organisation.objects.filter(
        name="Commune rurale de Sikoro"
    ).exists()  # nothing says that it is one abroad
