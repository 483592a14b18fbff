"""Tables whose rows the database itself refuses to change or delete: triggers on SQLite and PostgreSQL.

A migration of each table installs them (`guard`). They stop every program that speaks SQL, ours included; who owns the
database can still drop them, and then it shows: `unguarded` names what lacks them. SQLite forgets triggers when Django
makes a table anew, so a migration that alters one of these tables installs them again (a test looks).
"""

from collections.abc import Sequence
from typing import Final

from django.apps.registry import Apps
from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

GUARDED: Final = ("audit_event", "projects_version")
"""Events, and versions of sheets."""
_FUNCTION: Final = "atlas_refuse_change"


def guard(table: str) -> RunPython:
    """The operation of a migration that makes a table append-only."""

    def install_on(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in (*removal(table, editor.connection.vendor), *installation(table, editor.connection.vendor)):
            editor.execute(statement, None)

    def remove_from(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in removal(table, editor.connection.vendor):
            editor.execute(statement, None)

    return RunPython(install_on, remove_from)


def installation(table: str, vendor: str) -> Sequence[str]:
    """Statements that refuse UPDATE, DELETE and, where there is one, TRUNCATE."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for verb in ("update", "delete")
        ]
    refuse = (
        f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; "
        "END $$"
    )
    return [
        refuse,
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {_FUNCTION}()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}()",
    ]


def removal(table: str, vendor: str) -> Sequence[str]:
    """Statements that take the triggers away, where they are."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for verb in ("update", "delete")]
    return [f"DROP TRIGGER IF EXISTS {table}_no_{what} ON {table}" for what in ("change", "truncate")]


def unguarded() -> list[str]:
    """Tables of GUARDED that this database would let somebody change."""
    asked = (
        "SELECT tbl_name, count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%%_no_%%' GROUP BY tbl_name"
        if connection.vendor == "sqlite"
        else "SELECT c.relname, count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE t.tgname LIKE '%%_no_%%' AND t.tgenabled <> 'D' GROUP BY c.relname"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked, [])
        found = {table for table, number in cursor.fetchall() if number == 2}
    return [table for table in GUARDED if table not in found]
