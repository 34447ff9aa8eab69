"""Every recipe of docs/filter-window-extend.md does what it says, over the demo company."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from sage200_sandbox import Demo, Sandbox

from tap_sage200.config.schema import CONFIG_JSONSCHEMA
from tap_sage200.streams import stream_types
from tests.support.commanding import variables
from tests.support.runs import run_tap

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).parents[2] / "docs" / "filter-window-extend.md"
NAMES = [stream_type.declared_name() for stream_type in stream_types()]


def recipes() -> list[tuple[str, dict[str, Any]]]:
    """Return the settings of each recipe, with its heading."""
    found, heading = [], ""
    for part in re.split(r"^(#+ .+|```yaml\n[\s\S]+?^```)$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE):
        if part.startswith("#"):
            heading = part.lstrip("# ")
        elif part.startswith("```yaml"):
            content = yaml.safe_load(part.removeprefix("```yaml\n").removesuffix("```"))
            # Meltano passes dates on as text.
            found.append((heading, json.loads(json.dumps(content, default=str))))
    return found


def commands() -> list[str]:
    """Return each line of the page that runs a command of `sage200`."""
    blocks = re.findall(r"^```sh\n([\s\S]+?)^```$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [line for block in blocks for line in block.splitlines() if line.startswith("sage200 ")]


RECIPES = recipes()


@pytest.fixture(scope="module")
def demo() -> Iterator[Sandbox]:
    """A Sage 200 with the demo company."""
    with Sandbox(Demo()) as sage:
        yield sage


def tables_of(settings: dict[str, Any]) -> list[str]:
    """Return some of the tables that settings are about."""
    patterns = settings.get("tables", {})
    found = [name for pattern in patterns for name in [one for one in NAMES if fnmatchcase(one, pattern)][:3]]
    nested = [name for table in settings.get("custom_tables", {}).values() for name in table.get("nested", {})]
    return [*found, *settings.get("views", {}), *settings.get("custom_tables", {}), *nested]


@pytest.mark.parametrize(
    ("heading", "settings"), RECIPES, ids=[f"{number} {heading}" for number, (heading, _) in enumerate(RECIPES)]
)
def test_a_recipe_runs(demo: Sandbox, heading: str, settings: dict[str, Any]) -> None:
    company = {"site_id": demo.companies[0].site_id, "company_id": demo.companies[0].company_id}
    config = {"access_token": demo.new_access_token(), "api_url": demo.api_url, **company}
    assert settings.keys() <= CONFIG_JSONSCHEMA["properties"].keys(), heading
    result = run_tap(config | settings, *tables_of(settings))
    assert result.error is None
    assert any(message["type"] == "RECORD" for message in result.messages)


@pytest.mark.posix
@pytest.mark.parametrize("command", commands())
def test_a_command_runs(demo: Sandbox, tmp_path: Path, command: str) -> None:
    company = demo.companies[0]
    config = {"access_token": demo.new_access_token(), "api_url": demo.api_url, "site_id": company.site_id}
    program = Path(sys.executable).with_name("sage200")
    line = command.replace("sage200", str(program), 1)
    ended = subprocess.run(
        ["/bin/bash", "-c", line],
        cwd=tmp_path,
        env={**os.environ, **variables(config | {"company_id": company.company_id})},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    written = ended.stdout or "".join(file.read_text() for file in tmp_path.iterdir())
    assert len(written.splitlines()) >= 1
    if "describe" in command:
        assert f"```yaml\n{written}```" in PAGE.read_text(encoding="utf-8"), "the page shows what the command prints"


def test_the_page_has_recipes() -> None:
    assert len(RECIPES) >= 15
    assert len(commands()) > 5
