"""The errors of the tap. Each class says how much of a run an error ends; its problem has the message and the help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_sage200.problems.problem import Words

if TYPE_CHECKING:
    from tap_sage200.problems.problem import Problem

_OF_ONE_TABLE = frozenset({"where", "table", "request", "attempts", "seconds"})
"""The facts that differ between tables with the same trouble."""


class ProblemError(Exception):
    """An error that reports a declared problem. Its text is the message of the problem."""

    def __init__(self, problem: Problem, /, **facts: object) -> None:
        """Report a problem.

        Args:
            problem: The declared problem.
            facts: The values for the names in braces in its message.
        """
        super().__init__(problem.text(**facts))
        self.problem = problem
        self.facts = facts


def cause_of(error: Exception) -> str:
    """Return the message of an error without what differs from table to table, to recognise a cause that they share."""
    if not isinstance(error, ProblemError):
        return str(error)
    shared = {name: "" if name in _OF_ONE_TABLE else value for name, value in error.facts.items()}
    return error.problem.text(**{name: _shared(value) for name, value in shared.items()})


def _shared(fact: object) -> object:
    match fact:
        case Exception():
            return cause_of(fact)
        case Words():
            return fact.without_request
        case _:
            return fact


class Sage200Error(ProblemError):
    """Base class of all errors that end a command, a run or the reading of a table."""

    @property
    def exit_code(self) -> int:
        """The exit code of a command that ends with this error."""
        return self.problem.exit_code


class ConfigurationError(Sage200Error):
    """A setting is missing or wrong, or does not fit what Sage lists. Nothing was read."""


class RunError(Sage200Error):
    """Ends the run: no other table can be read either."""


class NetworkError(RunError):
    """Sage or Sage ID cannot be reached: DNS, proxy, TLS or the connection fails."""


class OutputError(RunError):
    """Messages or batch files cannot be written: the loader has ended, or the disk is full."""


class SignInError(RunError):
    """Sage ID issues no token. A person must act."""


class SignInAgainError(SignInError):
    """Only a new sign-in helps. Exit code 3 tells a scheduler."""


class CompanyError(Sage200Error):
    """Sage refuses a request of this company (401), or no longer responds for it."""


class UnavailableError(Sage200Error):
    """Sage does not have the table for this user or in this version (403, 404)."""


class AbsentError(UnavailableError):
    """Sage does not have the resource (404): this version does not have the table, or the row does not exist."""


class NotExpandedError(AbsentError):
    """Sage accepts an expansion and does not send the rows."""


class StreamError(Sage200Error):
    """One table cannot be read. The others are still read."""


class WithdrawnError(StreamError):
    """Sage refuses (403, 404) the rest of a table of which it has sent a part."""


class RefusedError(StreamError):
    """Sage does not understand the request (400)."""


class GaveUpError(StreamError):
    """All retries failed."""


class UnexpectedPageError(StreamError):
    """Sage sent other rows than requested."""


class RunFailedError(Sage200Error):
    """The run ended, and at least one stream failed."""
