"""The report of a sign-in: its expiry, the companies to choose from, and the settings to use."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tap_sage200 import timestamps
from tap_sage200.auth import expiry_for
from tap_sage200.cli.companies.command import described, table
from tap_sage200.config.command_line import quoted
from tap_sage200.config.companies import FEW
from tap_sage200.config.schema import CONFIG_JSONSCHEMA
from tap_sage200.masking import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tap_sage200.auth.grant import Grant
    from tap_sage200.config.settings import Settings
    from tap_sage200.records.body import SageRow

_SECRETS = ("client_secret", "subscription_key")
"""Secrets that runs need beside the stored sign-in."""
_CHOICE = ("site_id", "company_id", "companies", "all_companies")


@dataclass(frozen=True, slots=True)
class LoginReport:
    """The report of a sign-in that is stored."""

    config: Mapping[str, Any] = field(repr=False)
    """The settings as the user gave them."""
    settings: Settings
    grant: Grant
    rows: Sequence[SageRow]
    """One row for each company that the user may see."""
    config_file: str
    """The file for the settings of a tap that runs without Meltano."""

    def lines(self) -> Iterator[str]:
        """Return the report as lines. The settings are commands in a Meltano project, and JSON elsewhere."""
        yield f"{self._expiry}."
        if not self.rows:
            return
        yield "\nThis user has access to these companies:\n"
        yield from table(self.rows)
        # In a Meltano project, the other settings are already set: the command got them from Meltano.
        yield from self._for_meltano() if "MELTANO_PROJECT_ROOT" in os.environ else self._for_a_file()

    def as_json(self) -> str:
        """Return the report as a JSON document."""
        document = {
            "signed_in_at": self.grant.signed_in_at,
            "sign_in_again": self._expiry,
            "companies": [described(row) for row in self.rows],
            "settings": self._settings,
        }
        return json.dumps(document, indent=1)

    @property
    def _expiry(self) -> str:
        return expiry_for(self.settings).sentence(self.grant, timestamps.now())

    @property
    def _others(self) -> dict[str, Any]:
        """The settings of the user that are not secret, without the choice of companies."""
        known = CONFIG_JSONSCHEMA["properties"]
        return {
            name: value
            for name, value in self.config.items()
            if name in known
            and not known[name].get("secret")
            and value not in (None, "", known[name].get("default"))
            and name not in _CHOICE
        }

    @property
    def _choice(self) -> dict[str, Any]:
        """The settings that choose companies. All companies if the user has chosen none."""
        given = {name: self.config[name] for name in _CHOICE if self.config.get(name)}
        if given or not self.rows:
            return given
        companies = [{name: row.get(name) for name in ("site_id", "company_id")} for row in self.rows]
        return companies[0] if len(companies) == 1 else {"companies": companies}

    @property
    def _settings(self) -> dict[str, Any]:
        """All settings to use that are not secret."""
        return {**self._others, **self._choice}

    def _for_a_file(self) -> Iterator[str]:
        yield f"\nSettings for {self.config_file}:\n"
        yield json.dumps(self._settings, indent=2)
        if len(self._choice.get("companies", ())) > 1:
            yield "\nTo load fewer companies, remove some from the list. To load later ones too, replace the list by:"
            yield '  "all_companies": true'
        for name in _SECRETS:
            if self.config.get(name):
                variable = f"TAP_SAGE200_{name.upper()}"
                run = f"`tap-sage200 --config {quoted(self.config_file)} --config ENV`"
                yield f"\n{name} is secret, and not shown. Set it in the file too, or as {variable}:"
                yield f"{run} reads it then."

    def _for_meltano(self) -> Iterator[str]:
        yield "\nSettings to use:\n"
        if len(self.rows) == 1 or "companies" not in self._choice or self.config.get("companies"):
            yield from (_set(name, value) for name, value in self._choice.items())
            return
        yield "# for all companies, including later ones:"
        yield _set("all_companies", value=True)
        for row in self.rows[:FEW]:
            yield f"# or only for {one_line(str(row.get('company_name')))}:"
            yield from (_set(name, row.get(name)) for name in ("site_id", "company_id"))
        if len(self.rows) > FEW:
            yield "# or only for any other one: the table above has its IDs"
            yield "# or in shards, for a scheduler: docs/fleet.md"


def _set(name: str, value: object) -> str:
    plugin = os.environ.get("MELTANO_EXTRACTOR_NAME", "tap-sage200")
    text = one_line(value) if isinstance(value, str) else json.dumps(value)
    return f"meltano config set {plugin} {name} {quoted(text)}"
