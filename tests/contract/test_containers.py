"""The image has what it needs, no secret, and a form in which signals arrive. The files name settings that exist."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml

from tap_sage200.config.schema import CONFIG_JSONSCHEMA

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
PROJECT: dict[str, Any] = yaml.safe_load((ROOT / "meltano.yml").read_text(encoding="utf-8"))


def instructions(word: str) -> list[str]:
    """Return what stands after each instruction of the Dockerfile with this word."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", "")
    return re.findall(rf"^{word} (.+)$", text, flags=re.MULTILINE)


def copied() -> list[str]:
    return [name for line in instructions("COPY") for name in line.split()[:-1]]


def is_sent(name: str) -> bool:
    """Tell whether a file of the folder is sent to the builder: the last line of .dockerignore that matches decides."""
    lines = [line for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    decisive = [line for line in lines if fnmatch(name, line.removeprefix("!"))]
    return decisive[-1].startswith("!")


def test_what_the_image_copies_exists_and_is_sent() -> None:
    assert copied()
    assert all((ROOT / name).exists() and is_sent(name) for name in copied())


def test_no_file_with_a_secret_or_a_state_is_sent() -> None:
    assert not any(map(is_sent, (".env", ".secrets", ".meltano", ".git", "output", "token.json", ".venv")))


def test_every_package_of_the_image_is_locked_with_its_hash() -> None:
    (setup, tap, _) = instructions("RUN")
    assert setup.count("--require-hashes") == setup.count("pip install") + setup.count("pip sync") == 3
    assert "--no-deps" in tap
    for name in re.findall(r"requirements/[\w.-]+", setup + tap):
        assert "--hash=sha256:" in (ROOT / name).read_text(encoding="utf-8")


def test_the_lock_of_the_image_has_what_the_tap_needs() -> None:
    lock = (ROOT / "requirements" / "plugins.txt").read_text(encoding="utf-8")
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    needed = re.findall(r'^    "([\w-]+)>=.*", *(?:#.*)?$', pyproject.split("[project.optional")[0], flags=re.MULTILINE)
    assert len(needed) > 10
    assert [name for name in needed if not re.search(rf"^{name}==", lock, flags=re.MULTILINE)] == []


def test_the_image_runs_as_a_user_without_rights_and_without_a_shell() -> None:
    assert instructions("USER") == ["sage200"]
    assert json.loads(instructions("ENTRYPOINT")[0]) == ["meltano"]
    assert json.loads(instructions("CMD")[0])[0] == "run"


def test_the_image_has_the_state_and_the_token_on_the_volume_of_compose() -> None:
    settings = " ".join(instructions("ENV"))
    assert instructions("VOLUME") == ["/state"]
    assert COMPOSE["services"]["sage200"]["volumes"] == ["state:/state"]
    assert "MELTANO_DATABASE_URI=sqlite:////state/" in settings
    assert "TAP_SAGE200_TOKEN_FILE=/state/" in settings
    assert "token_file" in CONFIG_JSONSCHEMA["properties"]


def test_the_image_has_the_project_where_the_pods_of_a_fleet_look_for_it() -> None:
    cron_job = yaml.safe_load((ROOT / "orchestrate" / "kubernetes" / "cronjob.yaml").read_text(encoding="utf-8"))
    pod = cron_job["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    folders = [container["workingDir"] for container in (*pod["initContainers"], *pod["containers"])]
    assert folders == instructions("WORKDIR") * 2


def test_each_command_in_the_image_has_the_same_environment_of_meltano() -> None:
    assert "MELTANO_ENVIRONMENT=prod" in " ".join(instructions("ENV"))
    assert "prod" in [environment["name"] for environment in PROJECT["environments"]]


def test_no_instruction_sets_a_secret() -> None:
    secret = re.compile("(SECRET|PASSWORD|REFRESH_TOKEN|ACCESS_TOKEN|KEY)=", re.IGNORECASE)
    assert not secret.search((ROOT / "Dockerfile").read_text(encoding="utf-8"))
    assert COMPOSE["services"]["warehouse"]["environment"]["POSTGRES_PASSWORD"].startswith("${")


def test_compose_names_settings_of_the_loader_and_the_warehouse_that_it_starts() -> None:
    (loader,) = (one for one in PROJECT["plugins"]["loaders"] if one["name"] == "target-postgres")
    names = {f"TARGET_POSTGRES_{setting['name'].upper()}" for setting in loader["settings"]}
    own, warehouse = (COMPOSE["services"][name]["environment"] for name in ("sage200", "warehouse"))
    assert own.keys() < names
    assert own["TARGET_POSTGRES_HOST"] in COMPOSE["services"]
    assert own["TARGET_POSTGRES_USER"] == warehouse["POSTGRES_USER"]
    assert own["TARGET_POSTGRES_DATABASE"] == warehouse["POSTGRES_DB"]
    assert "TARGET_POSTGRES_PASSWORD" in names
