"""A token store that calls a command of the user, for machines without a persistent file.

docs/token-command.md describes the protocol. The grant only goes through pipes, because other users of the machine can
read command lines and environments.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from tap_sage200 import problems
from tap_sage200.auth.grant import Grant
from tap_sage200.auth.token_command import TokenCommand, TokenCommandError, TokenCommandTimeoutError
from tap_sage200.auth.token_store import LOCK_SECONDS, LockedError
from tap_sage200.errors import SignInAgainError, SignInError
from tap_sage200.signals import SIGNALS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

COMMAND_SECONDS = 60
"""How long the command may take to load or save."""


class CommandStore:
    """Keeps the grant with a command of the user, for example in a secret manager."""

    def __init__(self, words: Sequence[str], *, secrets: Collection[str | None] = ()) -> None:
        """Use a command.

        Args:
            words: The program and its first arguments. The operation is added as the last argument.
            secrets: The secrets of the settings. They are removed from the command's environment.
        """
        self._command = TokenCommand(words, secrets=secrets)

    @contextmanager
    def lock(self, seconds: float = LOCK_SECONDS) -> Iterator[None]:
        """Hold the lock of the command, if it has one.

        Raises:
            LockedError: Another run holds the lock for too long.
            SignInError: The command failed.
        """
        with ExitStack() as exit_stack:
            with _failures_of("lock"):
                try:
                    exit_stack.enter_context(self._command.held("lock", seconds=seconds))
                except TokenCommandTimeoutError as error:
                    raise LockedError(problems.token_stores.COMMAND_LOCKED) from error
            yield

    def load(self) -> Grant | None:
        """Return the grant that the command prints, or None if it prints nothing.

        Raises:
            SignInError: The command failed.
            SignInAgainError: The command printed something else than a grant.
        """
        with _failures_of("load"):
            printed = self._command.call("load", seconds=COMMAND_SECONDS).strip()
        if not printed:
            return None
        try:
            return Grant.from_json(printed)
        except ValueError as error:
            raise SignInAgainError(problems.token_stores.COMMAND_PRINTED_SOMETHING_ELSE, reason=error) from error

    def check(self, grant: Grant | None) -> None:
        """Save the grant with the command, and check that the command can load it again.

        Raises:
            SignInError: The command failed, or does not keep the grant.
        """
        if grant is None:
            return
        self.save(grant)
        if self.load() is None:
            raise SignInError(problems.token_stores.COMMAND_KEEPS_NOTHING)

    def save(self, grant: Grant) -> None:
        """Save the grant with the command.

        Raises:
            SignInError: The command failed.
        """
        with SIGNALS.finishing(), _failures_of("save"):  # a command whose input breaks off could save nothing
            self._command.call("save", grant.to_json(), seconds=COMMAND_SECONDS)


@contextmanager
def _failures_of(operation: str) -> Iterator[None]:
    try:
        yield
    except TokenCommandError as error:
        raise SignInError(problems.token_stores.COMMAND_FAILED, operation=operation, error=error) from error
