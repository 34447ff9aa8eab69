"""How a run went, in its log: a line for each table, then the totals, and last what needs attention.

The facts of a line are fields of its log record too, for logs that are written as JSON.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import logging
    from collections.abc import Iterator, Sequence

    from tap_sage200.config.companies import Company
    from tap_sage200.sync.results import RunResults, TableResult

Cells = tuple[str, ...]
Fields = dict[str, Any]

HEADS: Cells = ("rows", "requests", "seconds", "bookmark from", "bookmark to", "")
ALIGNED = "<>>><<<"
NONE = "-"
MISSED = ("skipped", "failed", "broken off")
"""What may become of a table that is not read to its end."""


def log(outcomes: RunResults, logger: logging.Logger) -> None:
    """Log how each table went, company by company."""
    lines = list(_lines(outcomes))
    widths = [max(map(len, column)) for column in zip(*(cells for cells, _ in lines), strict=True)]
    for cells, fields in lines:
        padded = (f"{cell:{side}{width}}" for cell, side, width in zip(cells, ALIGNED, widths, strict=True))
        logger.info("%s", "  ".join(padded).rstrip(), extra=fields)
    _log_attention(outcomes, logger)


def _lines(outcomes: RunResults) -> Iterator[tuple[Cells, Fields]]:
    if not outcomes.all:
        return
    companies = dict.fromkeys(outcome.company for outcome in outcomes.all)
    for company in companies:
        of_company = [outcome for outcome in outcomes.all if outcome.company == company]
        yield (str(company or "of no company"), *HEADS), _naming(company)
        for outcome in of_company:
            yield _cells(outcome), _fields(outcome)
        if company and len(companies.keys() - {None}) > 1:
            totals = _totals(of_company, sum(outcome.seconds for outcome in of_company))
            yield _total_cells("  {}", totals), _naming(company) | totals
    totals = _totals(outcomes.all, outcomes.seconds)
    yield _total_cells("{} in all", totals), totals


def _cells(outcome: TableResult) -> Cells:
    has_walked = outcome.walked_with is None or outcome.requests > 0
    result = _result(outcome)
    notes = [f"with {outcome.walked_with}" if outcome.walked_with else "", result if result in MISSED else ""]
    return (
        f"  {outcome.stream}",
        f"{outcome.rows:,}",
        f"{outcome.requests:,}" if has_walked else NONE,
        f"{outcome.seconds:,.1f}" if has_walked else NONE,
        _to_the_second(outcome.bookmark_from),
        _to_the_second(outcome.bookmark_to),
        ", ".join(filter(None, notes)),
    )


def _fields(outcome: TableResult) -> Fields:
    return {
        "stream_name": outcome.stream,
        **_naming(outcome.company),
        "result": _result(outcome),
        "rows": outcome.rows,
        "requests": outcome.requests,
        "seconds": round(outcome.seconds, 3),
        "walked_with": outcome.walked_with,
        "bookmark_from": outcome.bookmark_from,
        "bookmark_to": outcome.bookmark_to,
    }


def _total_cells(name: str, totals: Fields) -> Cells:
    tables = "1 table" if totals["tables"] == 1 else f"{totals['tables']:,} tables"
    counts = {result: totals[_key(result)] for result in MISSED}
    missed = ", ".join(f"{count:,} {result}" for result, count in counts.items() if count)
    return (
        name.format(tables),
        f"{totals['rows']:,}",
        f"{totals['requests']:,}",
        f"{totals['seconds']:,.1f}",
        "",
        "",
        missed,
    )


def _totals(outcomes: Sequence[TableResult], seconds: float) -> Fields:
    results = [_result(outcome) for outcome in outcomes]
    return {
        "tables": len(outcomes),
        "rows": sum(outcome.rows for outcome in outcomes),
        "requests": sum(outcome.requests for outcome in outcomes),
        "seconds": round(seconds, 3),
        **{_key(result): results.count(result) for result in MISSED},
    }


def _key(result: str) -> str:
    return result.replace(" ", "_")


def _naming(company: Company | None) -> Fields:
    return company.context() if company else {}


def _result(outcome: TableResult) -> str:
    if outcome.failed is not None:
        return "failed"
    if outcome.skipped is not None:
        return "skipped"
    return "read" if outcome.settled else "broken off"


def _to_the_second(bookmark: str | None) -> str:
    instant, point, _ = (bookmark or NONE).partition(".")
    return f"{instant}Z" if point else instant


def _log_attention(outcomes: RunResults, logger: logging.Logger) -> None:
    for outcome in outcomes.all:
        for remark in outcome.remarks:
            logger.warning("%s: %s", outcome.where, remark, extra=_fields(outcome))
    for outcome in outcomes.all:
        if outcome.skipped is not None:
            logger.warning("%s: skipped, as %s", outcome.where, outcome.skipped, extra=_fields(outcome))
    for outcome in outcomes.all:
        if outcome.failed is not None:
            said = f"failed after {outcome.rows:,} rows: {outcome.failed}"
            logger.error("%s: %s", outcome.where, said, extra=_fields(outcome))
