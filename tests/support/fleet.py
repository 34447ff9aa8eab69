"""A fleet in a test: the file `companies.meltano.yml` in the current folder, and what is in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ruamel.yaml import YAML

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

FILE = Path("companies.meltano.yml")
A, B = "5a9e0200-0000-4000-8000-00000000000a", "5a9e0200-0000-4000-8000-00000000000b"


class Fleet(Protocol):
    """Runs `companies --meltano` while Sage lists these companies."""

    def __call__(self, *companies: tuple[str, int] | tuple[str, int, str], options: str = "") -> Result: ...


def content() -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))
    return loaded


def shards() -> dict[str, list[int]]:
    """Return the numbers of the companies that each extractor of the file reads."""
    extractors = content()["plugins"]["extractors"]
    return {each["name"]: [one["company_id"] for one in each["config"]["companies"]] for each in extractors}


def jobs() -> list[str]:
    return [job["name"] for job in content()["jobs"]]


def edit(change: Callable[[dict[str, Any]], object]) -> None:
    """Change the file as a person does."""
    edited = content()
    change(edited)
    YAML().dump(edited, FILE)


def refused(result: Result, *words: str) -> None:
    """The command ended with one clear line, and an exit code."""
    assert result.exit_code == 1
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("Error: companies.meltano.yml")
    for word in words:
        assert word in line
