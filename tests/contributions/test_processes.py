"""Two who decide at once, two who save at once, and one who is killed: nothing half, nothing lost, one wins."""

import json
import os
import signal
from pathlib import Path

import pytest

from tests.contributions.processes import make_database, python

NUMBER = 24
PRELUDE = """
import json, sys
import django
django.setup()
from atlas.contributions.deciding import accept, reject
from atlas.contributions.drafting import EditConflict, save_draft
from atlas.contributions.locking import AlreadyDecided
from atlas.contributions.models import Contribution, DraftEdit
from atlas.projects.draft import decode_draft
from atlas.projects.models import Project, Version
from tests.contributions.people import AGENT, AT, OFFICER
"""
FILL = f"""
{PRELUDE}
from tests.contributions.people import draft_of, published, sent
from tests.factories.drafts import changed, full_draft
from tests.factories.world import make_world
world = make_world()
sheets = [published(changed(full_draft(world), legacy_prj_id=n), key=f"prj:{{n}}") for n in range(1, {NUMBER} + 1)]
numbers = [sent(sheet, title=f"Titre {{sheet}}").pk for sheet in sheets]
print(json.dumps([numbers, draft_of(sheets[0], title="Partagé").pk]))
"""
DECIDE = f"""
{PRELUDE}
from django.db import connection
verb, *numbers = sys.argv[1:]
Contribution.objects.count()
print("ready", flush=True)
sys.stdin.readline()
won = []
for number in numbers:
    one = Contribution(pk=int(number))
    try:
        if verb == "accept":
            accept(one, by="user:2", at=AT)
        else:
            reject(one, reason="Non", by="user:3", at=AT)
        won.append(int(number))
        print(number, file=sys.stderr)
    except AlreadyDecided:
        pass
print(json.dumps(won))
"""
SAVE = f"""
{PRELUDE}
number, field = sys.argv[1:]
print("ready", flush=True)
sys.stdin.readline()
seen, acknowledged = 0, []
for turn in range(30):
    try:
        typed = {{field: f"{{field}} {{turn}}"}}
        seen = save_draft(Contribution(pk=int(number)), typed, seen, by=AGENT, at=AT).edit_number
        acknowledged.append(seen)
    except EditConflict as conflict:
        seen = conflict.saved.edit_number
print(json.dumps(acknowledged))
"""
TYPE_ON = f"""
{PRELUDE}
number = int(sys.argv[1])
sys.stdin.readline()
seen = 0
for turn in range(100_000):
    seen = save_draft(Contribution(pk=number), {{"history": f"history {{turn}}"}}, seen, by=AGENT, at=AT).edit_number
    print(turn, file=sys.stderr, flush=True)
"""
LOOK = f"""
{PRELUDE}
from atlas.projects.queries import draft_from_rows
from atlas.audit.models import Event
found = []
for one in Contribution.objects.filter(document=None).exclude(state="draft").order_by("pk"):
    project = Project.objects.get(pk=one.project_id)
    newest = decode_draft(Version.objects.get(project=project, number=project.version_number).draft)
    events = Event.objects.filter(object_type="contribution", object_id=one.pk)
    found.append({{
        "id": one.pk, "state": one.state, "version": project.version_number, "applied": one.applied_version,
        "same": draft_from_rows(project) == newest, "title": newest.title == f"Titre {{project.pk}}",
        "events": sorted(events.values_list("verb", flat=True)),
    }})
edits = list(DraftEdit.objects.filter(contribution__state="draft").order_by("number").values_list("number", flat=True))
shared = Contribution.objects.get(state="draft")
draft = decode_draft(shared.draft)
print(json.dumps([found, edits, shared.edit_number, draft.history, draft.context]))
"""


@pytest.fixture
def place(tmp_path: Path) -> tuple[str, Path]:
    name = f"processes_{os.getpid()}_{abs(hash(tmp_path.name)) % 10_000}"
    return make_database(tmp_path, name), tmp_path


def printed(address: str, folder: Path, code: str, *arguments: str) -> list:
    process = python(address, folder, code, *arguments)
    told, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return json.loads(told)


def together(address: str, folder: Path, code: str, *both: tuple[str, ...]) -> list[list]:
    """Two processes that begin at the same moment."""
    processes = [python(address, folder, code, *arguments) for arguments in both]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    told = [json.loads(process.communicate(timeout=120)[0]) for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    return told


def check(contributions: list[dict]) -> None:
    """Each is decided whole or not at all."""
    for one in contributions:
        assert one["same"], one
        accepted = one["state"] == "accepted"
        assert (one["version"], one["applied"], one["title"]) == ((2, 2, True) if accepted else (1, None, False)), one
        told = {"accepted": ["contribution.accepted"], "rejected": ["contribution.rejected"]}.get(one["state"], [])
        assert one["events"] == sorted(["contribution.begun", "contribution.submitted", *told]), one


def test_of_two_who_decide_at_once_one_wins(place: tuple[str, Path]) -> None:
    numbers, _shared = printed(*place, FILL)
    arguments = [str(number) for number in numbers]
    accepted, rejected = together(*place, DECIDE, ("accept", *arguments), ("reject", *arguments))
    assert sorted([*accepted, *rejected]) == numbers
    contributions, *_ = printed(*place, LOOK)
    assert [one["id"] for one in contributions if one["state"] == "accepted"] == accepted
    check(contributions)


def test_of_two_who_save_at_once_nothing_is_lost(place: tuple[str, Path]) -> None:
    _numbers, shared = printed(*place, FILL)
    told = together(*place, SAVE, (str(shared), "history"), (str(shared), "context"))
    _contributions, edits, last, history, context = printed(*place, LOOK)
    assert sorted([1, *told[0], *told[1]]) == edits == list(range(1, 62))
    assert (last, history, context) == (61, "history 29", "context 29")


def test_killed_while_deciding_nothing_is_half(place: tuple[str, Path]) -> None:
    numbers, _shared = printed(*place, FILL)
    process = python(*place, DECIDE, "accept", *(str(number) for number in numbers))
    assert process.stdin is not None
    assert process.stderr is not None
    process.stdin.write("go\n")
    process.stdin.flush()
    acknowledged = [int(process.stderr.readline()) for _ in range(NUMBER // 3)]
    process.send_signal(signal.SIGKILL)
    process.communicate()
    contributions, *_ = printed(*place, LOOK)
    check(contributions)
    decided = [one["id"] for one in contributions if one["state"] == "accepted"]
    assert set(acknowledged) <= set(decided)
    assert len(decided) < NUMBER


def test_killed_while_saving_nothing_acknowledged_is_lost(place: tuple[str, Path]) -> None:
    _numbers, shared = printed(*place, FILL)
    process = python(*place, TYPE_ON, str(shared))
    assert process.stdin is not None
    assert process.stderr is not None
    process.stdin.write("go\n")
    process.stdin.flush()
    acknowledged = [int(process.stderr.readline()) for _ in range(20)]
    process.send_signal(signal.SIGKILL)
    process.communicate()
    _contributions, edits, last, history, _context = printed(*place, LOOK)
    assert acknowledged == list(range(20))
    kept = int(history.removeprefix("history "))
    assert kept >= acknowledged[-1]
    assert edits == list(range(1, last + 1))
    assert last == kept + 2
