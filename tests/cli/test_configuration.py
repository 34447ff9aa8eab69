"""The sources of settings for commands, and their precedence."""

from __future__ import annotations

import json
from pathlib import Path
from traceback import format_exception
from typing import Any

import pytest

from tap_sage200.cli.configuration import read
from tap_sage200.errors import ConfigurationError


def config_file(name: str = "config.json", **settings: Any) -> Path:  # noqa: ANN401 - any JSON value
    file = Path(name)
    file.write_text(json.dumps(settings))
    return file


def test_a_file_comes_before_the_environment_and_the_environment_before_dotenv(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path(".env").write_text("TAP_SAGE200_CLIENT_ID=c\nTAP_SAGE200_AUDIENCE=c\nTAP_SAGE200_SCOPES=c\n")
    monkeypatch.setenv("TAP_SAGE200_CLIENT_ID", "b")
    monkeypatch.setenv("TAP_SAGE200_AUDIENCE", "b")
    assert read([]) == {"client_id": "b", "audience": "b", "scopes": "c"}
    assert read([config_file(client_id="a")]) == {"client_id": "a", "audience": "b"}, ".env may belong to another thing"


def test_a_later_file_takes_precedence_over_an_earlier_one() -> None:
    files = [config_file("1.json", client_id="a", page_size=1), config_file("2.json", client_id="b")]
    assert read(files) == {"client_id": "b", "page_size": 1}


def test_variables_are_read_as_the_type_of_their_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAP_SAGE200_PAGE_SIZE", "50")
    monkeypatch.setenv("TAP_SAGE200_VERIFY_SSL", "False")
    monkeypatch.setenv("TAP_SAGE200_ALL_COMPANIES", "yes")
    monkeypatch.setenv("TAP_SAGE200_COMPANIES", '[{"site_id": "a", "company_id": 1}]')
    monkeypatch.setenv("TAP_SAGE200_CLIENT_ID", "50")
    assert read([]) == {
        "page_size": 50,
        "verify_ssl": False,
        "all_companies": True,
        "companies": [{"site_id": "a", "company_id": 1}],
        "client_id": "50",
    }


NESTED = {"customers": {"name": "name.upper()", "__filter__": "id > 1.5"}, "*": {"memo": "__NULL__"}}


@pytest.mark.parametrize(
    "given",
    [
        NESTED,
        {"customers.name": "name.upper()", "customers.__filter__": "id > 1.5", "*.memo": "__NULL__"},
        {"customers.name": "name.upper()", "customers": {"__filter__": "id > 1.5", "name": "no"}, "*.memo": "__NULL__"},
        {"customers": NESTED["customers"], "customers.name": "no", "*": {"memo": "__NULL__"}},
    ],
    ids=["nested", "flat", "both", "twice"],
)
def test_an_object_is_read_as_meltano_passes_it_on(monkeypatch: pytest.MonkeyPatch, given: dict[str, Any]) -> None:
    monkeypatch.setenv("TAP_SAGE200_STREAM_MAPS", json.dumps(given))
    assert read([]) == {"stream_maps": NESTED}


def test_an_escaped_dot_belongs_to_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {r"a\.b": 1, r"c.d\.e": {"f": []}}
    monkeypatch.setenv("TAP_SAGE200_STREAM_MAP_CONFIG", json.dumps(given))
    assert read([]) == {"stream_map_config": {"a.b": 1, "c": {"d.e": {"f": []}}}}


def test_settings_of_the_sdk_are_read_as_the_type_of_their_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAP_SAGE200_FLATTENING_ENABLED", "true")
    monkeypatch.setenv("TAP_SAGE200_FLATTENING_MAX_DEPTH", "2")
    monkeypatch.setenv("TAP_SAGE200_FLATTENING_SEPARATOR", "5")
    monkeypatch.setenv("TAP_SAGE200_BATCH_CONFIG", '{"encoding.format": "jsonl", "storage.root": "file://x"}')
    assert read([]) == {
        "flattening_enabled": True,
        "flattening_max_depth": 2,
        "flattening_separator": "5",
        "batch_config": {"encoding": {"format": "jsonl"}, "storage": {"root": "file://x"}},
    }


@pytest.mark.parametrize(
    "text", ["a-secret-by-mistake", '{"a-secret-by-mistake": ', '{"a": "b", "a.b": "c"}', '{"a": null, "a.b.c": 1}']
)
def test_an_object_that_cannot_be_read_is_named_and_not_quoted(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("TAP_SAGE200_STREAM_MAPS", text)
    with pytest.raises(ConfigurationError, match="stream_maps must be of type object") as error:
        read([])
    assert "a-secret-by-mistake" not in str(error.value)


def test_an_empty_variable_hides_the_one_in_dotenv(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("TAP_SAGE200_PAGE_SIZE=50\n")
    monkeypatch.setenv("TAP_SAGE200_PAGE_SIZE", "")
    assert read([]) == {}


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "cp850"])
def test_a_dotenv_in_an_encoding_of_windows_is_named(encoding: str) -> None:
    Path(".env").write_bytes("TAP_SAGE200_CLIENT_SECRET=£secret\n".encode(encoding))
    with pytest.raises(ConfigurationError, match=r"^The file \.env is not UTF-8\. Save"):
        read([])


def test_a_dotenv_may_begin_with_a_byte_order_mark() -> None:
    Path(".env").write_text("TAP_SAGE200_CLIENT_ID=a\n", encoding="utf-8-sig")
    assert read([]) == {"client_id": "a"}


@pytest.mark.parametrize(
    ("name", "kind"), [("page_size", "integer"), ("verify_ssl", "boolean"), ("companies", "array")]
)
def test_a_variable_of_the_wrong_type_is_named_and_not_quoted(
    monkeypatch: pytest.MonkeyPatch, name: str, kind: str
) -> None:
    monkeypatch.setenv(f"TAP_SAGE200_{name.upper()}", "a-secret-by-mistake")
    with pytest.raises(ConfigurationError, match=f"{name} must be of type {kind}") as error:
        read([])
    assert "a-secret-by-mistake" not in str(error.value)


@pytest.mark.parametrize("content", ["not JSON: a-secret", '["a-secret"]', "", "[" * 100_000])
def test_a_file_without_settings_is_named_and_not_quoted(content: str) -> None:
    file = Path("config.json")
    file.write_text(content)
    with pytest.raises(ConfigurationError, match=r"config\.json") as error:
        read([file])
    assert "a-secret" not in str(error.value)


@pytest.mark.parametrize(
    "text",
    ['{"client_secret": "a-secret"}', ' \n{"client_secret": "a-secret"', '["a-secret"]', '{"' + 5000 * "a-secret"],
    ids=["whole", "broken", "list", "long"],
)
def test_json_in_place_of_a_path_is_not_quoted(text: str) -> None:
    with pytest.raises(ConfigurationError, match="The text after --config is JSON") as error:
        read([Path(text)])
    assert "a-secret" not in "".join(format_exception(error.value))


def test_a_path_may_begin_with_a_bracket() -> None:
    assert read([config_file("[north] {1}.json", client_id="a")]) == {"client_id": "a"}


def test_a_variable_of_a_setting_that_is_refused_is_read() -> None:
    Path(".env").write_text("TAP_SAGE200_EMIT_ACTIVATE_VERSION_MESSAGES=true\n")
    assert read([]) == {"emit_activate_version_messages": "true"}
