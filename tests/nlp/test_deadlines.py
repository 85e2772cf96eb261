import json
from datetime import date
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from nlp.deadlines import deadline_of, find_deadlines, is_only_limit, read_cell, resolve, text_year

ANCHOR = date(2026, 6, 10)  # a Wednesday
GOLD = Path(__file__).resolve().parents[2] / ".." / "shared" / "gold"
HELD_OUT = {"d06", "d10", "d12", "d16", "e03", "e09", "e14", "e19", "e23", "e27", "e31", "langson-99"}

FIXED = [
    ("báo cáo UBND tỉnh trước ngày 30/6/2026", "2026-06-30", "the common form"),
    ("tuyên truyền đến từng hộ dân trước ngày 30/6/2026", "2026-06-30", "từng of each, not of once"),
    ("báo cáo trước ngày\n30 tháng 6\nnăm 2026", "2026-06-30", "a PDF broke the lines"),
    ("gửi về Sở Nội vụ trước 16h30' ngày 20/6", "2026-06-20", "a time of day, no year"),
    ("trước 17 giờ 00 phút, thứ Sáu, ngày 12 tháng 6 năm 2026", "2026-06-12", "a weekday"),
    ("chậm nhất 15/10", "2026-10-15", "the next 15 October"),
    ("trước ngày 15/01", "2027-01-15", "the next January is next year's"),
    ("chậm nhất đến ngày 01 tháng 7 năm 2028", "2028-07-01", "d09"),
    ("chậm nhất ngày 25 tháng này", "2026-06-25", "the month at hand"),
    ("hạn chót 31-7-2026", "2026-07-31", "hyphens"),
    ("thời hạn: 30/6/2026", "2026-06-30", "a field"),
    ("báo cáo kết quả trong ngày 15/6/2026", "2026-06-15", "within a day"),
    ("Hoàn thành: Tháng 8/2026", "2026-08-31", "a field"),
    ("thời gian thực hiện xong trong tháng 6/2026", "2026-06-30", "d08"),
    ("trình trước tháng 9/2026", "2026-09-30", "a month before which"),
    ("trong tháng 6 và tháng 7/2026", "2026-07-31", "of two months the last"),
    ("hoàn thành trong tháng 3 tới", "2027-03-31", "e01: the coming March"),
    ("trình Thủ tướng Chính phủ trong quý III năm 2026", "2026-09-30", "d15"),
    ("xong trong quý III, IV/2026", "2026-12-31", "of two quarters the last"),
    ("xong cuối quý III", "2026-09-30", "a quarter's end"),
    ("hoàn thành vào cuối năm 2026.", "2026-12-31", "a year's end"),
    ("hoàn thành việc rà soát trong năm 2026.", "2026-12-31", "a year, with a completion"),
    ("thực hiện, hoàn thành đến hết năm 2027.", "2027-12-31", "until"),
    ("Đến năm 2028, hoàn thành chương trình hỗ trợ có mục tiêu", "2028-12-31", "d15: an opening with its verb"),
    ("hoàn thành trong 6 tháng đầu năm 2027.", "2027-06-30", "a half"),
    ("báo cáo Chủ tịch UBND tỉnh trong tuần này", "2026-06-14", "the week's Sunday"),
    ("báo cáo trong tháng này", "2026-06-30", "the month at hand"),
    ("trả lời trong 5 ngày làm việc kể từ ngày 01/6/2026", "2026-06-08", "working days over a weekend"),
    ("trong thời hạn 05 (năm) ngày làm việc kể từ ngày ký Công văn này", "2026-06-17", "from the directive's day"),
    ("trong thời hạn 10 ngày kể từ ngày ban hành Kế hoạch này", "2026-06-20", "days"),
    ("báo cáo trong vòng 48 giờ", "2026-06-12", "whole days in hours"),
    ("tổ chức phong trào từ ngày 20/11/2026 đến 01/8/2027", "2027-08-01", "d02: a range ends with its last day"),
    ("hai đợt (Đợt 1 trước ngày 15/7/2026; Đợt 2 trước ngày 30/9/2026)", "2026-09-30", "d02: rounds, the last one"),
]

