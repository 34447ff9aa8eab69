from __future__ import annotations

import pytest

from tap_sage200 import errors

BY_REACH = (errors.RunError, errors.CompanyError, errors.UnavailableError, errors.StreamError)


def test_every_error_of_the_tap_reports_a_problem() -> None:
    own = [kind for kind in vars(errors).values() if isinstance(kind, type) and kind.__module__ == errors.__name__]

    assert len(own) > 1
    assert all(issubclass(kind, errors.ProblemError) for kind in own)


def test_a_failed_sign_in_ends_the_run() -> None:
    assert issubclass(errors.SignInError, errors.RunError)


def test_an_unexpected_page_fails_only_its_table() -> None:
    assert issubclass(errors.UnexpectedPageError, errors.StreamError)


@pytest.mark.parametrize("one", BY_REACH)
@pytest.mark.parametrize("other", BY_REACH)
def test_no_error_ends_both_a_table_and_more(one: type[errors.Sage200Error], other: type[errors.Sage200Error]) -> None:
    assert one is other or not issubclass(one, other)
