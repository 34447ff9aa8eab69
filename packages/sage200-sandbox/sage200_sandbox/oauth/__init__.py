"""Sage ID: the sign-in page, the token endpoint and the tokens."""

CLIENT_ID = "sandbox-client"
CLIENT_SECRET = f"{CLIENT_ID}-anybody-may-know"
PUBLIC_CLIENT_ID = "sandbox-desktop-client"
"""A public client, which has no secret (documented: desktop and mobile clients)."""
AUTHORIZE_PATH = "/authorize"
TOKEN_PATH = "/oauth/token"  # noqa: S105 - ruff takes the name for that of a password; this is the path of an address
