"""Checks of the settings. Each problem names a setting, and never its value, which may be secret."""

from __future__ import annotations

import re
from difflib import get_close_matches
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jsonschema import Draft7Validator
from jsonschema.validators import extend

from tap_sage200 import problems, timestamps
from tap_sage200.config.command_line import words_of
from tap_sage200.config.schema import CONFIG_JSONSCHEMA
from tap_sage200.config.sdk_settings import SDK_JSONSCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jsonschema import ValidationError

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_STORES = ("token_file", "token_command", "token_store")
_FILES = ("ca_bundle", "client_certificate", "client_key")
_COPIED = ("client_id", "client_secret", "refresh_token", "access_token", "subscription_key", "site_id")
"""The settings that are copied from an e-mail or another program, and contain no blanks."""
_PROXIES = {"http", "https", "socks5", "socks5h"}
_UNQUOTED = re.compile(r"(?![\"'])[\x21-\x7e]+(?<![\"'])")
"""ASCII characters that can be seen, without quotes around them."""
_NOT_TEXT = re.compile(r"[\x00\ud800-\udfff]")
"""What no text has: NUL, and half of a character that takes two in UTF-16."""
_NAME = re.compile(r"[A-Za-z_]{1,30}")
"""What can be quoted: no secret looks like it."""
_ADDRESSES = ("authorize_url", "token_url", "api_url")
_HOST = r"(?:[\w.-]|%[0-9a-f]{2})*|\[[0-9a-f:.]+\]"
_DATABASE = re.compile(
    rf"postgres(?:ql)?://(?:(?:[^@/?#%]|%[0-9a-f]{{2}})*@)?(?:{_HOST})(?::\d+)?(?:,(?:{_HOST})(?::\d+)?)*(?:[/?][^@#]*)?",
    re.IGNORECASE,
)
"""The address of a PostgreSQL database, as psql takes it. A part of a password can never look like another part."""
_AUTHORITY_END = re.compile(r"[/?#]")
_ACTIVATE_VERSION = "emit_activate_version_messages"
"""A setting of the SDK that the tap refuses."""
_OFF = {"false", "0", "no", "off"}


def refused_of(variables: Mapping[str, str | None]) -> dict[str, str]:
    """Return the setting that the tap refuses if a variable has it. Only variables of known settings are read."""
    text = variables.get(f"TAP_SAGE200_{_ACTIVATE_VERSION.upper()}")
    return {_ACTIVATE_VERSION: text} if text else {}


def _is_whole(_: object, value: object) -> bool:
    """Tell whether a value is an integer. For JSON Schema, 5.0 is one as well."""
    return isinstance(value, int) and not isinstance(value, bool)


_TYPES = Draft7Validator.TYPE_CHECKER.redefine("integer", _is_whole)
_Validator: type[Draft7Validator] = extend(Draft7Validator, type_checker=_TYPES)  # type: ignore[no-untyped-call] # jsonschema annotates no argument of `extend`


def not_text(given: object, *path: str) -> Iterator[str]:
    """Return the problems of texts, also in lists and objects, that no file, command or address can contain."""
    match given:
        case str() if _NOT_TEXT.search(given):
            yield problems.settings.NOT_TEXT.text(name=".".join(path))
        case dict():
            for name, value in given.items():
                yield from not_text(value, *path, str(name))
        case list():
            for number, value in enumerate(given):
                yield from not_text(value, *path, str(number))


def malformed(given: Mapping[str, Any]) -> Iterator[str]:
    """Return the problems of single settings."""
    not_empty = {name: value for name, value in given.items() if value != {}}
    errors = chain(_Validator(CONFIG_JSONSCHEMA).iter_errors(given), _Validator(SDK_JSONSCHEMA).iter_errors(not_empty))
    for error in errors:
        name = ".".join(str(part) for part in error.absolute_path) or "the configuration"
        yield _schema_problem(name, error)
    if str(given.get(_ACTIVATE_VERSION, False)).lower() not in _OFF:
        yield problems.settings.ACTIVATE_VERSION.text()
    user_agent = given.get("user_agent")
    if isinstance(user_agent, str) and not (user_agent.isascii() and user_agent.isprintable()):
        yield problems.settings.NOT_FOR_A_HEADER.text(name="user_agent")
    yield from _badly_copied(given)
    for name, text in _dates(given):
        if isinstance(text, str) and not _is_date(text):
            yield problems.settings.NOT_A_DATE.text(name=name)
    if isinstance(given.get("window_step"), str) and not _is_step(given["window_step"]):
        yield problems.settings.NOT_A_STEP.text(name="window_step")
    if isinstance(given.get("token_command"), str) and not _is_command(given["token_command"]):
        yield problems.settings.NOT_A_COMMAND.text()
    if isinstance(given.get("token_store"), str) and not _DATABASE.fullmatch(given["token_store"]):
        yield problems.settings.NOT_A_DATABASE.text()
    if isinstance(given.get("token_file"), str) and not _has_home(given["token_file"]):
        yield problems.settings.NO_HOME.text(name="token_file")


