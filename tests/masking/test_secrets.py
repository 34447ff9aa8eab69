from __future__ import annotations

import base64
import html
import json
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_sage200.masking import SECRETS, clean
from tap_sage200.masking.secrets import MASK, Secrets

SECRET = 'a&b/c+"d e\\fé🙂-9'
IN_TEXT = {
    "as it is": SECRET,
    "percent-encoded": quote(SECRET, safe=""),
    "with small letters": quote(SECRET, safe="").lower(),
    "with its slash": quote(SECRET),
    "as in a form": quote_plus(SECRET),
    "percent-encoded in each byte": "".join(f"%{byte:02X}" for byte in SECRET.encode()),
    "percent-encoded twice": quote(quote(SECRET, safe=""), safe=""),
    "in JSON": json.dumps(SECRET)[1:-1],
    "in JSON with all its letters": json.dumps(SECRET, ensure_ascii=False)[1:-1],
    "in JSON for a page": json.dumps(SECRET)[1:-1].replace("/", "\\/").replace("&", "\\u0026"),
    "in JSON in JSON": json.dumps(json.dumps(SECRET))[1:-1],
    "in Python": repr(SECRET)[1:-1],
    "in HTML": html.escape(SECRET),
    "in JSON, percent-encoded": quote(json.dumps(SECRET)[1:-1], safe=""),
}


@pytest.mark.parametrize("form", IN_TEXT)
def test_a_secret_is_masked_in_every_form(form: str) -> None:
    SECRETS.add(SECRET)
    assert clean(f"before {IN_TEXT[form]} after") in {f"before {MASK} after", f'before \\"{MASK}\\" after'}


@pytest.mark.parametrize("after", ["", "q", "qq"])
@pytest.mark.parametrize("before", ["", "p", "pp", "user:"])
def test_a_secret_is_masked_in_base64_wherever_it_stands(before: str, after: str) -> None:
    secrets = Secrets()
    secrets.add("s3cr?t~>>>with>more")
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        encoded = encode(f"{before}s3cr?t~>>>with>more{after}".encode()).decode()
        for text in (encoded, quote(encoded, safe="")):
            # What is left are the letters that depend on what stands around the secret.
            assert len(secrets.masked(text).replace(MASK, "")) <= len(base64.b64encode(before.encode())) + 8
            assert MASK in secrets.masked(text)


@given(st.text(min_size=6), st.text(), st.text())
def test_a_text_with_a_secret_has_it_no_more(secret: str, before: str, after: str) -> None:
    secrets = Secrets()
    secrets.add(secret)
    masked = secrets.masked(f"{before}{secret}{after}")
    assert not [line for line in secret.splitlines() if len(line.strip()) >= 6 and line.strip() in masked]


def test_a_short_secret_is_an_ordinary_word() -> None:
    SECRETS.add("banks", "", None, "secret")
    assert clean("the banks keep a secret") == f"the banks keep a {MASK}"


def test_each_line_of_a_secret_is_masked() -> None:
    SECRETS.add("-----BEGIN-----\nMIIEvQIBADAN\r\nBgkqhkiG9w0B\n")
    assert clean("at BgkqhkiG9w0B; MIIEvQIBADAN\nBgkqhkiG9w0B") == f"at {MASK}; {MASK}\n{MASK}"


def test_secrets_that_overlap_are_masked_as_one() -> None:
    SECRETS.add("user:password", "password", "password-and-more")
    assert clean("user:password-and-more!") == f"{MASK}!"


def test_what_only_looks_encoded_stays_as_it_is() -> None:
    SECRETS.add("a-secret")
    text = "100% of 5%2 at C:\\users\\x41 &unknown; %zz \\u12"
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;https://evil.test\x1b\\link", "link"),
        ("\x1b", ""),
        ("over\rwritten\b\x7f\x00\x85", "overwritten"),
        ("left\u202eright\u2066\u200f", "leftright"),
        ("a line\nand\ta tab", "a line\nand\ta tab"),
        ("Größe £ 10 🙂", "Größe £ 10 🙂"),
    ],
)
def test_control_characters_are_dropped(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_control_characters_do_not_hide_a_secret() -> None:
    SECRETS.add("a-secret")
    assert clean("a-\x1b[0ms\x00ecret") == MASK


@pytest.mark.parametrize("unseen", ["\u00ad", "\u200b", "\u200f", "\u2060", "\ufeff", "\U000e0041"], ids=ascii)
def test_characters_without_a_width_do_not_hide_a_secret(unseen: str) -> None:
    SECRETS.add("a-secret")
    assert clean(f"a{unseen}-sec{unseen}ret{unseen}, text") == f"{MASK}, text"


@pytest.mark.parametrize("unseen", ["\u00ad", "\u200b", "\x1b"], ids=ascii)
def test_a_secret_may_have_characters_that_are_dropped(unseen: str) -> None:
    SECRETS.add(f"pass{unseen}word")
    assert clean(f"pass{unseen}word") == MASK
