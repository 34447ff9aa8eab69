"""The file `companies.meltano.yml`: an extractor, a job and a schedule for each shard.

A person may add settings to it. The command changes only what it has written itself: the companies of a shard, their
status, and whether a shard has a job and a schedule.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tap_sage200 import problems
from tap_sage200.cli.companies import yaml_file
from tap_sage200.cli.companies.shards import PLUGIN, STATUSES, Member, Shard
from tap_sage200.config.companies import Company
from tap_sage200.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from typing import Self

    from tap_sage200.cli.companies.yaml_file import Block

PROJECT = Path("meltano.yml")
FILE = Path("companies.meltano.yml")
_TOOL = "sage200"
_SIZE = "shard_size"
_STARTED_BY = ("jobs", "schedules")
_STOPPED = "stopped"
"""The annotation that keeps the job and the schedules of a shard while none of its companies runs."""
_HEADER = """\
# Written by `sage200 companies --meltano`, which keeps what you change or add here. Leave config.companies to it.
# To pause a company, set its status to paused, and run the command again.
"""
_NAME = re.compile(rf"{PLUGIN}--[\w.-]+")
_NUMBERED = re.compile(rf"{PLUGIN}--shard-\d+", re.ASCII)


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
        content = yaml_file.read(FILE) if FILE.exists() else {}
        try:
            extractors = [*_shards_among(_extractors(content))]
            _ = [_entries(content, kind) for kind in _STARTED_BY]
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
            yaml_file.write(FILE, content, _HEADER)

    def _with(self, shards: Sequence[Shard], size: int, loader: str) -> Block:
        content = copy.deepcopy(self.content)
        _fill(content, "plugins", {})
        extractors = _fill(content["plugins"], "extractors", [])
        for kind in _STARTED_BY:
            _fill(content, kind, [])
        by_name = {each["name"]: each for each in extractors}
        _remove_orphans(content, by_name)
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
    """Return whether the project in the current folder includes the file, which must exist.

    Raises:
        ConfigurationError: The project cannot be read.
    """
    patterns = yaml_file.read(PROJECT).get("include_paths")
    return isinstance(patterns, list) and any(_is_found_by(str(pattern)) for pattern in patterns)


def _is_found_by(pattern: str) -> bool:
    found = glob(pattern, recursive=True)  # noqa: PTH207 - Path.glob refuses absolute patterns
    return any(Path(each).absolute() == FILE.absolute() for each in found)


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


def _shards_among(extractors: Sequence[Block]) -> Iterator[Block]:
    """Find the extractors of shards. Their companies are in annotations, so a numbered shard cannot be without them."""
    for extractor in extractors:
        if _TOOL in (extractor.get("annotations") or {}):
            yield extractor
        elif _NUMBERED.fullmatch(extractor["name"]):
            raise ConfigurationError(problems.commands.NOT_A_SHARD, file=FILE, name=extractor["name"])


def _shard_in(extractor: Block) -> Shard:
    name = extractor["name"]
    try:
        shown = extractor["annotations"][_TOOL]
        members = tuple(map(_member_in, shown["companies"]))
        _ = _size_in(extractor), [_entries(shown.get(_STOPPED, {}), kind) for kind in _STARTED_BY]
    except (AttributeError, TypeError, KeyError, ValueError) as error:
        raise ConfigurationError(problems.commands.NOT_A_SHARD, file=FILE, name=name) from error
    if not _NAME.fullmatch(name) or not members:
        raise ConfigurationError(problems.commands.NOT_A_SHARD, file=FILE, name=name)
    return Shard(name.removeprefix(f"{PLUGIN}--"), members)


def _size_in(extractor: Block) -> int:
    size = extractor["annotations"][_TOOL].get(_SIZE, 1)
    if not _is_number(size) or size < 1:
        raise ValueError
    return int(size)


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _member_in(entry: Mapping[str, Any]) -> Member:
    site_id, number, name, status = (entry[key] for key in ("site_id", "company_id", "company_name", "status"))
    is_company = isinstance(site_id, str) and _is_number(number) and number >= 0
    if not is_company or not isinstance(name, str) or status not in STATUSES:
        raise ValueError
    return Member(Company(site_id, int(number)), name, status)


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


def _fill(block: Block, name: str, empty: Any) -> Any:  # noqa: ANN401 - what a YAML file has there
    """Return a value of a block, which gets an empty one if it has none."""
    if not block.get(name):
        block[name] = empty
    return block[name]


def _put(block: Block, name: str, value: object) -> None:
    """Set a value of a block, unless it has it already: then its comments stay."""
    if block.get(name) != value:
        block[name] = value


def _describe(extractor: Block, shard: Shard, size: int) -> Block:
    """Write the companies of a shard, and return its annotations.

    A shard that does not run names all its companies: an empty list would mean any company.
    """
    # An anchor of YAML may give several shards one block, so each gets a block of its own.
    config, annotations = (copy.deepcopy(extractor.get(part) or {}) for part in ("config", "annotations"))
    _put(config, "companies", [member.company.context() for member in shard.running or shard.members])
    notes: Block = annotations.setdefault(_TOOL, {})
    _put(notes, _SIZE, size)
    shown = [
        member.company.context() | {"company_name": member.name, "status": member.status} for member in shard.members
    ]
    _put(notes, "companies", shown)
    extractor["config"], extractor["annotations"] = config, annotations
    return notes


def _start(content: Block, shard: Shard, notes: Block, loader: str) -> None:
    """Give a shard a job and a schedule: those that it had before it was stopped, or new ones."""
    new: Block = {
        "jobs": {"name": shard.job, "tasks": [f"{shard.plugin} {loader}"]},
        "schedules": {"name": shard.job, "interval": f"{shard.minute} * * * *", "job": shard.job},
    }
    stopped = notes.pop(_STOPPED, {})
    for kind in _STARTED_BY:
        for block in (*_entries(stopped, kind), new[kind]):
            if block["name"] not in {each["name"] for each in content[kind]}:
                content[kind].append(block)


def _stop(content: Block, shard: Shard, notes: Block) -> None:
    """Move the job and the schedules of a shard to its annotations, from where it gets them back."""
    for kind in _STARTED_BY:
        blocks = [each for each in content[kind] if shard.job in {each["name"], each.get("job")}]
        if blocks:
            _fill(notes, _STOPPED, {})[kind] = blocks
            _remove(content[kind], blocks)


def _remove_orphans(content: Block, extractors: Collection[str]) -> None:
    """Remove the jobs that the command wrote and whose extractors a person has removed, and their schedules."""
    orphans = {job["name"] for job in content["jobs"] if (plugin := _only_extractor(job)) and plugin not in extractors}
    for kind in _STARTED_BY:
        _remove(content[kind], [each for each in content[kind] if orphans & {each["name"], each.get("job")}])


def _only_extractor(job: Block) -> str | None:
    """Return the extractor of a job that looks as the command writes it, and None for any other job."""
    plugin = f"{PLUGIN}--{job['name'].removeprefix(f'{_TOOL}--')}"
    tasks = job.get("tasks")
    is_ours = isinstance(tasks, list) and len(tasks) == 1 and str(tasks[0]).split()[:1] == [plugin]
    return plugin if is_ours else None


def _remove(blocks: list[Block], unwanted: Sequence[Block]) -> None:
    for block in unwanted:
        blocks.remove(block)
