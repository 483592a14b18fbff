"""The dashboard counts in the index: each test has one of its own."""

from tests.catalogue.conftest import index_dir

__all__ = ["index_dir"]
