"""The encoding of standard output and standard error."""

from __future__ import annotations

import sys
from io import TextIOWrapper


def use_utf8() -> None:
    """Write UTF-8 to pipes and files, as on a terminal.

    On Windows, Python would use the code page of the machine: it lacks letters of many names, and Meltano reads UTF-8.
    """
    for output in (sys.stdout, sys.stderr):
        if isinstance(output, TextIOWrapper) and output.encoding.lower().replace("-", "") != "utf8":
            output.reconfigure(encoding="utf-8", errors=output.errors)
