"""The summary at the end of a run's log: a line for each table, then the totals, and last the warnings and errors.

The values of a line are also fields of its log record, for logs in JSON.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tap_sage200 import problems
from tap_sage200.sync import causes, schedule, window_run
from tap_sage200.sync.run_remarks import remarks

if TYPE_CHECKING:
    import logging
    from collections.abc import Iterator, Sequence

    from tap_sage200.config.companies import Company
    from tap_sage200.sync.causes import Cause
    from tap_sage200.sync.results import RunResults, TableResult

Cells = tuple[str, ...]
Fields = dict[str, Any]

HEADS: Cells = ("rows", "requests", "seconds", "bookmark from", "bookmark to", "")
ALIGNED = "<>>><<<"
NONE = "-"
MISSED = (schedule.NOT_DUE, window_run.COMPLETE, window_run.NO_WINDOWS, "skipped", "failed", "broken off")
"""The results of tables that were not read to their end."""


def log(results: RunResults, failures: Sequence[Cause], logger: logging.Logger) -> None:
    """Log the result of each table, company by company, and then the warnings and errors.

    Args:
        results: The results of the run.
        failures: The causes to log why tables failed.
        logger: The logger.
    """
    lines = list(_lines(results))
    widths = [max(map(len, column)) for column in zip(*(cells for cells, _ in lines), strict=True)]
    for cells, fields in lines:
        padded = (f"{cell:{side}{width}}" for cell, side, width in zip(cells, ALIGNED, widths, strict=True))
        logger.info("%s", "  ".join(padded).rstrip(), extra=fields)
    _log_warnings(results, logger)
    for cause in failures:
        said = problems.run.TABLE_FAILED.text(where=cause.where, rows=f"{cause.rows:,}", reason=cause.reason)
        logger.error("%s", said, extra=_fields_of_all(cause.results))


def _lines(results: RunResults) -> Iterator[tuple[Cells, Fields]]:
    if not results.all:
        return
    companies = dict.fromkeys(result.company for result in results.all)
    for company in companies:
        of_company = [result for result in results.all if result.company == company]
        yield (str(company or "of no company"), *HEADS), _naming(company)
        for result in of_company:
            yield _cells(result), _fields(result)
        if company and len(companies.keys() - {None}) > 1:
            totals = _totals(of_company, sum(result.seconds for result in of_company))
            yield _total_cells("  {}", totals), _naming(company) | totals
    totals = _totals(results.all, results.seconds)
    yield _total_cells("{} in all", totals), totals


def _cells(result: TableResult) -> Cells:
    has_requests = result.read_with is None or result.requests > 0
    verdict = _verdict(result)
    notes = [
        f"with {result.read_with}" if result.read_with else "",
        f"where {result.condition}" if result.condition else "",
        verdict if verdict in MISSED else "",
    ]
    return (
        f"  {result.stream}",
        f"{result.rows:,}",
        f"{result.requests:,}" if has_requests else NONE,
        f"{result.seconds:,.1f}" if has_requests else NONE,
        _to_seconds(result.bookmark_from),
        _to_seconds(result.bookmark_to),
        ", ".join(filter(None, notes)),
    )


def _fields(result: TableResult) -> Fields:
    return {
        "stream_name": result.stream,
        **_naming(result.company),
        "result": _verdict(result),
        "rows": result.rows,
        "requests": result.requests,
        "seconds": round(result.seconds, 3),
        "walked_with": result.read_with,
        "bookmark_from": result.bookmark_from,
        "bookmark_to": result.bookmark_to,
        "where": result.condition,
    }


def _total_cells(name: str, totals: Fields) -> Cells:
    tables = "1 table" if totals["tables"] == 1 else f"{totals['tables']:,} tables"
    counts = {verdict: totals[_key(verdict)] for verdict in MISSED}
    missed = ", ".join(f"{count:,} {verdict}" for verdict, count in counts.items() if count)
    return (
        name.format(tables),
        f"{totals['rows']:,}",
        f"{totals['requests']:,}",
        f"{totals['seconds']:,.1f}",
        "",
        "",
        missed,
    )


def _totals(results: Sequence[TableResult], seconds: float) -> Fields:
    verdicts = [_verdict(result) for result in results]
    return {
        "tables": len(results),
        "rows": sum(result.rows for result in results),
        "requests": sum(result.requests for result in results),
        "seconds": round(seconds, 3),
        **{_key(verdict): verdicts.count(verdict) for verdict in MISSED},
    }


def _key(verdict: str) -> str:
    return verdict.replace(" ", "_")


def _naming(company: Company | None) -> Fields:
    return company.context() if company else {}


def _verdict(result: TableResult) -> str:
    if result.failed is not None:
        return "failed"
    if result.skipped is not None:
        return "skipped"
    if result.not_read is not None:
        return result.not_read
    return "read" if result.settled else "broken off"


def _to_seconds(bookmark: str | None) -> str:
    instant, point, _ = (bookmark or NONE).partition(".")
    return f"{instant}Z" if point else instant


def _log_warnings(results: RunResults, logger: logging.Logger) -> None:
    for warning in remarks(results.all):
        logger.warning("%s", warning)
    for result in results.all:
        for remark in (*result.bad_values.values(), *result.remarks):
            logger.warning("%s: %s", result.where, remark, extra=_fields(result))
    for cause in causes.of_skipped(results.all):
        said = problems.run.SKIPPED.text(where=cause.where, reason=cause.reason)
        logger.warning("%s", said, extra=_fields_of_all(cause.results))


def _fields_of_all(results: Sequence[TableResult]) -> Fields:
    """Return the fields of one table, or those that several tables have in common."""
    each = [_fields(result) for result in results]
    shared = {name: value for name, value in each[0].items() if all((name, value) in one.items() for one in each)}
    return shared if len(each) == 1 else {**shared, "tables": len(each)}