def _dates(given: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name in ("start_date", "end_date"):
        yield name, given.get(name)
    tables = given.get("tables")
    for table, said in tables.items() if isinstance(tables, dict) else ():
        if isinstance(said, dict):
            yield f"tables.{table}.start_date", said.get("start_date")


def _badly_copied(given: Mapping[str, Any]) -> Iterator[str]:
    copied = [(name, given.get(name)) for name in _COPIED]
    companies = given.get("companies")
    for number, company in enumerate(companies if isinstance(companies, list) else []):
        site_id = company.get("site_id") if isinstance(company, dict) else None
        copied.append((f"companies.{number}.site_id", site_id.strip() if isinstance(site_id, str) else None))
    for name, text in copied:
        if isinstance(text, str) and text and not _UNQUOTED.fullmatch(text):
            yield problems.settings.BADLY_COPIED.text(name=name)


def _schema_problem(name: str, error: ValidationError) -> str:
    expected: Any = error.validator_value
    match error.validator:
        case "type":
            kinds = expected if isinstance(expected, list) else [expected]
            types = " or ".join(str(kind) for kind in kinds if kind != "null")
            return problems.settings.WRONG_TYPE.text(name=name, types=types)
        case "enum":
            values = ", ".join("null" if value is None else value for value in expected)
            return problems.settings.NOT_ONE_OF.text(name=name, values=values)
        case "minimum" | "maximum" | "minLength" | "minProperties" | "minItems":
            return _size_problem(name, error)
        case "required":
            return problems.settings.INCOMPLETE.text(name=name, parts=" and ".join(expected))
        case "additionalProperties":
            return _unexpected_part(name, error)
        case _:
            return problems.settings.UNEXPECTED_PART.text(name=name)


def _unexpected_part(name: str, error: ValidationError) -> str:
    schema: Any = error.schema
    instance: Any = error.instance
    known = [*schema.get("properties", ())]
    unknown = next((part for part in instance if part not in known), "")
    if not known or not _NAME.fullmatch(unknown):
        return problems.settings.UNEXPECTED_PART.text(name=name)
    nearest = ", ".join(get_close_matches(unknown, known, n=1, cutoff=0))
    return problems.settings.NO_SUCH_PART.text(name=f"{name}.{unknown}", known=", ".join(known), nearest=nearest)


def _size_problem(name: str, error: ValidationError) -> str:
    limit: Any = error.validator_value
    match error.validator:
        case "minimum":
            return problems.settings.TOO_SMALL.text(name=name, minimum=limit)
        case "maximum":
            return problems.settings.TOO_LARGE.text(name=name, maximum=limit)
        case _:
            return problems.settings.EMPTY.text(name=name)


def _is_command(text: str) -> bool:
    try:
        return bool(words_of(text))
    except ValueError:
        return False


def _has_home(path: str) -> bool:
    """Tell whether the home folder is known that a path may begin with."""
    try:
        Path(path).expanduser()
    except RuntimeError:
        return False
    return True


def _is_date(text: str) -> bool:
    try:
        timestamps.from_setting(text)
    except ValueError:
        return False
    return True


def _is_step(text: str) -> bool:
    try:
        timestamps.Step.from_setting(text)
    except ValueError:
        return False
    return True


def missing(given: Mapping[str, Any]) -> Iterator[str]:
    """Return the settings that are missing for a run."""
    has_fixed_token = "access_token" in given and "refresh_token" not in given
    if not has_fixed_token and not any(name in given for name in ("refresh_token", *_STORES)):
        yield problems.settings.NO_REFRESH_TOKEN.text()
    if not has_fixed_token and "client_id" not in given:
        yield problems.settings.NO_CLIENT_ID.text()


def missing_for_sign_in(given: Mapping[str, Any]) -> Iterator[str]:
    """Return the settings that are missing for a sign-in. It requires a token store, but no token yet."""
    if "client_id" not in given:
        yield problems.settings.NO_CLIENT_ID.text()
    if "redirect_uri" not in given:
        yield problems.settings.NO_REDIRECT_URI.text()
    if not any(name in given for name in _STORES):
        yield problems.settings.NO_TOKEN_FILE.text()


def contradictions(given: Mapping[str, Any]) -> Iterator[str]:
    """Return the settings that exclude each other."""
    stores = [name for name in _STORES if name in given]
    if len(stores) > 1:
        yield problems.settings.SEVERAL_TOKEN_STORES.text(names=" and ".join(stores))
    if ("site_id" in given) != ("company_id" in given):
        yield problems.settings.HALF_A_COMPANY.text()
    choices = [name for name in ("site_id", "companies", "all_companies") if given.get(name)]
    if len(choices) > 1:
        yield problems.settings.SEVERAL_CHOICES.text(names=" and ".join(choices))
    if given.get("flattening_enabled") and "flattening_max_depth" not in given:
        yield problems.settings.FLATTENING_WITHOUT_DEPTH.text()
    batches: Mapping[str, Any] = given.get("batch_config") or {}
    if batches and batches["encoding"]["format"] == "parquet" and find_spec("pyarrow") is None:
        yield problems.settings.PARQUET_WITHOUT_PYARROW.text()
    if batches and given.get("stream_maps"):
        yield problems.settings.BATCHES_WITHOUT_MAPS.text()
    for name, start in _dates(given):
        if name != "end_date" and _is_after(start, given.get("end_date")):
            yield problems.settings.END_BEFORE_START.text(name=name)
    if "window_step" in given and not ("start_date" in given and "end_date" in given):
        yield problems.settings.STEP_WITHOUT_WINDOW.text()


def network_problems(given: Mapping[str, Any]) -> Iterator[str]:
    """Return the problems of addresses, certificates and the proxy."""
    if "client_key" in given and "client_certificate" not in given:
        yield problems.settings.KEY_WITHOUT_CERTIFICATE.text()
    if "ca_bundle" in given and given.get("verify_ssl") is False:
        yield problems.settings.BUNDLE_WITHOUT_CHECK.text()
    for name in _FILES:
        if name in given and not Path(given[name]).is_file():
            yield problems.settings.NOT_A_FILE.text(name=name)
    yield from _address_problems(given)
    if "proxy_url" in given and _address(given["proxy_url"])[0] not in _PROXIES:
        yield problems.settings.NOT_A_PROXY.text()


def _address_problems(given: Mapping[str, Any]) -> Iterator[str]:
    for name in _ADDRESSES:
        address = given.get(name, "")
        if name in given and not _is_safe(address):
            yield problems.settings.NOT_HTTPS.text(name=name)
        elif "#" in address or (name == "api_url" and "?" in address):
            yield problems.settings.ADDRESS_WITH_MORE.text(name=name)
    if "redirect_uri" in given and not _is_safe_redirect(given["redirect_uri"]):
        yield problems.settings.UNSAFE_REDIRECT.text()
    for name in (*_ADDRESSES, "redirect_uri"):
        if "@" in _AUTHORITY_END.split(given.get(name, "").partition("://")[2], maxsplit=1)[0]:
            yield problems.settings.CREDENTIALS_IN_ADDRESS.text(name=name)


def _is_after(start: str | None, end: str | None) -> bool:
    return start is not None and end is not None and timestamps.from_setting(start) >= timestamps.from_setting(end)


def _is_safe(address: str) -> bool:
    scheme, host = _address(address)
    return scheme == "https" or (scheme == "http" and host in LOOPBACK)


def _is_safe_redirect(address: str) -> bool:
    """Return whether a code may be sent to an address. A desktop client may have its own scheme (RFC 8252)."""
    scheme = address.partition(":")[0]
    return "#" not in address and (_is_safe(address) or scheme not in {address, "", "http", "https"})


def _address(text: str) -> tuple[str, str]:
    """Return scheme and host of an address. Both are empty if the text is not an address."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return "", ""
    return (parts.scheme, parts.hostname) if parts.hostname else ("", "")
