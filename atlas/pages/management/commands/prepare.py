"""`manage.py prepare`: database, reference and demonstration data, static files. What `make run` does before it serves.

One process for all steps, because starting Django costs more than most of them.
"""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from atlas.catalogue.index.state import state_path
from atlas.pages.preparation import Step, fingerprint, is_done, note


def steps() -> tuple[Step, ...]:
    """In order: each may need what those before it made."""
    reference = (
        *("data/countries/*", "data/territories/*", "data/themes/*", "data/codes/*", "data/published_figures/*"),
        "atlas/reference/**/*.py",
    )
    register = (*reference, "data/organisations/*", "data/posts/*", "atlas/organisations/**/*.py")
    demonstration = (*register, "data/demonstration/**/*", "atlas/imports/**/*.py", "atlas/projects/*.py")
    public = (*demonstration, "atlas/catalogue/*.py")
    registers = (*public, "atlas/registers/**/*.py")
    return (
        Step("Database", "migrate", options={"verbosity": 0}),
        Step("Reference data", "load_reference", reference),
        Step("Organisations", "load_organisations", register),
        *((Step("Demonstration data", "load_demonstration", demonstration),) if settings.ATLAS_DEMONSTRATION else ()),
        Step("Public records", "rebuild_records", public),
        *((Step("Demonstration registers", "load_registers", registers),) if settings.ATLAS_DEMONSTRATION else ()),
        Step("Registers of countries", "publish_registers", registers),
        Step("Search index", "rebuild_index", ("atlas/catalogue/index/*.py",), product=state_path()),
        Step(
            "Static files",
            "collectstatic",
            ("requirements.txt", "config/settings/base.py", "atlas/ui/static_files.py", "atlas/*/static/**/*"),
            options={"verbosity": 0, "interactive": False, "clear": True},
            product=settings.STATIC_ROOT / "staticfiles.json",
        ),
    )


def birthday() -> str:
    """When this database was made: tells it from another one behind the same address. "" before its first migration."""
    recorder = MigrationRecorder(connection)
    first = recorder.migration_qs.order_by("pk").first() if recorder.has_table() else None
    return first.applied.isoformat() if first else ""


def _refuse_old_accounts() -> None:
    """A database from before ADR 26 holds Django's own accounts and cannot be brought up to date."""
    applied = MigrationRecorder(connection).applied_migrations() if birthday() else {}
    if applied and ("accounts", "0001_initial") not in applied and ("admin", "0001_initial") in applied:
        name = connection.settings_dict["NAME"]
        raise CommandError(
            f"The database {name} is from before accounts (docs/adr/0026). Move it away and start again."
        )


class Command(BaseCommand):
    """Run the steps that are not done yet."""

    help = "Bring the database and the files of this machine up to date, doing only what is not done yet."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """One line for each step that has something to do; the steps show their own progress."""
        _refuse_old_accounts()
        journal = settings.VAR_DIR / "prepared.json"
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        for step in steps():
            mark = fingerprint(settings.BASE_DIR, step.inputs, birthday())
            if not is_done(journal, step, mark):
                if step.inputs:
                    self.stdout.write(f"{step.label} …")
                call_command(step.command, **step.options)
                note(journal, step, mark)
