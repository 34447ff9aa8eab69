"""Brings the shards in line with the companies that Sage lists, and describes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tap_sage200 import problems
from tap_sage200.cli.companies import project_file, yaml_file
from tap_sage200.cli.companies.project_file import FILE, PROJECT, ProjectFile
from tap_sage200.cli.companies.shards import planned
from tap_sage200.errors import ConfigurationError
from tap_sage200.masking import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tap_sage200.cli.companies.shards import Member, Shard
    from tap_sage200.config.companies import Company, Sites
    from tap_sage200.config.settings import Settings


def check_project(settings: Settings) -> None:
    """Check that shards can be added to the Meltano project in the current folder. No request is made.

    Raises:
        ConfigurationError: There is no project, it cannot be read, or its settings choose companies for all shards.
    """
    if not PROJECT.exists():
        raise ConfigurationError(problems.commands.NO_MELTANO_PROJECT, folder=PROJECT.absolute().parent)
    yaml_file.read(PROJECT)
    if settings.companies or settings.all_companies:
        raise ConfigurationError(problems.commands.COMPANIES_CHOSEN)


def update(sites: Sites, size: int | None, loader: str) -> list[str]:
    """Bring the file up to date. Return what changed, and what the file has now.

    Args:
        sites: The companies that Sage lists.
        size: The number of companies in a shard. None if it is the one that the file has.
        loader: The loader of new shards.

    Raises:
        ConfigurationError: The file cannot be read or written. It is unchanged.
    """
    file = ProjectFile.read()
    size = size or file.size
    shards = planned(file.shards, {company: sites.name_of(company) or "" for company in sites.rows}, size)
    file.write(shards, size, loader)
    lines = [*_changes(file.shards, shards), _summary(shards)]
    if not project_file.is_included():
        lines.append(problems.commands.NOT_INCLUDED.text(file=FILE))
    return [one_line(line) for line in lines]


def known() -> Sequence[Shard]:
    """Return the shards that the file has.

    Raises:
        ConfigurationError: The file cannot be read.
    """
    return ProjectFile.read().shards


def running(shards: Sequence[Shard]) -> list[dict[str, Any]]:
    """Describe the shards that run, for a scheduler."""
    return [_described(shard) for shard in shards if shard.running]


def outdated(shards: Sequence[Shard], sites: Sites) -> str | None:
    """Return a line that says that the shards do not load what Sage lists. None if they do, or there are no shards."""
    members = {member.company: member for shard in shards for member in shard.members}
    added = [company for company in sites.rows if company not in members or members[company].status == "gone"]
    gone = [one for one in members.values() if one.status == "runs" and one.company not in sites.rows]
    if shards and (added or gone):
        return problems.commands.FLEET_OUTDATED.text(file=FILE, added=len(added), gone=len(gone))
    return None


def _described(shard: Shard) -> dict[str, Any]:
    running = [member.company.context() | {"company_name": member.name} for member in shard.running]
    return {"name": shard.name, "command": [*shard.command], "companies": running}


def _changes(before: Sequence[Shard], after: Sequence[Shard]) -> Iterator[str]:
    old = {member.company: member for shard in before for member in shard.members}
    for shard in after:
        for member in shard.members:
            yield from _change(old, shard, member)


def _change(old: Mapping[Company, Member], shard: Shard, member: Member) -> Iterator[str]:
    was = old.get(member.company)
    if was is None:
        yield f"{shard.name} loads {member.name} ({member.company}): it is new"
    elif was.status == "gone" and member.status == "runs":
        yield f"{shard.name} loads {member.name} ({member.company}) again"
    elif was.status == "runs" and member.status == "gone":
        yield problems.commands.COMPANY_GONE.text(shard=shard.name, name=member.name, company=member.company)
    if was is not None and was.name != member.name:
        yield f"{shard.name}: {was.name} is now {member.name} ({member.company})"


def _summary(shards: Sequence[Shard]) -> str:
    members = [member for shard in shards for member in shard.members]
    counts = {status: sum(member.status == status for member in members) for status in ("paused", "gone")}
    rest = "".join(f", {number} {status}" for status, number in counts.items() if number)
    sizes = [len(shard.running) for shard in shards if shard.running]
    shards_load = "1 shard loads" if len(sizes) == 1 else f"{len(sizes)} shards load"
    companies = "1 company" if sum(sizes) == 1 else f"{sum(sizes)} companies"
    return f"{FILE}: {shards_load} {companies}{rest}"
