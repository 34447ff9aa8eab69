"""`companies.meltano.yml` as a person edits it: what stays, and what `sage200 companies --meltano` refuses."""

from __future__ import annotations

import json
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.commanding import sage200
from tests.support.fleet import FILE, A, content, edit, jobs, refused, shards

if TYPE_CHECKING:
    from tests.support.fleet import Fleet


def test_without_changes_the_file_is_not_touched(fleet: Fleet) -> None:
    fleet((A, 1), (A, 2))
    FILE.write_text(f"# a comment of a person\n{FILE.read_text(encoding='utf-8')}", encoding="utf-8")
    before, written = FILE.read_bytes(), FILE.stat().st_mtime_ns
    assert fleet((A, 1), (A, 2)).stdout == "companies.meltano.yml: 2 shards load 2 companies\n"
    assert (FILE.read_bytes(), FILE.stat().st_mtime_ns) == (before, written)


def test_a_paused_company_does_not_run_until_a_person_says_so(fleet: Fleet, signed_in: dict[str, Any]) -> None:
    fleet((A, 1), (A, 2), options="--shard-size=2")

    def set_status(status: str) -> None:
        edit(
            lambda file: file["plugins"]["extractors"][0]["annotations"]["sage200"]["companies"][0].update(
                status=status
            )
        )

    set_status("paused")
    assert fleet((A, 1), (A, 2)).stdout == "companies.meltano.yml: 1 shard loads 1 company, 1 paused\n"
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
        file["jobs"].append({"name": "sage200--mine", "tasks": ["tap-sage200--mine target-jsonl"]})
        file["jobs"].append({"name": "sage200--all", "tasks": [f"tap-sage200--{A}-1 target-jsonl", "dbt:run"]})
        file["schedules"][0]["interval"] = "@daily"
        file["schedules"].append({"name": "sage200--weekly", "interval": "@weekly", "job": "sage200--all"})

    edit(add)
    edited = content()
    fleet((A, 1), (A, 2))
    now = content()
    assert now["plugins"]["extractors"][:2] == edited["plugins"]["extractors"]
    assert now["jobs"][:3] == edited["jobs"]
    assert now["schedules"][:2] == edited["schedules"]
    assert len(now["jobs"]) == 4


def test_a_shard_that_starts_again_has_the_tasks_and_the_interval_that_it_had(fleet: Fleet) -> None:
    fleet((A, 1), (A, 2), options="--loader=target-jsonl")
    edit(lambda file: file["schedules"][0].update(interval="@daily"))
    edited = content()
    fleet((A, 2))
    assert jobs() == [f"sage200--{A}-2"]
    assert [schedule["job"] for schedule in content()["schedules"]] == jobs()
    stopped = FILE.read_bytes()
    fleet((A, 2))
    assert FILE.read_bytes() == stopped
    fleet((A, 1), (A, 2))
    now = content()
    assert now["plugins"] == edited["plugins"]
    for kind in ("jobs", "schedules"):
        assert sorted(now[kind], key=itemgetter("name")) == edited[kind]


def test_own_schedules_of_a_shard_stop_and_start_with_it(fleet: Fleet) -> None:
    fleet((A, 1), (A, 2))
    mine = {"name": "mine", "interval": "@weekly", "job": f"sage200--{A}-1"}
    edit(lambda file: file["schedules"].append(mine))
    fleet((A, 2))
    assert [schedule["job"] for schedule in content()["schedules"]] == jobs() == [f"sage200--{A}-2"]
    fleet((A, 1), (A, 2))
    assert mine in content()["schedules"]


def test_comments_and_values_stay_as_meltano_reads_them(fleet: Fleet) -> None:
    fleet((A, 1))
    text = FILE.read_text(encoding="utf-8")
    settings = "client_id: '123e456' # theirs\n      sign_in_name: no\n      audience: 12:30:45\n"
    edited = f"# of a person\n{text.replace('    config:', f'    config:{chr(10)}      {settings}', 1)}"
    FILE.write_text(edited, encoding="utf-8")
    before = content()["plugins"]["extractors"][0]
    fleet((A, 1), (A, 2))
    assert content()["plugins"]["extractors"][0] == before
    assert before["config"]["sign_in_name"] == "no"
    for line in ("# of a person", *settings.splitlines()):
        assert line in FILE.read_text(encoding="utf-8")


