"""The rows of one company, in an SQLite database in memory."""

from sage200_sandbox.store.insertion import SEPARATOR
from sage200_sandbox.store.store import NO_ROWS, Search, Snapshot, Store

__all__ = ["NO_ROWS", "SEPARATOR", "Search", "Snapshot", "Store"]
