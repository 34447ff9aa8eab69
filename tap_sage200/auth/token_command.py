"""Runs the command of `token_command`: its output, its error messages, and its end."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Timer
from typing import TYPE_CHECKING, cast

from tap_sage200 import problems
from tap_sage200.config.schema import SECRET_SETTINGS
from tap_sage200.errors import ProblemError
from tap_sage200.masking import one_line
from tap_sage200.masking.secrets import MASK, SHORTEST

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from typing import IO

GRACE_SECONDS = 10
"""How long a command may take to finish after its standard input has ended."""
LONGEST_ERROR_OUTPUT = 400
"""The number of characters of a command's error output that an error repeats, counted from its end."""

if sys.platform == "win32":
    _OWN_GROUP = subprocess.CREATE_NEW_PROCESS_GROUP
else:
    _OWN_GROUP = 0  # `start_new_session` does it
_SECRET_VARIABLE = re.compile(rf"(?:TAP_SAGE200|MELTANO_EXTRACT)\w*_(?:{'|'.join(SECRET_SETTINGS)})", re.IGNORECASE)
_LIKE_A_TOKEN = re.compile(r"[\w~+=-]{32,}")


class TokenCommandError(ProblemError):
    """A command failed. The text says why, and contains no secret."""


class TokenCommandTimeoutError(TokenCommandError):
    """A command took too long and was killed."""


class TokenCommand:
    """A program with its first arguments. It is started without a shell."""

    def __init__(self, words: Sequence[str], *, secrets: Collection[str | None] = ()) -> None:
        """Prepare. The command is not started yet.

        Args:
            words: The program and its first arguments.
            secrets: Secrets to remove from the command's environment.
        """
        self._words = tuple(words)
        self._secrets = {secret for secret in secrets if secret}

    def call(self, operation: str, content: str = "", *, seconds: float) -> str:
        """Run the command to its end.

        Args:
            operation: The last argument of the command.
            content: The standard input of the command.
            seconds: How long the command may take.

        Returns:
            The standard output.

        Raises:
            TokenCommandError: The command could not be started, took too long, or failed.
        """
        with self._started(operation) as process:
            try:
                printed, error_output = process.communicate(content, timeout=seconds)
            except subprocess.TimeoutExpired as error:
                _kill(process)
                raise _too_slow(seconds) from error
        if process.returncode != 0:
            raise _failed(process.returncode, error_output)
        return printed

    @contextmanager
    def held(self, operation: str, *, seconds: float) -> Iterator[None]:
        """Keep the command running for the time of a `with` block.

        The block begins when the command prints its first line. The command's standard input ends with the block, or
        with this process. A command that succeeds without any output has nothing to hold.

        Args:
            operation: The last argument of the command.
            seconds: How long the first line may take.

        Raises:
            TokenCommandError: The command could not be started, took too long, or failed.
        """
        with self._started(operation) as process:
            if not _first_line(process, seconds) and process.wait() != 0:
                raise _failed(process.returncode, cast("IO[str]", process.stderr).read())
            yield

    @contextmanager
    def _started(self, operation: str) -> Iterator[subprocess.Popen[str]]:
        environment = {name: value for name, value in os.environ.items() if not self._is_secret(name, value)}
        try:
            process = subprocess.Popen(  # noqa: S603 - running the user's own program is what the setting is for; no shell reads it
                [_found(self._words[0]), *self._words[1:], operation],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environment,
                encoding="utf-8",
                errors="replace",
                start_new_session=True,  # Ctrl-C, which the whole process group gets, must not interrupt a save
                creationflags=_OWN_GROUP,
            )
        except OSError as error:
            raise TokenCommandError(
                problems.token_stores.COMMAND_NOT_STARTED, program=self._words[0], reason=error.strerror
            ) from error
        try:
            yield process
        finally:
            _end(process)

    def _is_secret(self, name: str, value: str) -> bool:
        """Tell whether a variable is a secret of the tap: by its name, as Meltano forms it, or by its value."""
        return _SECRET_VARIABLE.fullmatch(name) is not None or any(
            value == secret or (len(secret) >= SHORTEST and secret in value) for secret in self._secrets
        )


def _failed(status: int, error_output: str) -> TokenCommandError:
    # A part of a secret would not be known as one, so the output is cleaned before it is cut.
    words = _LIKE_A_TOKEN.sub(MASK, one_line(error_output) or "without an error message")
    says = words[-LONGEST_ERROR_OUTPUT:].rstrip(".?!")
    return TokenCommandError(problems.token_stores.COMMAND_EXIT_CODE, status=status, says=says)


def _found(program: str) -> str:
    """Return the path of a program. Windows itself would find only `.exe` files, and many tools are `.cmd` files."""
    return shutil.which(program) or program


def _first_line(process: subprocess.Popen[str], seconds: float) -> str:
    late = Event()

    def kill() -> None:
        late.set()
        _kill(process)

    timer = Timer(seconds, kill)
    timer.daemon = True  # the end of the process does not wait for it
    timer.start()
    try:
        line = cast("IO[str]", process.stdout).readline()
    finally:
        timer.cancel()
        timer.join()
    if late.is_set():
        raise _too_slow(seconds)
    return line


def _too_slow(seconds: float) -> TokenCommandTimeoutError:
    return TokenCommandTimeoutError(problems.token_stores.COMMAND_TOO_SLOW, seconds=f"{seconds:.0f}")


def _end(process: subprocess.Popen[str]) -> None:
    """End the input of a command, wait until it finishes, and kill it if it does not."""
    try:
        cast("IO[str]", process.stdin).close()
        process.wait(GRACE_SECONDS)
    except (BrokenPipeError, subprocess.TimeoutExpired):
        _kill(process)
    finally:
        process.wait()
        for pipe in (process.stdout, process.stderr):
            cast("IO[str]", pipe).close()


def _kill(process: subprocess.Popen[str]) -> None:
    """Kill a command and all its child processes."""
    if sys.platform == "win32":
        taskkill = Path(os.environ["SYSTEMROOT"], "System32", "taskkill.exe")
        command = [str(taskkill), "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(command, check=False, capture_output=True)  # noqa: S603 - a fixed path and a number of ours, no word from outside
        process.kill()
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
