"""A command of the user's own, called with one word more: what it prints, what it complains of, and its end."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from threading import Event, Timer
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from typing import IO

GRACE_SECONDS = 10
"""How long a command may still finish its work when the run that called it must end."""
LONGEST_COMPLAINT = 400
"""How much of what a command complains of is passed on: its end, which tells most."""

_LIKE_A_TOKEN = re.compile(r"[\w~+=-]{32,}")


class TokenCommandError(Exception):
    """A command did not do what it was called for; the text says why, and holds no secret."""


class TokenCommandTimeoutError(TokenCommandError):
    """A command took too long, and was killed."""


class TokenCommand:
    """A program with its first arguments; no shell reads them."""

    def __init__(self, words: Sequence[str], *, secrets: Collection[str | None] = ()) -> None:
        """Prepare; nothing is called.

        Args:
            words: The program and its first arguments.
            secrets: What the command must not find in its environment, and nobody in a complaint of it.
        """
        self._words = tuple(words)
        self._secrets = {secret for secret in secrets if secret}

    def call(self, action: str, content: str = "", *, secrets: Collection[str] = (), seconds: float) -> str:
        """Run the command to its end.

        Args:
            action: Its last argument.
            content: What it reads from its standard input.
            secrets: Secrets that only this call knows of.
            seconds: How long it may take.

        Returns:
            What it printed.

        Raises:
            TokenCommandError: It could not be started, took too long, or failed.
        """
        with self._started(action) as process:
            try:
                printed, complaint = process.communicate(content, timeout=seconds)
            except subprocess.TimeoutExpired as error:
                _kill(process)
                raise _too_slow(seconds) from error
        if process.returncode != 0:
            raise self._failed(process.returncode, complaint, secrets)
        return printed

    @contextmanager
    def held(self, action: str, *, seconds: float) -> Iterator[None]:
        """Run the command meanwhile, from the first line that it prints until its standard input ends.

        Whatever ends this process ends the command's standard input, too. A command that ends well and prints
        nothing has nothing to hold.

        Args:
            action: Its last argument.
            seconds: How long that line may take.

        Raises:
            TokenCommandError: It could not be started, took too long, or failed.
        """
        with self._started(action) as process:
            if not _first_line(process, seconds) and process.wait() != 0:
                raise self._failed(process.returncode, cast("IO[str]", process.stderr).read())
            yield

    @contextmanager
    def _started(self, action: str) -> Iterator[subprocess.Popen[str]]:
        around = {name: value for name, value in os.environ.items() if value not in self._secrets}
        try:
            process = subprocess.Popen(  # noqa: S603 - it is the user's own setting that names it; no shell
                [*self._words, action],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=around,
                encoding="utf-8",
                errors="replace",
                start_new_session=True,  # a signal to this run must not break off a save
            )
        except OSError as error:
            msg = f"{self._words[0]} cannot be started ({error.strerror})"
            raise TokenCommandError(msg) from error
        try:
            yield process
        finally:
            _end(process)

    def _failed(self, status: int, complaint: str, secrets: Collection[str] = ()) -> TokenCommandError:
        words = " ".join(complaint.split()) or "it does not say why"
        for secret in sorted({*self._secrets, *secrets}, key=len, reverse=True):
            words = words.replace(secret, "…")
        words = _LIKE_A_TOKEN.sub("…", words)[-LONGEST_COMPLAINT:].rstrip(".?!")
        return TokenCommandError(f"exit code {status}: {words}")


def _first_line(process: subprocess.Popen[str], seconds: float) -> str:
    late = Event()

    def give_up() -> None:
        late.set()
        _kill(process)

    impatience = Timer(seconds, give_up)
    impatience.start()
    try:
        line = cast("IO[str]", process.stdout).readline()
    finally:
        impatience.cancel()
        impatience.join()
    if late.is_set():
        raise _too_slow(seconds)
    return line


def _too_slow(seconds: float) -> TokenCommandTimeoutError:
    return TokenCommandTimeoutError(f"it did not do it within {seconds:.0f} seconds")


def _end(process: subprocess.Popen[str]) -> None:
    """Let a command see the end of its input and finish, and kill it when it does not."""
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
    """End a command and all that it has started."""
    if sys.platform == "win32":
        process.kill()
        return
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
