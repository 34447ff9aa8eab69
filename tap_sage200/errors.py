"""What can go wrong, said so that a tired person knows what happened and what to do next.

Every message stands alone: it is often the only line that somebody sees. None carries a token, a secret or a body.
"""

from __future__ import annotations

from typing import ClassVar

HOW_TO_SIGN_IN = "run `sage200 login`, or `meltano invoke tap-sage200:login` in a Meltano project."
SIGN_IN_AGAIN = f"Sign in again: {HOW_TO_SIGN_IN}"


class Sage200Error(Exception):
    """The base of all errors of this tap; its text is for people."""

    exit_code: ClassVar[int] = 1
    """What a command ends with because of it."""


class ConfigurationError(Sage200Error):
    """A setting is missing or wrong. Raised before any request."""


class RunError(Sage200Error):
    """Nothing more can be read in this run: no stream would fare better."""


class NetworkError(RunError):
    """There is no way to Sage or to Sage ID: a name, a proxy, a certificate or a connection is in between."""


class SignInError(RunError):
    """Sage ID gives no token: a person has to act."""


class SignInAgainError(SignInError):
    """Only a new sign-in helps: a scheduler can tell by the exit code that a person has to give it."""

    exit_code: ClassVar[int] = 3


class CompanyError(Sage200Error):
    """Sage refuses this company: none of its other tables would fare better."""


class UnavailableError(Sage200Error):
    """Sage has no such table for this user or in this version (403, 404)."""


class AbsentError(UnavailableError):
    """Sage does not have what was asked for (404): this version does not, or there is none."""


class StreamError(Sage200Error):
    """One table could not be read; the others may still be."""


class RefusedError(StreamError):
    """Sage does not understand what was asked (400)."""


class GaveUpError(StreamError):
    """Sage kept failing in ways that may pass, until patience ended."""


class UnexpectedPageError(StreamError):
    """Sage answered with rows that are not what was asked for."""


class RunFailedError(Sage200Error):
    """The run ended, and at least one stream did not."""
