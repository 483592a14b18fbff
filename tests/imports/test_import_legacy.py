"""The command on whole pages: what it reads, what it writes, what it refuses."""

import re
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from atlas.catalogue.models import ProjectRecord
from atlas.catalogue.record import decode
from atlas.contributions.models import Contribution, Proposal
from atlas.imports.models import ImportRun, RefusedItem
from atlas.organisations.models import Organisation
from atlas.projects.actions import Application, apply_draft
from atlas.projects.draft import encode
from atlas.projects.models import PrivateContact, Project, QualityFlag, SourceReference
from atlas.projects.queries import current_draft, draft_from_rows
from tests.factories.drafts import changed
from tests.imports.conftest import Told
from tests.imports.pages import page

Command = Callable[..., Told]
KEYS = re.findall(
    r"\w+",
    """source generation truncated legacy_prj_id posts title first_convention_year theme other_themes start_year status
    end_date context history objective description cofinancing_years actions form implementers owners beneficiaries
    foreign_partners foreign_contacts french_authorities other_partners_france other_partners_abroad
    pre_reform_authority is_triennial funding_lines communication_france communication_partner_countries
    has_evaluation volunteers flags matches""",
)


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_a_page_is_told_with_the_keys_of_the_issue_in_its_order(import_legacy: Command, tmp_path: Path) -> None:
    told = import_legacy(write(tmp_path, "8001.txt", page()))
    (sheet,) = told.objects
    assert list(sheet)[: len(KEYS)] == KEYS
    assert (sheet["legacy_prj_id"], sheet["status"], sheet["end_date"]) == (8001, "completed", "2016-12-31")
    assert sheet["foreign_partners"] == [{"name": "Commune rurale de SIKORO", "country": "ML"}]
    assert sheet["funding_lines"] == [
        {"funder": "Ministère de l'Europe et des Affaires étrangères", "year": 2013, "amount": 4000, "pct": []},
        {"funder": "Pontcharra", "year": 2013, "amount": 6000, "pct": [0]},
    ]
    applied = {(m["name"], m["role"]): m["code"] for m in sheet["matches"] if m["applied"]}
    assert applied["Pontcharra", "partner"] == applied["Pontcharra", "funder"] == "38314"


def test_a_dry_run_writes_nothing_and_says_so(import_legacy: Command, tmp_path: Path) -> None:
    organisations = Organisation.objects.count()
    told = import_legacy(write(tmp_path, "8001.txt", page()))
    assert "dry run" in told.report
    assert (Project.objects.count(), Contribution.objects.count(), ImportRun.objects.count()) == (0, 0, 0)
    assert Organisation.objects.count() == organisations


def test_a_committed_page_is_public_with_its_partner_registered(import_legacy: Command, tmp_path: Path) -> None:
    told = import_legacy(write(tmp_path, "8001.txt", page()), commit=True)
    assert told.status == 0
    record = decode(ProjectRecord.objects.get().data)
    assert [(p.name, p.country) for p in record.foreign_partners] == [("Commune rurale de SIKORO", "ML")]
    assert [p.name for p in record.french_authorities] == ["Pontcharra"]
    assert [p.id is not None for p in record.posts] == [True]
    assert record.themes[0].code == "env.eau"
    assert (record.total_amount, record.state_amount) == (10000, 4000)
    partner = Organisation.objects.get(name="Commune rurale de SIKORO")
    assert (partner.is_provisional, partner.country_id) == (True, "ML")


@pytest.mark.parametrize("batch", [1, 200])
def test_an_owner_is_the_partner_and_not_its_namesake_in_france(
    import_legacy: Command, tmp_path: Path, batch: int
) -> None:
    """On the first sheet as on those after it, in whatever batches they come."""
    sheet = page(partner="Angoulême", owners="Angoulême")
    pages = [write(tmp_path, "8001.txt", sheet), write(tmp_path, "8002.txt", sheet.replace("Étendre", "Finir"))]
    import_legacy(*pages, commit=True, batch=batch)
    records = [decode(one.data) for one in ProjectRecord.objects.all()]
    assert [[p.country for p in one.parties if p.name == "Angoulême"] for one in records] == [["ML", "ML"]] * 2


def test_a_partner_that_is_new_is_also_known_as_the_owner(import_legacy: Command, tmp_path: Path) -> None:
    import_legacy(write(tmp_path, "8001.txt", page(owners="Pontcharra, Commune rurale de Sikoro")), commit=True)
    parties = decode(ProjectRecord.objects.get().data).parties
    partner = Organisation.objects.get(name="Commune rurale de SIKORO")
    assert [(p.role, p.country) for p in parties if p.id == partner.pk] == [("partner", "ML"), ("owner", "ML")]


