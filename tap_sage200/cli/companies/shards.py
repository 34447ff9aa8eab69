"""Shards: the companies that one run loads together. A company keeps its shard, and a shard keeps its name."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tap_sage200.config.companies import Company

Status = Literal["runs", "paused", "gone"]
STATUSES: tuple[Status, ...] = ("runs", "paused", "gone")
PLUGIN = "tap-sage200"
"""The extractor from which the extractor of each shard inherits."""
_NUMBERED = re.compile(r"shard-(\d+)", re.ASCII)
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Member:
    """A company in a shard."""

    company: Company
    name: str
    """The name of the company when Sage last listed it."""
    status: Status
    """`paused` is set by a person, `gone` by the command when Sage no longer lists the company."""


@dataclass(frozen=True, slots=True)
class Shard:
    """A run over some companies."""

    name: str
    members: tuple[Member, ...]

    @property
    def plugin(self) -> str:
        """The name of its extractor. Each shard has one, because Meltano gives each extractor its own folder."""
        return f"{PLUGIN}--{self.name}"

    @property
    def job(self) -> str:
        """The name of its job and of its schedule."""
        return f"sage200--{self.name}"

    @property
    def command(self) -> tuple[str, ...]:
        """The command that loads its companies."""
        return ("meltano", "run", "--no-install", self.job)

    @property
    def minute(self) -> int:
        """The minute of the hour in which it starts. It depends on the name alone."""
        return zlib.crc32(self.name.encode()) % _MINUTES

    @property
    def running(self) -> tuple[Member, ...]:
        """The members to load."""
        return tuple(member for member in self.members if member.status == "runs")

    @property
    def number(self) -> int | None:
        """The number of a shard of several companies; None for a shard that is named after its company."""
        found = _NUMBERED.fullmatch(self.name)
        return None if found is None else int(found[1])


def planned(known: Sequence[Shard], listed: Mapping[Company, str], size: int) -> tuple[Shard, ...]:
    """Return the shards for the companies that Sage lists now.

    Args:
        known: The shards so far. They keep their names and members.
        listed: Each company with its name.
        size: The number of companies in a shard. Larger shards stay as they are.
    """
    kept = [replace(shard, members=tuple(_seen(member, listed) for member in shard.members)) for shard in known]
    taken = {member.company for shard in known for member in shard.members}
    added = [Member(company, listed[company], "runs") for company in sorted(listed, key=_order) if company not in taken]
    if size == 1:
        return (*kept, *(Shard(_named_after(member.company), (member,)) for member in added))
    return tuple(_filled(kept, added, size))


def _order(company: Company) -> tuple[str, int]:
    return company.site_id, company.company_id


def _seen(member: Member, listed: Mapping[Company, str]) -> Member:
    """Return a member after a look at Sage's list. A company that comes back runs again, unless a person paused it."""
    if member.status == "paused":
        return replace(member, name=listed.get(member.company, member.name))
    if member.company not in listed:
        return replace(member, status="gone")
    return replace(member, name=listed[member.company], status="runs")


def _filled(kept: Sequence[Shard], added: Sequence[Member], size: int) -> Iterator[Shard]:
    """Put new members into numbered shards with room, then into new ones. A company that is gone keeps its place."""
    waiting = list(added)
    for shard in kept:
        room = 0 if shard.number is None else max(size - len(shard.members), 0)
        yield replace(shard, members=(*shard.members, *waiting[:room]))
        del waiting[:room]
    numbers = count(max((shard.number or 0 for shard in kept), default=0) + 1)
    while waiting:
        yield Shard(f"shard-{next(numbers)}", tuple(waiting[:size]))
        del waiting[:size]


def _named_after(company: Company) -> str:
    """Return the name of a shard of one. A site ID is a GUID (documented). Any other text gets a checksum too."""
    plain = re.sub(r"[^a-z0-9]+", "-", company.site_id.lower())
    unique = "" if _GUID.fullmatch(company.site_id) else f"-{zlib.crc32(company.site_id.encode()):08x}"
    return f"{plain}{unique}-{company.company_id}"
