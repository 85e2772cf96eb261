from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.workdays import add_working_days, is_working_day


@pytest.mark.parametrize(
    ("day", "expected", "why"),
    [
        (date(2026, 6, 30), True, "a Tuesday"),
        (date(2026, 6, 27), False, "a Saturday"),
        (date(2026, 2, 17), False, "Lunar New Year"),
        (date(2026, 4, 27), False, "the Hùng Kings' day fell on a Sunday"),
        (date(2026, 8, 31), False, "swapped, as the package knows"),
        (date(2026, 8, 22), True, "the Saturday worked for it"),
        (date(2026, 1, 2), False, "swapped, as the data file knows"),
        (date(2026, 1, 10), True, "the Saturday worked for it"),
        (date(2025, 4, 26), True, "worked for 2 May 2025"),
        (date(2025, 9, 2), False, "National Day"),
    ],
)
def test_working_day(day: date, expected: bool, why: str) -> None:
    assert is_working_day(day) is expected, why


@pytest.mark.parametrize(
    ("start", "count", "expected", "why"),
    [
        (date(2026, 6, 1), 5, date(2026, 6, 8), "over one weekend, the first day not counted"),
        (date(2026, 8, 28), 3, date(2026, 9, 7), "over National Day and its swapped Monday"),
        (date(2026, 2, 13), 1, date(2026, 2, 23), "over Lunar New Year"),
        (date(2026, 1, 8), 2, date(2026, 1, 10), "the Saturday worked counts"),
        (date(2026, 6, 6), 0, date(2026, 6, 6), "no term"),
    ],
)
def test_add_working_days(start: date, count: int, expected: date, why: str) -> None:
    assert add_working_days(start, count) == expected, why


@pytest.mark.parametrize("count", [-1, 10_000_000])
def test_impossible_terms_are_refused(count: int) -> None:
    with pytest.raises(ValueError, match="out of range"):
        add_working_days(date(2026, 1, 1), count)


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(1, 60))
def test_a_term_ends_on_a_working_day(start: date, count: int) -> None:
    end = add_working_days(start, count)
    assert is_working_day(end)
    assert sum(is_working_day(date.fromordinal(o)) for o in range(start.toordinal() + 1, end.toordinal() + 1)) == count
