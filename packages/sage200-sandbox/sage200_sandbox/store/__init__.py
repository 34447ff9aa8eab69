"""The rows of one company, in an SQLite database in memory."""

from sage200_sandbox.store.store import SEPARATOR, Search, Snapshot, Store, blank

__all__ = ["SEPARATOR", "Search", "Snapshot", "Store", "blank"]