NULL = [
    ("chậm nhất trước ngày 2-3", None, "no-year", "e05: no date and no year"),
    ("chậm nhất trước ngày 10/5", ANCHOR, "no-year", "a month past: this year's or next's?"),
    ("hoàn thành trong tuần", None, "no-anchor", "no directive's date"),
    ("báo cáo chậm nhất 05 ngày làm việc sau khi kết thúc đợt kiểm tra", ANCHOR, "event", "a day nobody knows"),
    ("gửi tài liệu chậm nhất 05 ngày làm việc trước ngày khai mạc", ANCHOR, "event", "days ahead of something"),
    ("báo cáo trong 5 ngày kể từ ngày nhận được văn bản này", ANCHOR, "event", "the day of arrival"),
    ("hoàn thành trước Tết Nguyên đán", ANCHOR, "event", "a feast"),
    ("thanh toán trước ngày 31 tháng 01 năm sau", ANCHOR, "vague", "some year"),
    ("xong trong đầu tháng 7/2026", ANCHOR, "vague", "the beginning ends on no day"),
    ("trước ngày 29/02/2026", ANCHOR, "no-such-day", "that February has 28 days"),
]

RECURRING = [
    ("báo cáo trước ngày 20 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=20", "e33"),
    ("báo cáo vào ngày 25 hàng tháng", "FREQ=MONTHLY;BYMONTHDAY=25", "hàng for hằng"),
    ("Hằng tháng báo cáo UBND tỉnh trước ngày 20", "FREQ=MONTHLY;BYMONTHDAY=20", "the day stands apart"),
    ("báo cáo định kỳ hằng quý", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", "regularly"),
    ("trước ngày 20 của tháng cuối quý", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=20", "a quarter's last month"),
    ("Định kỳ 06 tháng, hằng năm báo cáo", "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1", "of two periods the first"),
    ("báo cáo trước ngày 15 tháng 12 hằng năm", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15", "a day of the year"),
    ("trước ngày 30/6 và ngày 31/12 hằng năm", "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1", "two months' last days"),
    ("- Hàng năm tổng hợp, đánh giá", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1", "d08: at the head of an item"),
    ("báo cáo trước 15 giờ 00 hằng ngày", "FREQ=DAILY", "an hour of each day"),
    ("trước 16 giờ 00 phút thứ Năm hằng tuần", "FREQ=WEEKLY;BYDAY=TH", "a day of each week"),
    ("Hằng tuần báo cáo kết quả", "FREQ=WEEKLY;BYDAY=FR", "a week's last working day"),
]

NONE = [
    ("Công văn số 595/UBND-KT ngày 20/5/2026", "a document's date"),
    ("theo Kế hoạch năm 2026 của UBND tỉnh", "a plan's year"),
    ("giai đoạn 2021 - 2025", "a period"),
    ("hoàn thành các mục tiêu của Chương trình đến năm 2030", "a target year"),
    ("phấn đấu đến năm 2030 đạt 80% số xã", "a goal"),
    ("Quy hoạch phát triển KCN Việt Nam đến năm 2030", "a plan's name"),
    ("tạm dừng hoạt động kể từ ngày 28-2", "a start"),
    ("thực hiện từ ngày 01/7/2026", "a start"),
    ("có hiệu lực từ ngày 15/7/2026", "coming into force"),
    ("vi phạm phát sinh trước ngày 01/7/2014", "the time of a fact"),
    ("các công trình đã đưa vào sử dụng trước ngày 01/7/2014", "what was done"),
    ("đã hoàn thành trong quý II/2026", "what was done"),
    ("tính đến hết ngày 30/6/2026", "a count's day"),
    ("kết quả thực hiện 6 tháng đầu năm 2026", "a report's period"),
    ("nhiệm vụ 6 tháng cuối năm 2026", "a period"),
    ("xây dựng kế hoạch thanh tra hàng năm theo hướng có trọng tâm", "d08: an attribute"),
    ("dự toán ngân sách hằng năm", "an attribute"),
    ("Trước tình hình trên", "trước of place"),
    ("chịu trách nhiệm trước Chủ tịch UBND tỉnh", "before somebody"),
    ("trước mắt rà soát các điểm ngập", "first of all"),
    ("trong quá trình thực hiện", "within no time"),
    ("trong thời gian tới", "no limit"),
    ("trong 3 năm qua", "a duration"),
    ("giấy phép có thời hạn 05 năm", "a duration"),
    ("trước 2-3 ngày khi tổ chức", "an amount of days"),
    ("các ngày làm việc trong tuần (từ thứ 2 đến thứ 6)", "e25: opening hours"),
    ("nghỉ liền 04 ngày, từ thứ Bảy, ngày 29/12/2018 đến hết thứ Ba, ngày 01/01/2019", "e18: days off"),
    ("Mỗi năm TP HCM chi hàng tỷ đồng", "e12: a fact"),
    ("hàng hoá, hàng trăm hộ dân", "hàng of goods and hundreds"),
    ("trực chiến 24/24 giờ, điện thoại 0203.3835.123", "figures"),
    ("Nghị quyết số 111/2024/QH15", "a number"),
    ("cuối cùng, hết sức khẩn trương", "words only"),
    ("khoản 2 Điều 15, mục 3 Phần II", "articles"),
    ("quá trình triển khai trong năm 2026 còn chậm", "quá trình is no verb"),
    ("Đến ngày 9/6, việc lắp đặt camera sẽ hoàn thành", "e13: nobody is told"),
    ("đến trước ngày Luật Phòng cháy có hiệu lực", "d09: no date"),
    ("áp dụng trước ngày 31/12/2026 trở về trước", "a past"),
    ("danh sách từ ngày 01/01/2026 đến ngày 31/5/2026 đạt 60%", "a report's period"),
]


def found(text: str) -> list[tuple[str, str]]:
    return [(m.text, m.rule) for m in find_deadlines(text, 0, len(text))]


@pytest.mark.parametrize(("text", "day", "why"), FIXED)
def test_a_limit_is_dated_by_its_last_day(text: str, day: str, why: str) -> None:
    (match,) = find_deadlines(text, 0, len(text))
    assert resolve(match, ANCHOR).date == date.fromisoformat(day), why


@pytest.mark.parametrize(("text", "anchor", "reason", "why"), NULL)
def test_what_cannot_be_told_is_null_with_its_reason(text: str, anchor: date | None, reason: str, why: str) -> None:
    (match,) = find_deadlines(text, 0, len(text))
    deadline = resolve(match, anchor)
    assert (deadline.date, deadline.reason, deadline.recurring) == (None, reason, False), why


@pytest.mark.parametrize(("text", "rule", "why"), RECURRING)
def test_a_recurring_limit_has_a_rule(text: str, rule: str, why: str) -> None:
    (match,) = find_deadlines(text, 0, len(text))
    deadline = resolve(match, ANCHOR)
    assert (deadline.rrule, deadline.recurring, deadline.date) == (rule, True, None), why
    assert rrulestr(f"DTSTART:20260610T000000\nRRULE:{rule}").after(
        rrulestr("DTSTART:20260610T000000\nRRULE:FREQ=DAILY")[0]
    )


@pytest.mark.parametrize(("text", "why"), NONE)
def test_other_times_are_no_limits(text: str, why: str) -> None:
    assert found(text) == [], why


@pytest.mark.parametrize(
    ("clause", "expected", "why"),
    [
        ("hoàn thành trước ngày 31/12/2026", True, "the guidelines' own example"),
        ("Thời gian hoàn thành chậm nhất trước ngày 2-3", True, "e05"),
        ("Thời hạn: Quý II/2026", True, "a field"),
        ("xong trong tháng 6/2026", True, "nothing else"),
        ("báo cáo kết quả trước ngày 30/6/2026", False, "reporting is a task"),
        ("hoàn thành việc di dời trước ngày 30/6/2026", False, "moving is a task"),
        ("hoàn thành nhiệm vụ được giao", False, "no limit"),
        ("", False, "nothing"),
    ],
)
def test_a_clause_that_only_sets_the_limit(clause: str, expected: bool, why: str) -> None:
    assert is_only_limit(clause, 0, len(clause)) is expected, why


@pytest.mark.parametrize(
    ("cell", "day", "why"),
    [
        ("Quý III/2026", date(2026, 9, 30), "a quarter alone"),
        (" 30/6/2026 ", date(2026, 6, 30), "a day alone"),
        ("Tháng 6-9/2026", date(2026, 9, 30), "a span of months"),
        ("Năm 2026", date(2026, 12, 31), "a year alone"),
        ("2026", date(2026, 12, 31), "its figures alone"),
        ("15 ngày", date(2026, 6, 25), "a term alone"),
        ("Trước 30/6/2026", date(2026, 6, 30), "with a lead"),
    ],
)
def test_in_a_limits_cell_a_bare_time_is_enough(cell: str, day: date, why: str) -> None:
    match = read_cell(cell, 0, len(cell))
    assert match is not None, why
    assert resolve(match, ANCHOR).date == day, why


@pytest.mark.parametrize(
    "cell", ["", "Thường xuyên", "2026 - 2030", "Giai đoạn 2026 - 2030", "Sở Y tế", "Sau khi có hướng dẫn"]
)
def test_other_cells_hold_no_limit(cell: str) -> None:
    assert read_cell(cell, 0, len(cell)) is None


@pytest.mark.parametrize(
    ("text", "year", "why"),
    [
        ("phải xong trước ngày 15/6.\nDự kiến trong năm 2017, đơn vị thực hiện 51 dự án.", 2017, "e01"),
        ("báo cáo trước ngày 30/6. Tại văn bản ngày 31/3/2016, Thủ tướng yêu cầu", 2016, "e02"),
        ("Kế hoạch năm 2025. Báo cáo trước ngày 30/6/2031.", 2025, "a limit's own year says nothing of the text"),
        ("Từ tháng 8/2025 rác vẫn đổ. Chuyên gia mong có nhà máy trong năm 2026.", 2025, "a wish's year is bare"),
        ("Nghị quyết số 111/2099/QH15", None, "a number"),
        ("điện thoại 02012020", None, "figures"),
    ],
)
def test_the_year_that_an_undated_text_speaks_in(text: str, year: int | None, why: str) -> None:
    assert text_year(text) == year, why


def test_an_articles_day_serves_where_the_directives_is_not_known() -> None:
    text = "yêu cầu Sở Y tế báo cáo trước ngày 05/6"
    deadline = deadline_of(text, 16, len(text), None, ANCHOR)
    assert deadline is not None
    assert deadline.date == date(2026, 6, 5), "published a few days after the limit, not a year before it"


@pytest.mark.parametrize(
    ("text", "task", "expected", "why"),
    [
        ("Trước ngày 30/6/2026, Sở Y tế hoàn thành đề án.", "hoàn thành đề án", "2026-06-30", "it opens the sentence"),
        ("Sở Y tế lập đề án; hoàn thành trước ngày 31/12/2026.", "lập đề án", "2026-12-31", "set right after it"),
        ("Sở A xong trước ngày 30/6/2026; Sở B rà soát đất.", "rà soát đất", None, "another task's"),
        (
            "Sở A rà soát đất giao trước ngày 15/10/2013.",
            "rà soát đất giao trước ngày 15/10/2013",
            None,
            "past already",
        ),
    ],
)
def test_the_limit_of_a_task(text: str, task: str, expected: str | None, why: str) -> None:
    start = text.index(task)
    deadline = deadline_of(text, start, start + len(task), ANCHOR)
    assert (deadline and deadline.date and deadline.date.isoformat()) == expected, why


@given(st.text(alphabet="trướcongàyhđếnằquýIV0123456789/ .;\n", max_size=120), st.integers(0, 60), st.integers(0, 120))
def test_offsets_hold_whatever_the_text(text: str, start: int, end: int) -> None:
    end = min(end, len(text))
    last = start
    for match in find_deadlines(text, start, end):
        assert last <= match.start < match.end <= end
        assert text[match.start : match.end] == match.text
        last = match.end
        resolve(match, ANCHOR)
        resolve(match, None)


@given(
    st.sampled_from([t for t, _, _ in FIXED]),
    st.text(alphabet="xyz \n", max_size=20),
    st.sampled_from([" ", "\n", "  \n "]),
)
def test_white_space_and_place_change_nothing(text: str, before: str, space: str) -> None:
    moved = before + ". " + text.replace(" ", space)
    day = resolve(find_deadlines(text, 0, len(text))[0], ANCHOR).date
    assert [resolve(m, ANCHOR).date for m in find_deadlines(moved, 0, len(moved))] == [day]


@given(
    st.dates(date(2000, 1, 1), date(2090, 12, 31)),
    st.sampled_from(["{0.day}/{0.month}/{0.year}", "{0.day:02} tháng {0.month:02} năm {0.year}"]),
)
def test_every_day_is_read_back(day: date, form: str) -> None:
    text = "trước ngày " + form.format(day)
    (match,) = find_deadlines(text, 0, len(text))
    assert resolve(match, None).date == day


@pytest.mark.skipif(not GOLD.is_dir(), reason="không có ../shared/gold")
def test_the_golds_limits_are_read() -> None:
    want = got = right = 0
    for path in sorted(GOLD.glob("*.json")):
        if path.stem in HELD_OUT:
            continue
        gold = json.loads(path.read_text(encoding="utf-8"))
        with path.with_suffix(".txt").open(encoding="utf-8", newline="") as file:
            text = file.read()
        year, issued, published = text_year(text), (gold["directive"] or {}).get("date"), gold["published"]
        for task in gold["tasks"]:
            read = deadline_of(
                text,
                task["start"],
                task["end"],
                issued and date.fromisoformat(issued),
                published and date.fromisoformat(published),
                year=year,
            )
            limit = task["deadline"]
            want, got = want + bool(limit), got + bool(read)
            right += bool(
                limit
                and read
                and limit["recurring"] == read.recurring
                and limit["date"] == (read.date and read.date.isoformat())
            )
    assert 2 * right / (want + got) >= 0.95
