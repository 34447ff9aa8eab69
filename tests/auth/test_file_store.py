from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tap_sage200.auth.file_store import FileStore
from tap_sage200.auth.grant import Grant, fingerprint
from tap_sage200.auth.token_store import LockedError
from tap_sage200.errors import SignInAgainError, SignInError

if TYPE_CHECKING:
    from collections.abc import Iterator

GRANT = Grant(
    "refresh-7",
    access_token="access-7",
    expires_at="2026-01-31T13:00:00.000000Z",
    spent=(fingerprint("refresh-6"),),
)
HOLD_A_LOCK = """
import sys
from filelock import FileLock
with FileLock(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "token.json"


@contextmanager
def another_run(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Hold the lock of a token file in another process until its input ends."""
    command = [sys.executable, "-c", HOLD_A_LOCK, f"{path}.lock"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process


def fail_with(error: BaseException) -> object:
    def fail(*_args: object, **_options: object) -> None:
        raise error

    return fail


def test_a_file_that_does_not_exist_has_no_grant(path: Path) -> None:
    assert FileStore(path).load() is None


def test_a_file_keeps_the_grant_for_the_next_run(path: Path) -> None:
    FileStore(path).save(GRANT)

    assert FileStore(path).load() == GRANT


@pytest.mark.posix
def test_only_its_owner_can_read_a_token_file(path: Path) -> None:
    path.write_text("{}")
    path.chmod(0o644)
    FileStore(path).save(GRANT)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_folder_of_a_token_file_is_created(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "not" / "yet" / "token.json")

    with store.lock():
        store.save(GRANT)

    assert store.load() == GRANT


@pytest.mark.posix
def test_a_grant_is_synced_to_disk_before_its_file_is_renamed_and_the_folder_after_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    fsync, put = os.fsync, os.replace

    def note_fsync(descriptor: int) -> None:
        steps.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        fsync(descriptor)

    def note_replace(*names: str) -> None:
        steps.append("replace")
        put(*names)

    monkeypatch.setattr(os, "fsync", note_fsync)
    monkeypatch.setattr(os, "replace", note_replace)
    FileStore(path).save(GRANT)

    assert steps == ["file", "replace", "folder"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_crash_while_saving_leaves_the_file_unchanged(path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    FileStore(path).save(GRANT)
    monkeypatch.setattr(os, step, fail_with(KeyboardInterrupt()))

    with pytest.raises(KeyboardInterrupt):
        FileStore(path).save(Grant("refresh-8"))

    assert FileStore(path).load() == GRANT
    assert list(path.parent.iterdir()) == [path], "nothing is left behind"


def test_a_full_disk_is_an_error_that_says_so_and_leaves_the_file_unchanged(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    FileStore(path).save(GRANT)
    monkeypatch.setattr(os, "fsync", fail_with(OSError(errno.ENOSPC, "No space left on device")))

    with pytest.raises(SignInError, match=r"token\.json cannot be written \(No space left on device\)"):
        FileStore(path).save(Grant("refresh-8"))

    assert FileStore(path).load() == GRANT
    assert list(path.parent.iterdir()) == [path], "nothing is left behind"


def test_a_check_detects_a_full_disk_and_leaves_no_file_behind(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    FileStore(path).save(GRANT)
    monkeypatch.setattr(os, "fsync", fail_with(OSError(errno.ENOSPC, "No space left on device")))

    with pytest.raises(SignInError, match=r"token\.json cannot be written \(No space left on device\)"):
        FileStore(path).check(GRANT)

    assert FileStore(path).load() == GRANT
    assert list(path.parent.iterdir()) == [path]


def test_a_folder_that_cannot_be_written_is_an_error_when_the_lock_is_taken(tmp_path: Path) -> None:
    (tmp_path / "a_file").touch()

    with (
        pytest.raises(SignInError, match=r"token\.json cannot be written"),
        FileStore(tmp_path / "a_file" / "token.json").lock(),
    ):
        pytest.fail("the lock was given")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b'{"refresh_token": "refr', id="cut off"),
        pytest.param(b"\xff\xfe\x00", id="binary"),
        pytest.param(b"refresh-7", id="a bare token"),
        pytest.param(b"[]", id="an array"),
        pytest.param(b"null", id="null"),
        pytest.param(b"{}", id="an empty object"),
        pytest.param(b'{"access_token": "access-7", "spent": []}', id="no refresh token"),
        pytest.param(b'{"refresh_token": null, "spent": []}', id="a refresh token that is null"),
        pytest.param(b'{"refresh_token": 7, "spent": []}', id="a refresh token that is not text"),
        pytest.param(
            b'{"refresh_token": "refresh-7", "access_token": 7, "spent": []}',
            id="an access token that is not text",
        ),
        pytest.param(b'{"refresh_token": "refresh-7", "expires_at": 7, "spent": []}', id="an expiry that is not text"),
        pytest.param(b'{"refresh_token": "refresh-7", "spent": [7]}', id="a fingerprint that is not text"),
        pytest.param(b'{"refresh_token": "refresh-7", "spent": 7}', id="a number instead of a list"),
        pytest.param(
            b'{"refresh_token": "refresh-7", "spent": [], "signed_in_at": 7}', id="a sign-in date of another type"
        ),
        pytest.param(
            b'{"refresh_token": "refresh-7", "spent": [], "signed_in_earlier": 7}', id="a number instead of a boolean"
        ),
        pytest.param(b'{"refresh_token": "refresh-7", "spent": [], "sign_ins": [7]}', id="a sign-in that is not text"),
        pytest.param(b'{"refresh_token": "refresh-7", "spent": [], "realm": "other"}', id="something else's file"),
    ],
)
def test_a_file_of_something_else_is_an_error_that_says_what_to_do(path: Path, content: bytes) -> None:
    path.write_bytes(content)

    with pytest.raises(SignInAgainError, match="move it away") as raised:
        FileStore(path).load()

    assert str(path) in str(raised.value)
    assert "refresh-7" not in str(raised.value)
    assert path.read_bytes() == content


@pytest.mark.parametrize("instant", ["expires_at", "signed_in_at", "sent_at"])
def test_a_file_with_invalid_timestamps_is_an_error_that_says_what_to_do(path: Path, instant: str) -> None:
    path.write_text(json.dumps({"refresh_token": "refresh-7", "spent": [], instant: "soon"}))

    with pytest.raises(SignInAgainError, match="move it away"):
        FileStore(path).load()


@pytest.mark.posix
def test_a_file_that_cannot_be_read_is_an_error_that_says_why(path: Path) -> None:
    path.mkdir()

    with pytest.raises(
        SignInError, match=r"token\.json is not a file, but a folder\. Set token_file to the path of a file"
    ):
        FileStore(path).load()


def test_a_run_waits_for_the_lock_of_another_run(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        process.communicate()

    with another_run(path) as process:
        monkeypatch.setattr(time, "sleep", wait)
        with FileStore(path).lock():
            assert process.returncode == 0
    assert waits, "the lock was given while another run held it"


def test_a_lock_that_another_run_holds_too_long_is_an_error_that_says_what_to_do(
    path: Path,
) -> None:
    with (
        another_run(path),
        pytest.raises(LockedError, match=r"The tap waited for .*token\.json\.lock, which another run holds"),
        FileStore(path).lock(0),
    ):
        pytest.fail("the lock was given while another run held it")


def test_a_lock_is_released_when_its_block_fails(path: Path) -> None:
    with pytest.raises(RuntimeError), FileStore(path).lock():
        raise RuntimeError

    with FileStore(path).lock(0):
        assert Path(f"{path}.lock").exists()


@pytest.mark.posix
def test_a_link_and_its_token_file_share_one_lock_and_one_grant(tmp_path: Path) -> None:
    shared, link = tmp_path / "shared" / "token.json", tmp_path / "token.json"
    shared.parent.mkdir()
    link.symlink_to(shared)
    with FileStore(link).lock():
        FileStore(link).save(GRANT)

    assert link.is_symlink()
    assert FileStore(shared).load() == GRANT
    assert shared.with_name("token.json.lock").exists()


@pytest.mark.posix
def test_a_real_full_disk_is_an_error_that_says_so_and_leaves_the_file_unchanged(path: Path) -> None:
    """A limit of 4 kB for files stands for a full disk, in another process."""
    FileStore(path).save(GRANT)
    program = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from tap_sage200.auth.file_store import FileStore\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "FileStore(Path(sys.argv[1])).check(None)\n"
    )
    run = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=False)

    assert run.returncode == 1
    assert "token.json cannot be written (File too large). Free disk space, or give" in run.stderr
    assert FileStore(path).load() == GRANT
    assert list(path.parent.iterdir()) == [path], "nothing is left behind"


TRY_AS_NOBODY = """
import os, sys
from pathlib import Path
from tap_sage200.errors import SignInError
from tap_sage200.auth.file_store import FileStore
store = FileStore(Path(sys.argv[1]))
if os.geteuid() == 0:
    os.setgroups([]), os.setgid(65534), os.setuid(65534)
for do in (store.load, lambda: store.lock().__enter__(), lambda: store.check(None)):
    try:
        do()
        print("done")
    except SignInError as error:
        print(error)
"""


def tried_as_nobody(path: Path) -> list[str]:
    """Load, lock and check a token file as a user without the rights of root."""
    command = [sys.executable, "-c", TRY_AS_NOBODY, str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return run.stdout.splitlines()


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that every user may read."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.posix
def test_a_read_only_folder_is_an_error_that_says_so(public: Path) -> None:
    """The file can be read, and its folder cannot be written, as with a secret that is mounted read-only."""
    path = public / "token.json"
    FileStore(path).save(GRANT)
    path.chmod(0o444)
    public.chmod(0o555)

    unwritable = (
        f"The token_file {path} cannot be written (Permission denied). Free disk space, or give the user of the "
        "run access to the file and its folder."
    )
    assert tried_as_nobody(path) == ["done", unwritable, unwritable]


@pytest.mark.posix
def test_a_file_of_another_user_is_an_error_that_says_so(public: Path) -> None:
    path = public / "token.json"
    FileStore(path).save(GRANT)
    path.chmod(0)

    assert tried_as_nobody(path)[0] == (
        f"The token_file {path} cannot be read (Permission denied). Give the user of the run access to the file."
    )


@pytest.mark.posix
def test_a_folder_in_the_place_of_the_file_is_detected_by_the_check(path: Path) -> None:
    path.mkdir()

    with pytest.raises(SignInError, match=r"token\.json cannot be written \(Is a directory\)"):
        FileStore(path).check(GRANT)
