"""The file `companies.meltano.yml`: an extractor, a job and a schedule for each shard.

A person may add settings to it. The command changes only what it has written itself: the companies of a shard, their
status, and whether a shard has a job and a schedule.
"""

from __future__ import annotations

import copy
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from tap_sage200 import problems
from tap_sage200.cli.companies.shards import PLUGIN, STATUSES, Member, Shard
from tap_sage200.config.companies import Company
from tap_sage200.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from typing import Self

PROJECT = Path("meltano.yml")
FILE = Path("companies.meltano.yml")
_TOOL = "sage200"
_SIZE = "shard_size"
_STARTED_BY = ("jobs", "schedules")
_STOPPED = "stopped"
"""The annotation that keeps the job and the schedule of a shard while none of its companies runs."""
_HEADER = """\
# Written by `sage200 companies --meltano`. The command keeps settings, tasks and intervals that you change here, but
# not comments. Leave config.companies to it. To pause a company, set its status to paused, and run the command again.
"""
_NAME = re.compile(rf"{PLUGIN}--[\w.-]+")
_UNBROKEN = 1_000_000
"""A width that breaks no line."""

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """The content of the file, and the shards in it."""

    content: Block
    shards: tuple[Shard, ...]
    size: int
    """The number of companies in a shard, as last chosen. 1 if nobody has chosen it."""

    @classmethod
    def read(cls) -> Self:
        """Read the file in the current folder. Without the file, there is no shard.

        Raises:
            ConfigurationError: The file cannot be read, or a person has changed what only the command can write.
        """
        content = _parsed(FILE) if FILE.exists() else {}
        try:
            extractors = [each for each in _extractors(content) if _TOOL in (each.get("annotations") or {})]
            _ = _entries(content, "jobs"), _entries(content, "schedules")
        except (AttributeError, TypeError, KeyError) as error:
            raise ConfigurationError(problems.commands.NOT_A_MELTANO_FILE, file=FILE) from error
        shards = tuple(map(_shard_in, extractors))
        _check_unique(shards)
        return cls(content, shards, max(map(_size_in, extractors), default=1))

    def write(self, shards: Sequence[Shard], size: int, loader: str) -> None:
        """Replace the file, unless it already says the same.

        Args:
            shards: All shards. Those without a running member get no job and no schedule.
            size: The number of companies in a shard.
            loader: The loader in the jobs of new shards.

        Raises:
            ConfigurationError: The file cannot be written. The old one is still there.
        """
        content = self._with(shards, size, loader)
        if content != self.content:
            _replace(FILE, _HEADER + _dumped(content))

    def _with(self, shards: Sequence[Shard], size: int, loader: str) -> Block:
        content = copy.deepcopy(self.content)
        extractors = [*_extractors(content)]
        content["plugins"] = (content.get("plugins") or {}) | {"extractors": extractors}
        by_name = {each["name"]: each for each in extractors}
        blocks = {kind: _entries(content, kind) for kind in _STARTED_BY}
        orphans = _orphans(blocks["jobs"], by_name)
        content |= {kind: [each for each in found if each["name"] not in orphans] for kind, found in blocks.items()}
        for shard in shards:
            if shard.plugin not in by_name:
                by_name[shard.plugin] = {"name": shard.plugin, "inherit_from": PLUGIN}
                extractors.append(by_name[shard.plugin])
            notes = _describe(by_name[shard.plugin], shard, size)
            if shard.running:
                _start(content, shard, notes, loader)
            else:
                _stop(content, shard, notes)
        return content


def is_included() -> bool:
    """Return whether the project in the current folder takes the file in, which must exist."""
    patterns = _parsed(PROJECT).get("include_paths")
    return isinstance(patterns, list) and any(_is_found_by(str(pattern)) for pattern in patterns)


def _is_found_by(pattern: str) -> bool:
    found = glob(pattern)  # noqa: PTH207 - Path.glob refuses absolute patterns
    return any(Path(each).absolute() == FILE.absolute() for each in found)


def _parsed(file: Path) -> Block:
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as error:
        reason = error.strerror
    except RecursionError:
        reason = "it is nested too deeply"
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        reason = "it is not YAML" if mark is None else f"line {mark.line + 1} is not YAML"
    else:
        if content is None or isinstance(content, dict):
            return content or {}
        reason = "it has no names and values"
    raise ConfigurationError(problems.commands.YAML_UNREADABLE, file=file, reason=reason)


def _extractors(content: Block) -> list[Block]:
    """Return the extractors.

    Raises:
        AttributeError: There is something else in their place.
        TypeError: The same.
    """
    extractors = _entries(content.get("plugins") or {}, "extractors")
    if not all(isinstance(each.get("config") or {}, dict) for each in extractors):
        raise TypeError
    return extractors


def _entries(content: Block, name: str) -> list[Block]:
    """Return a list of named blocks.

    Raises:
        TypeError: It is something else.
    """
    found = content.get(name) or []
    if not isinstance(found, list) or not all(isinstance(each["name"], str) for each in found):
        raise TypeError
    return found


