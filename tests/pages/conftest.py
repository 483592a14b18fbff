"""The home page reads the index: each test has one of its own."""

from tests.catalogue.conftest import index_dir, indexed

__all__ = ["index_dir", "indexed"]
