"""How to read the dictionary, and what holds for all tables: text of its first page."""

from __future__ import annotations

HOW_TO_READ = """\
## How to read a page

A page has the tables of one ledger, by name; a table that comes with another one, or is asked for by its rows, stands
right after that one. Fixed lists, the values that a column may have, come last. A table begins with what a row is.
Then:

- **Key** is what tells a row from all others.
- **Comes with** names the table in whose rows Sage nests the rows of this one, and the property that holds them: they
  are read in the same answers, whether that table is selected too or not.
- **Asked for** names the table for each row of which Sage has to be asked once for the rows of this one, and what for.
  With many rows that takes long, so that no such table is selected by default. Tables with the same path share the
  requests.
- **Loaded** says how a run finds what to load. *Incremental by* names the stamps of which one moves when a row
  changes: a run loads what changed since the one before. *Incremental with what it comes with* means that each row is
  loaded again whenever the row that it is nested in is. Whether Sage moves that row's stamp with each change of what
  is nested in it, it does not say. A table *whole at each run* is loaded anew each time, since nothing in it tells
  what changed. Rows that were deleted in Sage stay in the warehouse in any case.
- **Selected by default** says whether a run loads the table unless told otherwise. Most of those that are
  not selected repeat others, cost a request for each row of another table, or are worked out by Sage at the moment of
  asking, which is slow.
- **Edition** is there if only Sage 200 Professional has the table.
- **Since** is the release that brought the table, where Sage's notes tell. A Professional that was not updated since
  then does not have it, and a run reports that it skips it; Standard always has the newest release (documented).
- A column without a meaning means what its name says. Numbered columns that are alike share a row:
  `spare_text_1` … `spare_text_10` are ten columns.
- After the meaning of a column stands what is particular to it, in italics. *Professional*: only that edition has it.
  *Since 2023-08*: the month of the release that brought it to a table that is older. *Needs `$expand=status`*: Sage
  sends it only if asked to, which the tap does where the column is selected. Where Sage calls that slow, the column is
  not selected by default, in a table that is.

Of two diagrams, one shows which tables of the ledger refer to which, and by which columns. The other shows what comes
with which table, and as what; a broken line means that it is asked for. Fixed lists are in neither, nor are resources
that are not selected by default; what a table refers to in other ledgers stands with its columns.

Of what is said about Sage, *(documented)* comes from Sage, *(seen)* was found in working clients, and *(inferred)* is a
conclusion that nothing has proved yet. What bears no mark is from Sage's documentation.

## Rows that vanished

A line taken off an order stays in the warehouse, but it can be told. Each change of the order brings all lines that are
still on it, with the order's new stamp: **a row whose parent-stamp column is older than the stamp of its parent's row
is gone.** Which column that is, and which one it repeats, stands under **Loaded**. Ask after a run that loaded both
tables: where one failed, the other is ahead of it. In PostgreSQL, the lines that are on the orders now:

```sql
SELECT line.*
FROM sop_order_lines AS line
JOIN sop_orders AS parent
  ON parent.site_id = line.site_id
  AND parent.company_id = line.company_id
  AND parent.id = line.sop_order_id
WHERE (line.sop_order_date_time_updated < parent.date_time_updated) IS NOT TRUE;
```

With `IS TRUE` instead they are those that are gone. What came with a row that is gone is gone as well. Tables without
such a column tell nothing of the kind.

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
  codes. Codes 6 to 20 are of Professional only (documented), marked as such or not.
"""
