"""Requests that the sandbox refuses."""

from __future__ import annotations


class RefusedError(Exception):
    """A request that gets an error status. The text becomes the `Message` of the response (seen)."""

    def __init__(self, status: int, message: str) -> None:
        """Refuse with this HTTP status."""
        super().__init__(message)
        self.status = status


class BadRequestError(RefusedError):
    """A malformed request (documented: 400 with a text about the first error)."""

    def __init__(self, message: str) -> None:
        """Refuse with 400."""
        super().__init__(400, message)


class NotFoundError(RefusedError):
    """A wrong path or method (documented: 404), or a row that does not exist (inferred)."""

    def __init__(self) -> None:
        """Refuse with 404."""
        super().__init__(404, "No HTTP resource was found that matches the request.")


class OAuthError(Exception):
    """An error response of the token endpoint, with an error code of RFC 6749."""

    def __init__(self, code: str, description: str, status: int = 400) -> None:
        """Refuse with this error code."""
        super().__init__(description)
        self.code = code
        self.status = status


class InvalidGrantError(OAuthError):
    """An authorization code or refresh token that is unknown, used or revoked."""

    def __init__(self, description: str) -> None:
        """Refuse with invalid_grant."""
        super().__init__("invalid_grant", description)
