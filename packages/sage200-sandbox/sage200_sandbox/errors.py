"""What the sandbox refuses, and how."""

from __future__ import annotations


class RefusedError(Exception):
    """A request that is answered with an error status; the text becomes the answer's `Message` (seen)."""

    def __init__(self, status: int, message: str) -> None:
        """Refuses with this HTTP status."""
        super().__init__(message)
        self.status = status


class BadRequestError(RefusedError):
    """A request that makes no sense (documented: 400 with a text about the first error)."""

    def __init__(self, message: str) -> None:
        """Refuses with 400."""
        super().__init__(400, message)


class NotFoundError(RefusedError):
    """A wrong address or a wrong verb (documented: 404), also a row that is not there (inferred)."""

    def __init__(self) -> None:
        """Refuses with 404."""
        super().__init__(404, "No HTTP resource was found that matches the request.")


class OAuthError(Exception):
    """A refusal of the token endpoint, in the words of RFC 6749."""

    def __init__(self, code: str, description: str, status: int = 400) -> None:
        """Refuses with this error code."""
        super().__init__(description)
        self.code = code
        self.status = status


class InvalidGrantError(OAuthError):
    """An authorization code or a refresh token that is unknown, spent or revoked."""

    def __init__(self, description: str) -> None:
        """Refuses with invalid_grant."""
        super().__init__("invalid_grant", description)
