"""The scripts in docs/token-command.md work. The tools that they call are replaced by ones that use a file."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from tap_sage200.auth.command_store import CommandStore
from tap_sage200.auth.grant import Grant
from tap_sage200.errors import SignInError

pytestmark = pytest.mark.posix
DOCUMENT = Path(__file__).parents[2] / "docs" / "token-command.md"
GRANT = Grant(
    "refresh-7", access_token="access-7", expires_at="2026-01-31T13:00:00.000000Z", spent=("0123456789abcdef",)
)
TOOLS = {
    "vault": """#!/bin/sh
echo "$@" >>"$FOLDER/seen"
test -e "$FOLDER/kept" || { echo 'No value found at secret/data/tap-sage200' >&2; exit 2; }
case "$*" in
'kv get -mount=secret -field=grant tap-sage200') cat "$FOLDER/kept"; echo ;;
'kv put -mount=secret tap-sage200 grant=-') cat >"$FOLDER/kept"; echo Success! ;;
*) exit 1 ;;
esac
""",
    "aws": """#!/bin/sh
echo "$@" >>"$FOLDER/seen"
test -e "$FOLDER/kept" || { echo 'An error occurred (ResourceNotFoundException)' >&2; exit 254; }
case "$*" in
'secretsmanager get-secret-value --secret-id tap-sage200 --query SecretString --output text')
    cat "$FOLDER/kept"; echo ;;
'secretsmanager put-secret-value --secret-id tap-sage200 --secret-string file:///dev/stdin')
    cat /dev/stdin >"$FOLDER/kept" ;;
*) exit 252 ;;
esac
""",
}
"""The tools, as far as the scripts call them."""


def scripts() -> dict[str, str]:
    """Return the scripts of the document by the name of their tool."""
    blocks = re.findall(
        r"^```sh\n(#!/bin/sh\n.*?)^```$", DOCUMENT.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
    )
    return {tool: block for block in blocks for tool in TOOLS if f" exec {tool} " in block}


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture(params=TOOLS)
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandStore:
    """The token store of a script in the document, with a secret that was created as the document says."""
    (tmp_path / "bin").mkdir()
    written(tmp_path / "bin" / request.param, TOOLS[request.param])
    (tmp_path / "kept").write_text({"vault": "", "aws": " "}[request.param])
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setenv("FOLDER", str(tmp_path))
    return CommandStore([str(written(tmp_path / "sage200-token", scripts()[request.param]))])


def test_a_secret_that_was_just_made_holds_nothing_yet(store: CommandStore) -> None:
    with store.lock():
        assert store.load() is None


def test_a_grant_comes_back_and_no_tool_saw_it_on_its_command_line(store: CommandStore, tmp_path: Path) -> None:
    with store.lock():
        store.check(GRANT)
        store.save(GRANT)

    assert store.load() == GRANT
    seen = (tmp_path / "seen").read_text()
    assert "tap-sage200" in seen
    assert "refresh-7" not in seen
    assert "access-7" not in seen


def test_a_secret_that_is_not_there_is_an_error_and_not_nothing(store: CommandStore, tmp_path: Path) -> None:
    (tmp_path / "kept").unlink()

    with pytest.raises(SignInError, match=r"exit code (2|254): (No value found|An error occurred)"):
        store.load()


@pytest.mark.skipif(shutil.which("flock") is None, reason="flock is missing: it is part of util-linux")
def test_the_lock_of_one_machine_keeps_others_out(tmp_path: Path) -> None:
    [line] = re.findall(r"^lock\) exec flock .* ;;$", DOCUMENT.read_text(encoding="utf-8"), flags=re.MULTILINE)
    line = line.replace("/var/lock/sage200", str(tmp_path / "held"))
    script = written(tmp_path / "sage200-token", f'#!/bin/sh\ncase "$1" in\n{line}\nesac\n')
    lock = FileLock(tmp_path / "held")

    with CommandStore([str(script)]).lock(), pytest.raises(TimeoutError):
        lock.acquire(timeout=0)
    with lock.acquire(timeout=10):
        pass
