"""How a setting is declared: its name, with a JSON Schema that has a title and a description."""

from __future__ import annotations

from functools import partial
from typing import Any

Setting = tuple[str, dict[str, Any]]
"""The name of a setting and its JSON Schema."""


def setting(name: str, *, kind: str, title: str, description: str, secret: bool = False, **more: object) -> Setting:
    """Declare a setting. It can be left out, which is the same as null."""
    hidden = {"secret": True, "writeOnly": True} if secret else {}
    return name, {"type": [kind, "null"], "title": title, "description": description, **hidden, **more}


text = partial(setting, kind="string")
date_time = partial(setting, kind="string", format="date-time")
integer = partial(setting, kind="integer")
boolean = partial(setting, kind="boolean")
