"""What the keeper does beside mails and retention, which have tests of their own."""

import pytest
from django.core.management import call_command

from atlas.catalogue.models import ProjectLine
from atlas.corrections.management.commands.tend import Command
from tests.catalogue.records import project, publish

pytestmark = pytest.mark.django_db


def test_lines_of_files_are_made() -> None:
    publish(project(1), project(2))
    call_command("tend")
    assert sorted(ProjectLine.objects.values_list("project_id", flat=True)) == [1, 2]


def test_a_round_goes_on_where_the_last_one_ended() -> None:
    keeper = Command()
    publish(project(1))
    keeper._round(making=60)
    assert keeper.lines_until == 1
    ProjectLine.objects.all().delete()
    revision = publish(project(2))
    keeper._round(making=60)
    assert keeper.lines_until == revision
    assert ProjectLine.objects.get().project_id == 2
