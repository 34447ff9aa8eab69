"""The loaders of meltano.yml are pinned to the versions that the tests load with."""

from __future__ import annotations

import re
from itertools import chain

import pytest

from tests.loaders.project import ROOT, shipped_loaders

LOCKS = {"target-postgres": "plugins.txt", "target-jsonl": "target-jsonl.txt", "target-csv": "target-csv.txt"}
"""The lock from which `make` installs each loader."""
REACHES_VALUES = {
    "target-postgres": {"meltanolabs-target-postgres", "singer-sdk", "sqlalchemy"},
    "target-jsonl": {"target-jsonl"},
    "target-csv": {"meltanolabs-target-csv", "singer-sdk"},
}
"""The packages that handle rows and that no requirement of the loader itself pins."""


def pins(loader: str) -> set[str]:
    (plugin,) = (each for each in shipped_loaders() if each["name"] == loader)
    return set(plugin["pip_url"].split())


def test_each_loader_is_locked() -> None:
    assert [each["name"] for each in shipped_loaders()] == list(LOCKS)


@pytest.mark.parametrize("loader", LOCKS)
def test_meltano_installs_the_versions_that_are_tested(loader: str) -> None:
    lock = (ROOT / "requirements" / LOCKS[loader]).read_text(encoding="utf-8")
    locked = set(re.findall(r"^\S+==\S+", lock, flags=re.MULTILINE))
    assert pins(loader) <= locked
    assert {pin.partition("==")[0] for pin in pins(loader)} == REACHES_VALUES[loader]


def test_the_page_on_loaders_names_each_loader_and_its_version() -> None:
    page = (ROOT / "docs" / "loaders.md").read_text(encoding="utf-8")
    for pin in chain.from_iterable(pins(loader) for loader in LOCKS):
        name, _, version = pin.partition("==")
        if name.endswith(tuple(LOCKS)):
            assert f"`{name}` {version}" in page
