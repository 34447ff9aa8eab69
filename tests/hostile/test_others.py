"""A table or a company that deviates concerns no other one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.hostile.bodies import Body, NoResponse
from tests.hostile.deviation import FAILS, Start
from tests.hostile.pages import RowCap
from tests.hostile.source import BY_KEY, BY_PARENT, MIXED, NESTED, TABLES, Kind
from tests.hostile.statuses import Status
from tests.hostile.story import Story, begin, interfere, recover

if TYPE_CHECKING:
    from tests.hostile.deviation import Deviation
    from tests.hostile.server import HostileServer

S500 = Status("500", "Each page behind the first one answers 500.", FAILS, status=500)
S401 = Status("401", "Each page behind the first one answers 401.", FAILS, status=401)
OTHERS = (
    Status("403", "Each page behind the first one answers 403.", FAILS, status=403),
    NoResponse("no response", "Each page behind the first one closes the connection.", FAILS),
    Body("HTML", "Each page behind the first one is for people.", FAILS, body=b"<html></html>"),
    RowCap("empty", "Each response but the first one is empty.", FAILS, caps=[0], after=1),
)
TABLES_THAT_FAIL = [
    *(pytest.param(deviation, kind, id=f"{deviation.name}-{kind}") for deviation in (S500, S401) for kind in MIXED),
    *(pytest.param(deviation, MIXED[0], id=f"{deviation.name}-{MIXED[0]}") for deviation in OTHERS),
]
COMPANIES_THAT_FAIL = [
    *(
        pytest.param(deviation, kind, id=f"{deviation.name}-{kind}")
        for deviation in (S500, S401)
        for kind in (BY_KEY, NESTED, BY_PARENT)
    ),
    *(pytest.param(deviation, BY_KEY, id=f"{deviation.name}-{BY_KEY}") for deviation in OTHERS),
]


@pytest.mark.parametrize(("deviation", "kind"), TABLES_THAT_FAIL)
def test_a_table_that_fails_concerns_no_other(server: HostileServer, deviation: Deviation, kind: Kind) -> None:
    story = begin(server, kind, Start.INCREMENTAL)
    error = interfere(story, [deviation])
    assert kind.deviating in str(error)
    nested = {table.name for table in TABLES[kind.deviating].nested}
    assert story.target.whole_tables(story.source) >= {*kind.selected} - {kind.deviating} - nested
    recover(story)


@pytest.mark.parametrize(("deviation", "kind"), COMPANIES_THAT_FAIL)
def test_a_company_that_fails_concerns_no_other(server: HostileServer, deviation: Deviation, kind: Kind) -> None:
    story = Story(server, kind)
    story.companies = (1, 2, 3)
    assert story.run() is None
    story.source.pass_time()
    error = interfere(story, [deviation])
    assert "company 1" in str(error)
    for company in (2, 3):
        assert not story.target.lacks(story.source, company)
    recover(story)
