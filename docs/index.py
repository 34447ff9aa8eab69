"""The first page of the data dictionary: the ledgers, how to read a page, and every table by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docs.ledgers import LEDGERS, ledger_of
from docs.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable

_HOW_TO_READ = """\
## How to read a page

A page has the tables of one ledger, by name; its fixed lists, the values that a column may have, come last. A table
begins with what a row is. Then:

- **Key** is what tells a row from all others.
- **Loaded** says how a run finds what to load. *Incremental by* names the stamps of which one moves when a row
  changes: a run loads what changed since the one before. A table *whole at each run* is loaded anew each time, since
  nothing in it tells what changed. Rows that were deleted in Sage stay in the warehouse either way.
- **Selected by default** says whether a run loads the table unless told otherwise. Most of those that are
  not selected repeat others, or Sage works them out at the moment of asking.
- **Edition** is there if only Sage 200 Professional has the table.
- A column without a meaning means what its name says. Numbered columns that are alike share a row:
  `spare_text_1` … `spare_text_10` are ten columns.

A diagram shows which tables of the ledger refer to which, and by which columns. Fixed lists and tables that are not
selected by default are not in it; what a table refers to in other ledgers stands with its columns.

Of what is said about Sage, *(documented)* comes from Sage, *(seen)* was found in working clients, and *(inferred)* is a
conclusion that nothing has proved yet. What bears no mark is from Sage's documentation.

## What holds for all tables

- **Company.** Every table begins with `site_id` (text) and `company_id` (whole number): whose row it is. They are part
  of every key, with one company too, and are not repeated in the lists of columns.
- **References.** A column that refers to a table holds the `id` of one of its rows, in the same company: join by
  `site_id`, `company_id` and that column. **0 means that there is no such row** (seen), and is not empty.
- **Empty values (null).** Any column outside the key may be empty. Where there is no text, Sage writes an empty text
  rather than null (seen).
- **Date and time** is in UTC. Where Sage has a date alone it writes midnight (seen).
- **Decimal (2)** is a number with two decimal places, exactly as in Sage. Money is in the main unit (pounds, not
  pence). A percentage of 17.50 is 17.5 %.
- **Currency.** In a column whose name has `base` in it money is in the company's base currency; otherwise
  mostly in that of the account or document. The meaning says so where it is known.
- **Signs** are as Sage sends them; nothing turns them round. In the sales and purchase ledgers receipts, payments
  and credit notes are negative; in the nominal ledger debits are positive and credits negative (both inferred).
  What a column says of itself goes before this. Whether an entry is an invoice or a credit note, take from its type.
- **Named values**, such as `AccountStatusActive`, are text. The fixed lists put them into words.
- **Analysis codes and spare fields** mean what the company has made of them: `analysis_code_mappings` tells of the
  codes. Codes 6 to 20 are of Professional only (documented).
"""


def index(link: Callable[[str], str]) -> str:
    """Write the first page."""
    ledgers = [
        f"| [{ledger.title}]({ledger.page}) | {sum(map(ledger.has, TABLES))} | {ledger.about} |" for ledger in LEDGERS
    ]
    tables = [f"| {link(table.name)} | {ledger_of(table).title} | {table.summary} |" for table in TABLES]
    lines = [
        "# The data dictionary",
        "",
        "What the tap loads from Sage 200: every table and every column, ledger by ledger. Names are Sage's own. These",
        "pages are written by `make docs` from the tap itself; a change made here is lost.",
        "",
        "| ledger | tables | what is in it |",
        "| --- | --- | --- |",
        *ledgers,
        "",
        _HOW_TO_READ,
        "## Every table by its name",
        "",
        "| table | ledger | a row is |",
        "| --- | --- | --- |",
        *tables,
    ]
    return "\n".join(lines) + "\n"
