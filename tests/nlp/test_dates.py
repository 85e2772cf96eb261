from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.dates import find_days

FULL = [
    ("ngày 7/5/2024", date(2024, 5, 7), "slashes"),
    ("ngày 07-5-2024", date(2024, 5, 7), "hyphens"),
    ("27.6.2019", date(2019, 6, 27), "dots, without the word"),
    ("ngày 11 tháng 6 năm 2026", date(2026, 6, 11), "in words, as a head prints it"),
    ("ngày 02 tháng 03 năm 2012", date(2012, 3, 2), "zeros before"),
    ("ngày10 /3/2026", date(2026, 3, 10), "spaces lost and put in"),
    ("ngày\n02 tháng 7 năm 2025", date(2025, 7, 2), "torn by a line's end"),
    ("ngày l1 tháng 6 năm 2O26", date(2026, 6, 11), "OCR's l for 1, O for 0"),
    ("ngày 30/4/2024", date(2024, 4, 30), "the last day of a month"),
    ("ngày 29/2/2024", date(2024, 2, 29), "a leap day"),
]
YEARLESS = [
    ("trước ngày 30/6", (30, 6), "a day without its year"),
    ("Sáng 27.6, UBND huyện", (27, 6), "a part of the day before it"),
    ("ngày 28-2", (28, 2), "as one newspaper writes it"),
]
NONE = [
    ("đạt 18/19 tiêu chí", "a score"),
    ("trực 24/7", "round the clock"),
    ("túc trực 24/24h", "round the clock"),
    ("ngày 31/13/2024", "no thirteenth month"),
    ("ngày 45/5/2024", "no forty-fifth day"),
    ("Nghị định 15/2018/NĐ-CP", "a number"),
    ("điện thoại 02613.648.141", "a telephone"),
    ("02993.82.2339", "a telephone"),
    ("số 12/5 đường Lê Lợi", "a house"),
    ("tỷ lệ 1/500", "a scale"),
    ("giai đoạn 2021-2025", "years"),
    ("3.454,225 tỷ đồng", "money"),
    ("quý II/2026", "a quarter"),
    ("tháng 6/2026", "a month"),
]


@pytest.mark.parametrize(("text", "day", "why"), FULL)
def test_days_are_read(text: str, day: date, why: str) -> None:
    found = find_days(text)
    assert [d.date for d in found] == [day], why


@pytest.mark.parametrize(("text", "day_and_month", "why"), YEARLESS)
def test_a_day_without_a_year_stays_open(text: str, day_and_month: tuple[int, int], why: str) -> None:
    (found,) = find_days(text)
    assert (found.day, found.month) == day_and_month, why
    assert found.date is None
    assert found.year is None


@pytest.mark.parametrize(("text", "why"), NONE)
def test_what_looks_like_a_day_is_none(text: str, why: str) -> None:
    assert [d for d in find_days(text) if d.date or d.year is None] == [], why


def test_a_day_that_the_calendar_lacks_is_not_put_right() -> None:
    (found,) = find_days("ngày 31/6/2024")
    assert found.date is None
    assert (found.day, found.month, found.year) == (31, 6, 2024)


@given(st.dates(min_value=date(1945, 9, 2), max_value=date(2099, 12, 31)), st.sampled_from("/.-"))
def test_every_day_is_read_in_every_form(day: date, mark: str) -> None:
    for form in (f"{day.day}{mark}{day.month}{mark}{day.year}", f"{day.day:02} tháng {day.month} năm {day.year}"):
        (found,) = find_days(f"ngày {form}, UBND tỉnh")
        assert found.date == day


@given(st.text(alphabet="ngày thán0123456789/.-lO \n", max_size=80))
def test_spans_hold_in_any_text(text: str) -> None:
    for found in find_days(text):
        assert 0 <= found.start < found.end <= len(text)