def test_a_numbered_shard_without_its_companies_is_refused(fleet: Fleet) -> None:
    fleet((A, 1), (A, 2), options="--shard-size=2")
    edit(lambda file: file["plugins"]["extractors"][0].pop("annotations"))
    refused(fleet((A, 1), (A, 2)), "tap-sage200--shard-1 was changed")


@pytest.mark.posix
def test_the_file_keeps_its_mode(fleet: Fleet) -> None:
    fleet((A, 1))
    FILE.chmod(0o640)
    fleet((A, 1), (A, 2))
    assert FILE.stat().st_mode & 0o777 == 0o640


def test_the_job_of_an_extractor_that_a_person_has_removed_goes_too(fleet: Fleet) -> None:
    fleet((A, 1), (A, 2), (A, 3), options="--shard-size=2")
    edit(lambda file: file["plugins"]["extractors"].pop(0))
    fleet((A, 1), (A, 2), (A, 3), options="--shard-size=2")
    assert shards() == {"tap-sage200--shard-2": [3, 1], "tap-sage200--shard-3": [2]}
    assert (
        jobs() == [schedule["name"] for schedule in content()["schedules"]] == ["sage200--shard-2", "sage200--shard-3"]
    )


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
        ("company_id: 2, company_name", "company_id: true, company_name", "tap-sage200--shard-1 was changed"),
        ("company_id: 2, company_name", "company_id: -2, company_name", "tap-sage200--shard-1 was changed"),
        ("name: tap-sage200--shard-1", "name: tap-sage200--shard 1", "tap-sage200--shard 1 was changed"),
        ("shard_size: 2", "shard_size: 0", "tap-sage200--shard-1 was changed"),
        ("shard_size: 2", "shard_size: two", "tap-sage200--shard-1 was changed"),
        ("      sage200:", "      sage200:\n        stopped: yes", "tap-sage200--shard-1 was changed"),
        ("      sage200:", "      sage200:\n        stopped: {jobs: 1}", "tap-sage200--shard-1 was changed"),
        ("name: sage200--shard-1", "title: sage200--shard-1", "jobs and schedules must be lists"),
        ("name: tap-sage200--shard-1", "title: tap-sage200--shard-1", "extractors, jobs and schedules must be lists"),
    ):
        FILE.write_text(whole.replace(old, new), encoding="utf-8")
        refused(fleet((A, 1), (A, 2)), *words)


@pytest.mark.parametrize("empty", ["plugins:\n", "plugins:\n  extractors:\n", "jobs:\nschedules:\n", ""])
def test_a_part_that_a_person_has_emptied_is_filled_again(fleet: Fleet, empty: str) -> None:
    FILE.write_text(empty, encoding="utf-8")
    assert fleet((A, 1)).exit_code == 0
    assert shards() == {f"tap-sage200--{A}-1": [1]}


@pytest.mark.parametrize("part", ["config", "annotations"])
def test_an_empty_block_of_an_extractor_is_no_error(fleet: Fleet, part: str) -> None:
    fleet((A, 1))
    edit(lambda file: file["plugins"]["extractors"][0].update({part: None}))
    assert fleet((A, 1)).exit_code == 0
    assert shards() == {f"tap-sage200--{A}-1": [1]}


@pytest.mark.parametrize(
    ("other", "word"),
    [
        ("plugins: [1]\n", "must be lists"),
        ("plugins: {extractors: [{name: a, config: b}]}\n", "must be lists"),
        (f"a: {'[' * 2000}\n", "nested too deeply"),
        ("jobs: []\njobs: []\n", "line 2 is not YAML"),
    ],
    ids=["a list", "a text", "a deep list", "a name twice"],
)
def test_a_file_of_another_form_is_refused(fleet: Fleet, other: str, word: str) -> None:
    FILE.write_text(other, encoding="utf-8")
    refused(fleet((A, 1)), word)
    assert FILE.read_text(encoding="utf-8") == other


def test_shards_that_share_settings_by_an_anchor_keep_their_own_companies(fleet: Fleet) -> None:
    fleet((A, 1), (A, 2))
    shared = {"start_date": "2024-01-01"}

    def share(file: dict[str, Any]) -> None:
        for extractor in file["plugins"]["extractors"]:
            extractor["config"] = shared

    edit(share)
    assert "config: &" in FILE.read_text(encoding="utf-8")
    fleet((A, 1), (A, 2))
    assert shards() == {f"tap-sage200--{A}-1": [1], f"tap-sage200--{A}-2": [2]}
    assert all(each["config"]["start_date"] == "2024-01-01" for each in content()["plugins"]["extractors"])


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
