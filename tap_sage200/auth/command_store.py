"""A command that keeps the grant, for machines where no file lives: docs/token-command.md has its protocol.

The grant goes through pipes only: what is on a command line or in an environment, others can read.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from tap_sage200.auth.grant import Grant
from tap_sage200.auth.token_command import TokenCommand, TokenCommandError, TokenCommandTimeoutError
from tap_sage200.errors import SIGN_IN_AGAIN, SignInAgainError, SignInError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

COMMAND_SECONDS = 60
LOCK_SECONDS = 120
TRY_BY_HAND = "Try the command by hand: docs/token-command.md says how."


class CommandStore:
    """Keeps the grant wherever a command of the user keeps it."""

    def __init__(self, words: Sequence[str], *, secrets: Collection[str | None] = ()) -> None:
        """Use a command.

        Args:
            words: The program and its first arguments; what to do comes as the last one.
            secrets: The secrets of the settings, which are none of the command's business.
        """
        self._command = TokenCommand(words, secrets=secrets)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the command's lock, where it has one.

        Raises:
            SignInError: Another run held the lock for too long, or the command failed.
        """
        with ExitStack() as held:
            with _explained("lock"):
                try:
                    held.enter_context(self._command.held("lock", seconds=LOCK_SECONDS))
                except TokenCommandTimeoutError as error:
                    msg = (
                        f"Another run has been holding the lock of token_command for {LOCK_SECONDS} seconds. "
                        "Wait until it ends, or end it, and run again."
                    )
                    raise SignInError(msg) from error
            yield

    def load(self) -> Grant | None:
        """Let the command print the grant.

        Raises:
            SignInError: The command failed, or printed something else.
        """
        with _explained("load"):
            printed = self._command.call("load", seconds=COMMAND_SECONDS).strip()
        if not printed:
            return None
        try:
            return Grant.from_json(printed)
        except ValueError as error:
            msg = (
                "`token_command load` printed something else than a token of this tap. Restore what was saved, or let "
                f"it print nothing. {SIGN_IN_AGAIN}"
            )
            raise SignInAgainError(msg) from error

    def check(self, grant: Grant | None) -> None:
        """Let the command save the grant, and see that there is one to load then.

        Raises:
            SignInError: The command failed, or does not keep what it is given.
        """
        if grant is None:
            return
        self.save(grant)
        if self.load() is None:
            msg = f"`token_command save` ended well, but `token_command load` prints nothing. {TRY_BY_HAND}"
            raise SignInError(msg)

    def save(self, grant: Grant) -> None:
        """Let the command keep the grant.

        Raises:
            SignInError: The command failed.
        """
        secrets = [token for token in (grant.refresh_token, grant.access_token) if token]
        with _explained("save"):
            self._command.call("save", grant.to_json(), secrets=secrets, seconds=COMMAND_SECONDS)


@contextmanager
def _explained(action: str) -> Iterator[None]:
    try:
        yield
    except TokenCommandError as error:
        msg = f"`token_command {action}` failed: {error}. {TRY_BY_HAND}"
        raise SignInError(msg) from error