def test_rows_and_version_hold_the_same_draft(import_legacy: Command, tmp_path: Path) -> None:
    import_legacy(write(tmp_path, "8001.txt", page()), commit=True)
    project = Project.objects.get()
    assert draft_from_rows(project) == current_draft(project.pk)


def test_persons_go_to_the_private_store_and_nowhere_else(import_legacy: Command, tmp_path: Path) -> None:
    import_legacy(write(tmp_path, "8001.txt", page()), commit=True)
    persons = PrivateContact.objects.order_by("pk").values_list("role", "last_name", "email")
    assert list(persons) == [
        ("correspondent", "TESTARD", "aline.testard@diplomatie.gouv.fr"),
        ("cultural_counsellor", "ESSAI", "basile.essai@diplomatie.gouv.fr"),
        ("foreign_contact", "MODELE", "camille.modele@example.org"),
    ]
    record = ProjectRecord.objects.get().data
    assert not [name for name in ("TESTARD", "ESSAI", "MODELE", "example.org") if name in record]
    assert '"function":"Maire"' in record


def test_whoever_else_stands_among_the_contacts_is_no_business_of_the_public(
    import_legacy: Command, tmp_path: Path
) -> None:
    third = "\nAttaché de coopération\nJonas BERNIER\nCourriel : j.bernier[at]diplomatie.gouv.fr\nTitre\n"
    below = "\nSikoro sans table\nOde FERRIER\n\nCollectivités territoriales partenaires du partenariat\n"
    text = page().replace("\nTitre\n", third, 1)
    text = text.replace("\n\nCollectivités territoriales partenaires du partenariat\n", "\n" + below, 1)
    import_legacy(write(tmp_path, "8001.txt", text), commit=True)
    names = ("BERNIER", "FERRIER")
    kept = "".join(PrivateContact.objects.values_list("raw", flat=True))
    flags = "".join(QualityFlag.objects.values_list("detail", flat=True))
    assert all(name in kept for name in names)
    assert not [name for name in names if name in ProjectRecord.objects.get().data + current_text() + flags]


def test_a_second_first_name_is_not_taken_for_a_function(import_legacy: Command, tmp_path: Path) -> None:
    text = page().replace("MODELE Camille Maire", "MODELE Camille Claude Deuxième adjoint")
    import_legacy(write(tmp_path, "8001.txt", text), commit=True)
    (contact,) = decode(ProjectRecord.objects.get().data).contacts
    assert (contact.organisation, contact.function) == ("Commune rurale de SIKORO", "Deuxième adjoint")
    assert PrivateContact.objects.get(last_name="MODELE").function == "Claude Deuxième adjoint"


def test_a_row_that_names_no_partner_says_nothing_to_the_public(import_legacy: Command, tmp_path: Path) -> None:
    text = page().replace("Commune rurale de SIKORO MODELE Camille Maire", "Camille MODELE Maire")
    import_legacy(write(tmp_path, "8001.txt", text), commit=True)
    assert decode(ProjectRecord.objects.get().data).contacts == ()
    assert "Camille" not in ProjectRecord.objects.get().data


def current_text() -> str:
    """All that the last version of the only project holds."""
    return encode(current_draft(Project.objects.get().pk))


def test_the_page_and_the_lines_of_each_field_are_kept(import_legacy: Command, tmp_path: Path) -> None:
    import_legacy(write(tmp_path, "8001.txt", page()), commit=True)
    reference = SourceReference.objects.select_related("document").get()
    raw = zlib.decompress(reference.document.raw).decode()
    assert raw == page()
    first, last = reference.lines["title"]
    assert raw.splitlines()[first - 1 : last] == ["Étendre les réseaux d’eau de Sikoro"]


def test_the_second_run_changes_nothing(import_legacy: Command, tmp_path: Path) -> None:
    path = write(tmp_path, "8001.txt", page())
    import_legacy(path, commit=True)
    before = (Project.objects.get().updated_at, Organisation.objects.count(), Proposal.objects.count())
    told = import_legacy(path, commit=True)
    assert told.objects[0]["outcome"] == "unchanged"
    assert (Project.objects.get().updated_at, Organisation.objects.count(), Proposal.objects.count()) == before


