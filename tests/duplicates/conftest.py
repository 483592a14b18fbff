"""The keeper looks for an index."""

from tests.catalogue.conftest import index_dir, indexed

__all__ = ["index_dir", "indexed"]
