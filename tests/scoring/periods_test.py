from datetime import date

import pytest

from scoring.periods import follows, is_yearly


def period(text):
    first, last = text.split(" ")
    return date.fromisoformat(first), date.fromisoformat(last)


@pytest.mark.parametrize(
    ("later", "earlier", "expected"),
    [
        ("2021-01-01 2021-12-31", "2020-01-01 2020-12-31", True),
        ("2020-01-01 2020-12-31", "2019-01-01 2019-12-31", True),
        ("2019-12-01 2020-11-30", "2018-12-01 2019-11-30", True),
        ("2021-04-01 2021-06-30", "2021-01-01 2021-03-31", True),
        ("2021-01-01 2021-03-31", "2020-10-01 2020-12-31", True),
        ("2021-03-01 2021-03-31", "2021-02-01 2021-02-28", True),
        ("2021-03-01 2021-03-28", "2021-02-01 2021-02-28", True),
        ("2021-01-08 2021-01-14", "2021-01-01 2021-01-07", True),
        ("2021-01-08 2021-01-15", "2021-01-01 2021-01-07", False),
        ("2021-03-01 2021-03-30", "2021-02-01 2021-02-28", False),
        ("2021-02-01 2021-02-28", "2021-01-04 2021-01-31", True),
        ("2021-03-01 2021-04-30", "2021-01-16 2021-02-28", False),
        ("2021-03-01 2021-04-15", "2021-02-01 2021-02-28", False),
        ("2021-04-01 2021-06-30", "2021-03-01 2021-03-31", False),
        ("2021-01-01 2021-12-31", "2020-10-01 2020-12-31", False),
        ("2021-01-01 2021-12-31", "2020-01-01 2020-12-10", False),
        ("2021-01-02 2022-01-01", "2020-01-01 2020-12-31", False),
        ("2020-01-01 2020-12-31", "2021-01-01 2021-12-31", False),
        ("2020-01-01 2020-12-31", "2020-01-01 2020-12-31", False),
    ],
)
def test_which_period_is_the_one_before(later, earlier, expected):
    assert follows(period(later), period(earlier)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-01-01 2020-12-31", True),
        ("2020-01-01 2020-12-10", True),
        ("2020-04-01 2020-12-31", True),
        ("2020-07-01 2020-12-31", False),
        ("2021-01-01 2021-07-03", False),
        ("2021-01-01 2021-07-04", True),
        ("2021-01-01 2021-03-31", False),
    ],
)
def test_which_period_is_that_of_a_year(text, expected):
    assert is_yearly(period(text)) is expected