def _shard_in(extractor: Block) -> Shard:
    name = extractor["name"]
    shown = extractor["annotations"][_TOOL]
    try:
        members = tuple(map(_member_in, shown["companies"]))
        _ = _size_in(extractor)
        _ = _entries({_STOPPED: [*shown.get(_STOPPED, {}).values()]}, _STOPPED)
    except (AttributeError, TypeError, KeyError, ValueError) as error:
        raise ConfigurationError(problems.commands.NOT_A_SHARD, file=FILE, name=name) from error
    if not _NAME.fullmatch(name) or not members:
        raise ConfigurationError(problems.commands.NOT_A_SHARD, file=FILE, name=name)
    return Shard(name.removeprefix(f"{PLUGIN}--"), members)


def _size_in(extractor: Block) -> int:
    size = extractor["annotations"][_TOOL].get(_SIZE, 1)
    if type(size) is not int or size < 1:
        raise ValueError
    return size


def _member_in(entry: Mapping[str, Any]) -> Member:
    site_id, number, name, status = (entry[key] for key in ("site_id", "company_id", "company_name", "status"))
    is_company = isinstance(site_id, str) and type(number) is int and number > 0
    if not is_company or not isinstance(name, str) or status not in STATUSES:
        raise ValueError
    return Member(Company(site_id, number), name, status)


def _check_unique(shards: Sequence[Shard]) -> None:
    names: set[str] = set()
    places: dict[Company, str] = {}
    for shard in shards:
        if shard.name in names:
            raise ConfigurationError(problems.commands.SHARD_TWICE, file=FILE, name=shard.plugin)
        names.add(shard.name)
        for member in shard.members:
            if member.company in places:
                raise ConfigurationError(
                    problems.commands.COMPANY_TWICE,
                    file=FILE,
                    company=member.company,
                    first=places[member.company],
                    second=shard.plugin,
                )
            places[member.company] = shard.plugin


def _describe(extractor: Block, shard: Shard, size: int) -> Block:
    """Write the companies of a shard, and return its annotations.

    A shard that does not run names all its companies: an empty list would mean any company.
    """
    members = shard.running or shard.members
    companies = [member.company.context() for member in members]
    shown = [
        member.company.context() | {"company_name": member.name, "status": member.status} for member in shard.members
    ]
    # An anchor of YAML may give several shards one block, so each gets a block of its own.
    annotations = extractor.get("annotations") or {}
    notes: Block = annotations.get(_TOOL, {}) | {_SIZE: size, "companies": shown}
    extractor["config"] = (extractor.get("config") or {}) | {"companies": companies}
    extractor["annotations"] = annotations | {_TOOL: notes}
    return notes


def _start(content: Block, shard: Shard, notes: Block, loader: str) -> None:
    """Give a shard a job and a schedule: those that it had before it was stopped, or new ones."""
    new: Block = {
        "jobs": {"name": shard.job, "tasks": [f"{shard.plugin} {loader}"]},
        "schedules": {"name": shard.job, "interval": f"{shard.minute} * * * *", "job": shard.job},
    }
    stopped = notes.pop(_STOPPED, {})
    for kind in _STARTED_BY:
        if shard.job not in {block["name"] for block in content[kind]}:
            content[kind].append(stopped.get(kind, new[kind]))


def _stop(content: Block, shard: Shard, notes: Block) -> None:
    """Move the job and the schedule of a shard to its annotations, from where it gets them back."""
    for kind in _STARTED_BY:
        for block in [each for each in content[kind] if each["name"] == shard.job]:
            content[kind].remove(block)
            notes[_STOPPED] = notes.get(_STOPPED, {}) | {kind: block}


def _orphans(jobs: Sequence[Block], extractors: Collection[str]) -> set[str]:
    """Return the names of jobs that the command wrote, and whose extractors a person has removed."""
    return {job["name"] for job in jobs if (plugin := _only_extractor(job)) is not None and plugin not in extractors}


def _only_extractor(job: Block) -> str | None:
    """Return the extractor of a job that looks as the command writes it, and None for any other job."""
    plugin = f"{PLUGIN}--{job['name'].removeprefix(f'{_TOOL}--')}"
    tasks = job.get("tasks")
    is_ours = isinstance(tasks, list) and len(tasks) == 1 and str(tasks[0]).split()[:1] == [plugin]
    return plugin if is_ours else None


def _dumped(content: Block) -> str:
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=_UNBROKEN, default_flow_style=None)


def _replace(file: Path, text: str) -> None:
    """Write a whole file, or leave the old one. Meltano and schedulers may read it at any time."""
    target = Path(os.path.realpath(file))
    new = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with new.open("w", encoding="utf-8", newline="\n") as output:
            output.write(text)
            output.flush()
            os.fsync(output.fileno())
        new.replace(target)
    except OSError as error:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise ConfigurationError(problems.commands.NOT_WRITTEN, file=file, reason=error.strerror) from error
