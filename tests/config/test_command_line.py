"""Command lines are split and quoted as the shells of each system read them."""

from __future__ import annotations

import pytest

from tap_sage200.config.command_line import quoted, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (r"C:\Tools\sage200-token.exe", [r"C:\Tools\sage200-token.exe"]),
        (
            r'"C:\Program Files\Vault\vault.exe" --mount secret',
            [r"C:\Program Files\Vault\vault.exe", "--mount", "secret"],
        ),
        (r"python C:\Users\o'neil\token.py", ["python", r"C:\Users\o'neil\token.py"]),
        (r'"C:\a folder\\" next', ["C:\\a folder\\\\", "next"]),
        (r"\\server\share\token.cmd  #1", [r"\\server\share\token.cmd", "#1"]),
        ('sage200-token ""', ["sage200-token", ""]),
    ],
)
def test_a_backslash_is_part_of_a_path_on_windows(text: str, words: list[str]) -> None:
    assert words_of(text, platform="win32") == words


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_a_backslash_escapes_the_next_character_elsewhere(platform: str) -> None:
    assert words_of(r"/opt/my\ tools/token 'a b'", platform=platform) == ["/opt/my tools/token", "a b"]


@pytest.mark.parametrize("platform", ["linux", "win32"])
def test_a_quote_that_is_not_closed_is_an_error(platform: str) -> None:
    with pytest.raises(ValueError, match="No closing quotation"):
        words_of('"C:/Program Files/token', platform=platform)


@pytest.mark.parametrize(
    ("word", "command_line"),
    [
        ("true", "true"),
        ("https://sage.test/callback", "https://sage.test/callback"),
        (r"C:\data\token.json", r"C:\data\token.json"),
        ("openid profile", '"openid profile"'),
        ('[{"site_id": "a"}]', r'"[{\"site_id\": \"a\"}]"'),
        ("", '""'),
    ],
)
def test_double_quotes_hold_a_word_together_on_windows(word: str, command_line: str) -> None:
    assert quoted(word, platform="win32") == command_line


def test_single_quotes_hold_a_word_together_elsewhere() -> None:
    assert quoted('[{"site_id": "a"}]', platform="linux") == """'[{"site_id": "a"}]'"""
