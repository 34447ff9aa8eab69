"""Every problem that a user can see, declared once: the message, what it means, and what to do.

There is one module for each place where problems happen. `make docs` writes docs/troubleshooting.md from them.
"""

from __future__ import annotations

from tap_sage200.problems import (
    catalog,
    commands,
    conditions,
    custom,
    network,
    responses,
    rows,
    run,
    settings,
    sign_in,
    state,
    tables,
    token_stores,
    tokens,
)

__all__ = [
    "SECTIONS",
    "catalog",
    "commands",
    "conditions",
    "custom",
    "network",
    "responses",
    "rows",
    "run",
    "settings",
    "sign_in",
    "state",
    "tables",
    "token_stores",
    "tokens",
]

SECTIONS = (
    settings,
    tables,
    conditions,
    custom,
    catalog,
    sign_in,
    tokens,
    token_stores,
    network,
    responses,
    rows,
    state,
    run,
    commands,
)
"""The modules with problems, in the order of the page."""
