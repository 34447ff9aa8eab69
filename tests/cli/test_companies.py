"""`sage200 companies`: the list of companies, and the shards for schedulers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.commanding import sage200
from tests.support.fleet import FILE, A, B, content, jobs, shards

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox

    from tests.support.fleet import Fleet


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


@pytest.mark.parametrize("name", ["", "-x", "target-postgres;dbt"])
def test_a_loader_that_is_no_name_of_a_plugin_is_refused(fleet: Fleet, name: str) -> None:
    result = fleet((A, 1), options=f"--loader={name}")
    assert result.exit_code == 2
    assert "not the name of a plugin" in result.stderr
    assert not FILE.exists()


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
    fleet(*((A, number) for number in range(1, 7)), options="--shard-size=1")
    assert shards() == {
        f"tap-sage200--{A}-1": [1],
        "tap-sage200--shard-1": [2, 3, 4],
        "tap-sage200--shard-2": [5],
        f"tap-sage200--{A}-6": [6],
    }


def test_the_shard_size_is_kept_until_another_one_is_given(fleet: Fleet) -> None:
    fleet((A, 1), (A, 2), (A, 3), options="--shard-size=2")
    fleet(*((A, number) for number in range(1, 6)))
    assert shards() == {
        "tap-sage200--shard-1": [1, 2],
        "tap-sage200--shard-2": [3, 4],
        "tap-sage200--shard-3": [5],
    }


def test_a_company_that_is_gone_is_no_longer_run_and_keeps_its_place(fleet: Fleet) -> None:
    fleet((A, 1), (A, 2), (A, 3), options="--shard-size=2")
    before = content()
    gone = fleet((A, 2), options="--shard-size=2")
    assert gone.stdout.splitlines() == [
        f"shard-1 no longer loads Company 1 (company 1 of site {A}): Sage does not list it",
        f"shard-2 no longer loads Company 3 (company 3 of site {A}): Sage does not list it",
        "companies.meltano.yml: 1 shard loads 1 company, 2 gone",
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


@pytest.mark.parametrize(
    ("paths", "is_found"),
    [
        ("[{folder}/*.meltano.yml]", True),
        ("[companies.meltano.yml]", True),
        ("['./**/*.meltano.yml']", True),
        ("./*.meltano.yml", False),
        ("['', 3]", False),
    ],
    ids=["an absolute path", "a name", "all folders", "no list", "nothing"],
)
def test_it_understands_each_form_of_include_paths(fleet: Fleet, paths: str, *, is_found: bool) -> None:
    text = f"include_paths: {paths.format(folder=Path().absolute())}\n"
    Path("meltano.yml").write_text(text, encoding="utf-8")
    result = fleet((A, 1))
    assert result.exit_code == 0
    assert ("does not take in" in result.stdout) is not is_found


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
    assert "out of date (new companies: 2, no longer listed: 1)" in result.stderr
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
    sites = ("Site/1", "site-1", "SITE 1", "shard")
    fleet(*((site, 1) for site in sites), options="--shard-size=1")
    names = list(shards())
    assert len({name.upper() for name in names}) == len(sites)
    assert "tap-sage200--shard-1" not in names


def test_odd_companies_are_listed_and_stay(fleet: Fleet, signed_in: dict[str, Any], sage: Sandbox) -> None:
    odd: list[dict[str, Any]] = [
        {"site_id": A, "company_id": 0, "company_name": "Zero"},
        {"site_id": A, "company_id": 7},
    ]
    fleet((A, 1))
    sage.directory.replace("sites", [*sage.directory.rows("sites"), *odd])
    for _ in range(2):
        done = sage200("companies", "--meltano", "--json", config=signed_in)
        assert done.exit_code == 0, done.output
    assert [each["name"] for each in json.loads(done.stdout)["shards"]] == [f"{A}-1", f"{A}-0", f"{A}-7"]
    assert "None" not in FILE.read_text(encoding="utf-8")
