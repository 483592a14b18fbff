"""Append-only tables in tests that commit: what they wrote is emptied after them, which the database refuses.

`install` takes the triggers away for the moment in which Django empties all tables, and puts them back. `lifted` does
so for a test that wants a register as it was before the first sheet.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations

from atlas.audit.append_only import GUARDED, installation, removal


def install() -> None:
    """Once, before the first test."""
    emptied: Callable[[Any, Sequence[str]], None] = BaseDatabaseOperations.execute_sql_flush

    def emptied_all_the_same(self: Any, sql_list: Sequence[str]) -> None:
        vendor = self.connection.vendor
        around = [[one for table in GUARDED for one in made(table, vendor)] for made in (removal, installation)]
        emptied(self, [*around[0], *sql_list, *around[1]])

    BaseDatabaseOperations.execute_sql_flush = emptied_all_the_same


@contextmanager
def lifted() -> Iterator[None]:
    """Rows of these tables can be deleted while the block runs."""
    _execute(removal)
    yield
    _execute(installation)


def _execute(made: Callable[[str, str], Sequence[str]]) -> None:
    connection.check_constraints()  # PostgreSQL changes no table whose constraints are still to be looked at
    with connection.cursor() as cursor:
        for table in GUARDED:
            for statement in made(table, connection.vendor):
                cursor.execute(statement)
