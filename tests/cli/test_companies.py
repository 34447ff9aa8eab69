"""`sage200 companies`: the list, and the shards in `companies.meltano.yml`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest
import yaml

from tests.support.commanding import sage200

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result
    from sage200_sandbox import Sandbox

FILE = Path("companies.meltano.yml")
A, B = "5a9e0200-0000-4000-8000-00000000000a", "5a9e0200-0000-4000-8000-00000000000b"


class Fleet(Protocol):
    """Runs `companies --meltano` while Sage lists these companies."""

    def __call__(self, *companies: tuple[str, int] | tuple[str, int, str], options: str = "") -> Result: ...


@pytest.fixture
def signed_in(config: dict[str, Any], sage: Sandbox) -> dict[str, Any]:
    """Settings with a sign-in in the token file."""
    return config | {"refresh_token": sage.new_refresh_token()}


@pytest.fixture
def fleet(signed_in: dict[str, Any], sage: Sandbox) -> Fleet:
    """A Meltano project in the current folder, which takes the file in."""
    Path("meltano.yml").write_text('include_paths: ["./*.meltano.yml"]\n', encoding="utf-8")

    def run(*companies: tuple[Any, ...], options: str = "") -> Result:
        rows = [
            {
                "site_id": site_id,
                "company_id": number,
                "company_name": "".join(name) or f"Company {number}",
                "site_name": "Site",
            }
            for site_id, number, *name in companies
        ]
        sage.directory.replace("sites", rows)
        return sage200("companies", "--meltano", *options.split(), config=signed_in)

    return run


def content() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
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
    FILE.write_text(yaml.safe_dump(edited, sort_keys=False), encoding="utf-8")


def refused(result: Result, *words: str) -> None:
    """The command ended with one clear line, and an exit code."""
    assert result.exit_code == 1
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("Error: companies.meltano.yml")
    for word in words:
        assert word in line


def test_it_lists_the_companies_as_its_earlier_name_does(signed_in: dict[str, Any]) -> None:
    assert sage200("companies", config=signed_in).stdout == sage200("sites", config=signed_in).stdout != ""
    listed = json.loads(sage200("companies", "--json", config=signed_in).stdout)
    assert listed == {"companies": json.loads(sage200("sites", "--json", config=signed_in).stdout), "shards": []}


def test_each_company_has_an_extractor_a_job_and_a_schedule(fleet: Fleet) -> None:
    result = fleet((A, 1, "Demonstration Company (UK) Ltd"), (B, 1))
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        f"{A}-1 loads Demonstration Company (UK) Ltd (company 1 of site {A}): it is new",
        f"{B}-1 loads Company 1 (company 1 of site {B}): it is new",
        "companies.meltano.yml: 2 shards load 2 companies",
    ]
    first, _ = content()["plugins"]["extractors"]
    assert first["name"] == f"tap-sage200--{A}-1"
    assert first["inherit_from"] == "tap-sage200"
    assert first["config"] == {"companies": [{"site_id": A, "company_id": 1}]}
    assert content()["jobs"][0] == {"name": f"sage200--{A}-1", "tasks": [f"tap-sage200--{A}-1 target-postgres"]}
    assert content()["schedules"][0]["job"] == f"sage200--{A}-1"


def test_the_file_is_valid_for_meltano(fleet: Fleet) -> None:
    fleet(
        (A, 1, "O'Neill: & Daughters #1"), (A, 2, "no"), (A, 3, "Café"), options="--shard-size=2 --loader=target-jsonl"
    )
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.meltano", str(FILE)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    assert content()["jobs"][1]["tasks"] == ["tap-sage200--shard-2 target-jsonl"]


def test_schedules_are_spread_over_the_hour_and_stay_there(fleet: Fleet) -> None:
    fleet(*((A, number) for number in range(1, 61)))
    minutes = [each["interval"].split()[0] for each in content()["schedules"]]
    assert len(set(minutes)) > 30
    assert max(map(minutes.count, minutes)) < 6
    assert content()["schedules"][0]["interval"] == "33 * * * *"


def test_the_order_of_sages_list_makes_no_difference(fleet: Fleet) -> None:
    fleet((B, 1), (A, 2), (A, 1), options="--shard-size=2")
    first = FILE.read_bytes()
    FILE.unlink()
    fleet((A, 1), (A, 2), (B, 1), options="--shard-size=2")
    assert FILE.read_bytes() == first


def test_without_changes_the_file_is_not_touched(fleet: Fleet) -> None:
    fleet((A, 1), (A, 2))
    FILE.write_text(f"# a comment of a person\n{FILE.read_text(encoding='utf-8')}", encoding="utf-8")
    before, written = FILE.read_bytes(), FILE.stat().st_mtime_ns
    assert fleet((A, 1), (A, 2)).stdout == "companies.meltano.yml: 2 shards load 2 companies\n"
    assert (FILE.read_bytes(), FILE.stat().st_mtime_ns) == (before, written)


def test_new_companies_fill_numbered_shards_and_then_make_new_ones(fleet: Fleet) -> None:
    fleet((A, 3), (A, 4), (A, 5), options="--shard-size=2")
    assert shards() == {"tap-sage200--shard-1": [3, 4], "tap-sage200--shard-2": [5]}
    fleet(*((A, number) for number in range(1, 7)), options="--shard-size=2")
    assert shards() == {
        "tap-sage200--shard-1": [3, 4],
        "tap-sage200--shard-2": [5, 1],
        "tap-sage200--shard-3": [2, 6],
    }


def test_another_shard_size_renames_and_divides_nothing(fleet: Fleet) -> None:
    fleet((A, 1))
    fleet((A, 1), (A, 2), (A, 3), (A, 4), options="--shard-size=3")
    fleet(*((A, number) for number in range(1, 6)), options="--shard-size=2")
    fleet(*((A, number) for number in range(1, 7)))
    assert shards() == {
        f"tap-sage200--{A}-1": [1],
        "tap-sage200--shard-1": [2, 3, 4],
        "tap-sage200--shard-2": [5],
        f"tap-sage200--{A}-6": [6],
    }


def test_a_company_that_is_gone_is_no_longer_run_and_keeps_its_place(fleet: Fleet) -> None:
    fleet((A, 1), (A, 2), (A, 3), options="--shard-size=2")
    before = content()
    gone = fleet((A, 2), options="--shard-size=2")
    assert gone.stdout.splitlines() == [
        f"shard-1 no longer loads Company 1 (company 1 of site {A}): Sage does not list it",
        f"shard-2 no longer loads Company 3 (company 3 of site {A}): Sage does not list it",
        "companies.meltano.yml: 1 shards load 1 companies, 2 gone",
    ]
    assert shards() == {"tap-sage200--shard-1": [2], "tap-sage200--shard-2": [3]}
    assert jobs() == ["sage200--shard-1"]
    assert [each["job"] for each in content()["schedules"]] == ["sage200--shard-1"]
    fleet((A, 2), (A, 4), options="--shard-size=2")
    assert shards()["tap-sage200--shard-2"] == [4]
    back = fleet((A, 1), (A, 2), (A, 3), options="--shard-size=2")
    assert f"shard-2 loads Company 3 (company 3 of site {A}) again" in back.stdout
    assert content()["jobs"] == before["jobs"]
    assert content()["schedules"] == before["schedules"]
    assert shards() == {"tap-sage200--shard-1": [1, 2], "tap-sage200--shard-2": [3]}


def test_a_renamed_company_keeps_its_shard(fleet: Fleet) -> None:
    fleet((A, 1, "Before"))
    before = shards()
    assert f"{A}-1: Before is now After (company 1 of site {A})" in fleet((A, 1, "After")).stdout
    assert shards() == before
    assert "After" in FILE.read_text(encoding="utf-8")


def test_a_paused_company_does_not_run_until_a_person_says_so(fleet: Fleet, signed_in: dict[str, Any]) -> None:
    fleet((A, 1), (A, 2), options="--shard-size=2")

    def set_status(status: str) -> None:
        edit(
            lambda file: file["plugins"]["extractors"][0]["annotations"]["sage200"]["companies"][0].update(
                status=status
            )
        )

    set_status("paused")
    assert fleet((A, 1), (A, 2)).stdout == "companies.meltano.yml: 1 shards load 1 companies, 1 paused\n"
    assert shards() == {"tap-sage200--shard-1": [2]}
    fleet((A, 2))
    fleet((A, 1), (A, 2))
    assert shards() == {"tap-sage200--shard-1": [2]}
    told = json.loads(sage200("companies", "--json", config=signed_in).stdout)
    assert [one["company_id"] for one in told["shards"][0]["companies"]] == [2]
    set_status("runs")
    fleet((A, 1), (A, 2))
    assert shards() == {"tap-sage200--shard-1": [1, 2]}


def test_what_a_person_adds_to_the_file_stays(fleet: Fleet) -> None:
    fleet((A, 1))

    def add(file: dict[str, Any]) -> None:
        file["plugins"]["extractors"][0]["config"]["start_date"] = "2024-01-01"
        file["plugins"]["extractors"][0]["select"] = ["customers.*"]
        file["plugins"]["extractors"].append({"name": "tap-sage200--mine", "inherit_from": "tap-sage200"})
        file["jobs"][0]["tasks"] = [f"tap-sage200--{A}-1 target-jsonl"]
        file["jobs"].append({"name": "mine", "tasks": ["tap-sage200--mine target-jsonl"]})
        file["schedules"][0]["interval"] = "@daily"

    edit(add)
    edited = content()
    fleet((A, 1), (A, 2))
    now = content()
    assert now["plugins"]["extractors"][:2] == edited["plugins"]["extractors"]
    assert now["jobs"][:2] == edited["jobs"]
    assert now["schedules"][:1] == edited["schedules"]
    assert len(now["jobs"]) == 3


def test_a_file_that_is_not_yaml_is_refused_by_its_line(fleet: Fleet) -> None:
    fleet((A, 1))
    broken = FILE.read_text(encoding="utf-8") + "  - {name: x\n"
    FILE.write_text(broken, encoding="utf-8")
    refused(fleet((A, 1), (A, 2)), "line ", "is not YAML")
    assert FILE.read_text(encoding="utf-8") == broken


def test_a_changed_shard_is_refused_by_its_name(fleet: Fleet) -> None:
    fleet((A, 1), (A, 2), options="--shard-size=2")
    whole = FILE.read_text(encoding="utf-8")
    for old, new, *words in (
        ("status: runs", "status: stopped", "tap-sage200--shard-1 was changed"),
        ("name: tap-sage200--shard-1", "name: my-shard", "my-shard was changed"),
        ("company_name: Company 2", "company_name: [2]", "tap-sage200--shard-1 was changed"),
        ("name: sage200--shard-1", "title: sage200--shard-1", "jobs and schedules must be lists"),
        ("name: tap-sage200--shard-1", "title: tap-sage200--shard-1", "extractors, jobs and schedules must be lists"),
    ):
        FILE.write_text(whole.replace(old, new), encoding="utf-8")
        refused(fleet((A, 1), (A, 2)), *words)


def test_a_company_in_two_shards_is_refused(fleet: Fleet) -> None:
    fleet((A, 1))

    def copy(name: str) -> None:
        edit(lambda file: file["plugins"]["extractors"].append(file["plugins"]["extractors"][0] | {"name": name}))

    whole = FILE.read_bytes()
    copy("tap-sage200--copy")
    refused(fleet((A, 1)), f"company 1 of site {A}", f"tap-sage200--{A}-1 and in tap-sage200--copy")
    FILE.write_bytes(whole)
    copy(f"tap-sage200--{A}-1")
    refused(fleet((A, 1)), f"two extractors with the name tap-sage200--{A}-1")


def test_a_file_that_cannot_be_written_is_left_whole(fleet: Fleet, monkeypatch: pytest.MonkeyPatch) -> None:
    fleet((A, 1))
    before = FILE.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    refused(fleet((A, 1), (A, 2)), "No space left on device", "unchanged")
    assert FILE.read_bytes() == before
    assert [file.name for file in Path().iterdir() if file.name.endswith(".tmp")] == []


def test_an_empty_list_of_sage_stops_nothing(fleet: Fleet) -> None:
    fleet((A, 1))
    before = FILE.read_bytes()
    result = fleet()
    assert result.exit_code == 1
    assert "Sage lists no company for this user" in result.stderr
    assert FILE.read_bytes() == before


def test_it_needs_a_meltano_project_that_takes_the_file_in(fleet: Fleet) -> None:
    Path("meltano.yml").write_text("version: 1\n", encoding="utf-8")
    assert "meltano.yml does not take in companies.meltano.yml. Add the line" in fleet((A, 1)).stdout
    Path("meltano.yml").unlink()
    result = fleet((A, 1))
    assert result.exit_code == 1
    assert "has no meltano.yml" in result.stderr


@pytest.mark.parametrize("choice", [{"all_companies": True}, {"site_id": A, "company_id": 1}])
def test_settings_that_choose_companies_for_all_shards_are_refused(
    signed_in: dict[str, Any], fleet: Fleet, choice: dict[str, Any]
) -> None:
    signed_in |= choice
    result = fleet((A, 1))
    assert result.exit_code == 1
    assert "Each shard chooses its own companies" in result.stderr
    assert not FILE.exists()


def test_json_names_the_command_and_the_companies_of_each_shard_that_runs(
    fleet: Fleet, signed_in: dict[str, Any]
) -> None:
    told = json.loads(fleet((A, 1), (A, 2), (A, 3), options="--shard-size=2 --json").stdout)
    one = {"site_id": A, "company_id": 1, "company_name": "Company 1"}
    assert told["shards"][0] == {
        "name": "shard-1",
        "command": ["meltano", "run", "--no-install", "sage200--shard-1"],
        "companies": [one, one | {"company_id": 2, "company_name": "Company 2"}],
    }
    assert {each["company_id"] for each in told["companies"]} == {1, 2, 3}
    fleet((A, 1), (A, 2), options="--shard-size=2")
    later = json.loads(sage200("companies", "--json", config=signed_in).stdout)
    assert [shard["name"] for shard in later["shards"]] == ["shard-1"]


def test_json_says_when_the_shards_are_not_those_of_sage(
    fleet: Fleet, signed_in: dict[str, Any], sage: Sandbox
) -> None:
    fleet((A, 1), (A, 2))
    sage.directory.replace("sites", [{"site_id": A, "company_id": n, "company_name": "C"} for n in (2, 3, 4)])
    result = sage200("companies", "--json", config=signed_in)
    assert result.exit_code == 0
    assert "out of date: 2 companies are new, and 1 are no longer listed" in result.stderr
    assert len(json.loads(result.stdout)["shards"]) == 2


def test_the_exit_code_is_3_when_only_a_new_sign_in_helps(
    fleet: Fleet, signed_in: dict[str, Any], sage: Sandbox
) -> None:
    sage.revoke()
    for result in (sage200("companies", "--json", config=signed_in), fleet((A, 1))):
        assert result.exit_code == 3
        assert "sage200 login" in result.stderr
    assert not FILE.exists()


def test_site_ids_that_are_no_guids_get_names_of_their_own(fleet: Fleet) -> None:
    fleet(("Site/1", 1), ("site-1", 1), ("SITE 1", 1))
    names = list(shards())
    assert len({name.upper() for name in names}) == 3
    assert "tap-sage200--site-1-1" in names
