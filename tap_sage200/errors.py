"""What can go wrong, said so that a tired person knows what happened and what to do next.

Every message stands alone: it is often the only line that somebody sees. None carries a token, a secret or a body.
"""

from __future__ import annotations


class Sage200Error(Exception):
    """The base of all errors of this tap; its text is for people."""


class ConfigurationError(Sage200Error):
    """A setting is missing or wrong. Raised before any request."""


class RunError(Sage200Error):
    """Nothing more can be read in this run: no stream would fare better."""


class SignInError(RunError):
    """Sage ID gives no token: a person has to act."""


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
