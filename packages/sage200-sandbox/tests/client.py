"""A plain HTTP client for the sandbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import requests

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox
    from sage200_sandbox.companies import Company

SECONDS = 10


class Client:
    """A signed-in client. It reads the first company unless a test changes its headers."""

    def __init__(self, sage: Sandbox) -> None:
        """Sign in."""
        self._sage = sage
        self._session = requests.Session()
        self.base = sage.api_url
        self.headers = self.of(sage.companies[0])
        self.sign_in()

    def sign_in(self) -> None:
        """Get an access token, and send it from now on."""
        self.headers["Authorization"] = f"Bearer {self.token(**self.grant()).json()['access_token']}"

    def of(self, company: Company) -> dict[str, str]:
        """Return the headers that name a company."""
        return {"X-Site": company.site_id, "X-Company": str(company.company_id)}

    def grant(self, **other: str) -> dict[str, str]:
        """Return the form of a refresh, with the token of a new sign-in."""
        settings = self._sage.settings()
        names = ("client_id", "client_secret", "refresh_token")
        return {"grant_type": "refresh_token", **{name: settings[name] for name in names}, **other}

    def token(self, **form: str) -> requests.Response:
        """Post a form to the token endpoint."""
        return self._session.post(self._sage.token_url, data=form, timeout=SECONDS)

    def get(self, path: str, **options: object) -> requests.Response:
        """Get a path below the base URL; `orderby="id asc"` becomes `$orderby=id%20asc`."""
        query = urlencode({f"${name}": value for name, value in options.items()}, quote_via=quote)
        return self.raw(f"{self.base}/{path}" + (f"?{query}" if query else ""))

    def raw(self, url: str, method: str = "GET", **how: Any) -> requests.Response:  # noqa: ANN401 - requests declares Any for its options
        """Send a request with the client's headers."""
        return self._session.request(method, url, headers=self.headers, timeout=SECONDS, **how)

    def ids(self, path: str, **options: object) -> list[int]:
        """Return the ids of the rows in the order of the response."""
        return [row["id"] for row in self.get(path, **options).json()]

    def close(self) -> None:
        """Close the connections."""
        self._session.close()
