"""How much of the output of a quiet run are STATE messages."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

from sage200_sandbox import Demo, Sandbox

from tools.bench.readers import TAP
from tools.bench.report import Section, at_most, table
from tools.bench.run import Reader, finish, output_of, running

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.bench.environment import Environment

TITLE = "States"
COMPANIES = (1, 10, 50)
_TYPE = re.compile(rb'"type": ?"([A-Z_]+)"')


@dataclass(frozen=True, slots=True)
class Volume:
    """What a run wrote."""

    sizes: Mapping[str, int]
    """Bytes by type of message."""
    states: int
    """The number of STATE messages."""
    last: bytes
    """The last STATE message."""
    cpu: float
    """Processor time in seconds."""

    @property
    def data(self) -> int:
        """The bytes of RECORD and SCHEMA messages."""
        return self.sizes["RECORD"] + self.sizes["SCHEMA"]

    @property
    def share(self) -> float:
        """The share of the STATE messages before the last one in the data."""
        return (self.sizes["STATE"] - len(self.last)) / self.data

    def cells(self, companies: int) -> tuple[str, ...]:
        """Return the cells of the table row."""
        kib = [f"{size / 1024:,.0f}" for size in (self.data, self.sizes["STATE"], len(self.last))]
        return f"{companies}", *kib, f"{self.states}", f"{self.cpu:.1f}"


def measure(environment: Environment, *, rounds: int) -> Section:
    """Measure quiet runs over the tables that are selected by default, with some numbers of companies."""
    del rounds  # the sizes are the same each time
    volumes = {number: _quiet_run(environment, number) for number in COMPANIES}
    head = ("companies", "RECORD and SCHEMA, KiB", "STATE, KiB", "one STATE, KiB", "STATE messages", "CPU, s")
    return Section(
        TITLE,
        "The second of two runs over all tables that are selected by default, without changes in between, against "
        "companies of the sandbox.",
        [
            at_most(f"{number} companies: STATE without the last one ÷ RECORD and SCHEMA", volume.share, 0.1, "")
            for number, volume in volumes.items()
        ],
        [table(head, [volume.cells(number) for number, volume in volumes.items()])],
    )


def _quiet_run(environment: Environment, companies: int) -> Volume:
    with Sandbox(Demo(), companies=companies) as sage:
        settings = {"api_url": sage.api_url, "access_token": sage.new_access_token(), "all_companies": True}
        config = f"--config={environment.readers.file(settings)}"
        first = volume(Reader("first run", (TAP, config)))
        state: dict[str, Any] = json.loads(first.last)["value"]
        return volume(Reader("quiet run", (TAP, config, f"--state={environment.readers.file(state)}")))


def volume(reader: Reader) -> Volume:
    """Run a reader, and add up what it writes.

    Raises:
        BenchError: It failed.
    """
    sizes: Counter[str] = Counter()
    states, last = 0, b""
    with TemporaryFile() as log, running(reader, log) as process:
        for line in output_of(process):
            kind = found[1].decode() if (found := _TYPE.search(line)) else ""
            sizes[kind] += len(line)
            if kind == "STATE":
                states, last = states + 1, line
        return Volume(sizes, states, last, finish(reader.name, process, log))
