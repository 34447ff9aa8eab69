"""A database server for the tests of fleets."""

from __future__ import annotations

from tests.loaders.conftest import database, server

__all__ = ["database", "server"]