def test_a_later_page_updates_and_a_person_s_edit_stands(import_legacy: Command, tmp_path: Path) -> None:
    first, second, third = (tmp_path / name for name in "abc")
    for folder in (first, second, third):
        folder.mkdir()
    import_legacy(write(first, "8001.txt", page()), commit=True)
    import_legacy(write(second, "8001.txt", page(amount="7000")), commit=True)
    project = Project.objects.get()
    assert project.version_number == 2
    edited = changed(current_draft(project.pk), title="Titre corrigé par une agente")
    apply_draft(
        Application(edited, "person", project_id=project.pk, expected_version=2), by="agente", at=project.updated_at
    )
    told = import_legacy(write(third, "8001.txt", page(amount="7000", title="Autre titre entier")), commit=True)
    assert told.objects[0]["outcome"] == "pending"
    assert "waiting because conflicts_with_human_edit: 1" in told.report
    assert current_draft(project.pk) == edited


def test_two_pages_with_one_id_and_different_content_the_second_waits(import_legacy: Command, tmp_path: Path) -> None:
    one = write(tmp_path, "8001_a.txt", page())
    two = write(tmp_path, "8001_b.txt", page(amount="7000"))
    told = import_legacy(one, two, commit=True)
    assert [sheet["outcome"] for sheet in told.objects] == ["created", "pending"]
    assert [sheet["outcome"] for sheet in import_legacy(one, two, commit=True).objects] == ["unchanged", "unchanged"]
    assert Project.objects.get().version_number == 1


def test_files_that_are_no_sheets_are_reported_kept_and_do_not_stop_the_others(
    import_legacy: Command, tmp_path: Path
) -> None:
    write(tmp_path, "1_empty.txt", "")
    write(tmp_path, "2_binary.txt", bytes(range(256)) * 20)
    write(tmp_path, "3_other.html", "<html><body><h1>Recettes</h1><script>alert(1)</script></body></html>")
    write(tmp_path, "8001.txt", page())
    told = import_legacy(tmp_path, commit=True)
    assert told.status == 1
    assert [sheet["outcome"] for sheet in told.objects] == ["created"]
    refused = RefusedItem.objects.order_by("name").values_list("code", flat=True)
    assert list(refused) == ["empty", "binary", "not_a_sheet"]
    assert ImportRun.objects.get().counts == {"created": 1, "refused": 3}
    assert import_legacy(tmp_path, commit=True).status == 1
    assert RefusedItem.objects.count() == 3


def test_a_missing_file_is_reported_and_the_others_go_on(import_legacy: Command, tmp_path: Path) -> None:
    told = import_legacy(tmp_path / "nothing.txt", write(tmp_path, "8001.txt", page()))
    assert (told.status, len(told.objects)) == (1, 1)
    assert "unreadable" in told.report


def test_owners_in_a_list_are_parties_where_sure_with_former_names(import_legacy: Command, tmp_path: Path) -> None:
    owners = "Pontcharra, Commune de La Rochette, Commune de Le Cheylas, Commune de Villard-Sallet"
    (sheet,) = import_legacy(write(tmp_path, "8001.txt", page(owners=owners)), commit=True).objects
    matched = {m["name"]: (m["code"], m["how"]) for m in sheet["matches"] if m["role"] == "owner" and m["applied"]}
    assert matched["Commune de La Rochette"] == ("73215", "former_name")
    record = decode(ProjectRecord.objects.get().data)
    owner = next(p for p in record.parties if p.declared == "Commune de La Rochette")
    assert (owner.name, owner.role) == ("Valgelon-La Rochette", "owner")


def test_a_homonym_without_context_is_a_proposal_with_candidates(import_legacy: Command, tmp_path: Path) -> None:
    import_legacy(write(tmp_path, "8001.txt", page(authority="Saint-Maximin", owners="Saint-Maximin")), commit=True)
    proposal = Proposal.objects.filter(rule="match_name", current="Saint-Maximin").first()
    assert proposal is not None
    assert {candidate["code"] for candidate in proposal.proposed} == {"38426", "60589"}
    assert [p.id for p in decode(ProjectRecord.objects.get().data).french_authorities] == [None]


@pytest.mark.parametrize("batch", [1, 2, 200])
def test_the_size_of_batches_changes_nothing(import_legacy: Command, tmp_path: Path, batch: int) -> None:
    for number in range(8001, 8006):
        write(tmp_path, f"{number}.txt", page(title=f"Réseau d’eau numéro {number}", partner=f"Sikoro {number % 2}"))
    import_legacy(tmp_path, commit=True, batch=batch)
    assert list(Project.objects.order_by("pk").values_list("legacy_prj_id", flat=True)) == list(range(8001, 8006))
    assert Organisation.objects.filter(name__startswith="Sikoro").count() == 2
