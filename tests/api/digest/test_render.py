"""What a mail says and how it is made; what comes from outside can break neither its headers nor its HTML."""

import re
from datetime import date, datetime

import pytest

from api.digest.content import Interest, choose
from api.digest.message import build
from api.digest.period import day_of, ended, slot_of, week, week_of
from api.digest.render import Links, Rendered, clean, day, render, shorten
from api.digest.settings import MailSettings
from api.digest.week import gather
from corpus import Corpus
from corpus.subscriptions import Recipient
from corpus.tracking import VIETNAM
from tests.api.digest import made
from tests.corpus.build import Order

W19 = week("2024-W19")
EVERYTHING = [Interest("mọi văn bản", everything=True)]


def rendered(corpus: Corpus, name: str | None = None) -> Rendered:
    return render(choose(gather(corpus, W19, made.TODAY), EVERYTHING, name), Links("https://chidao.example.vn"))


def test_the_html_holds_without_style_sheets_scripts_or_pictures(corpus: Corpus) -> None:
    made.week(corpus)
    html = rendered(corpus).html
    assert 'style="' in html.split("<body", 1)[1]
    assert not re.search(r"<script|<img|<link|https?://(?!chidao\.example\.vn|www\.w3\.org)", html)
    assert "prefers-color-scheme: dark" in html
    assert len(html) < 100_000  # Gmail cuts what is longer
    assert 'lang="vi"' in html


def test_text_and_html_say_the_same(corpus: Corpus) -> None:
    made.week(corpus)
    mail = rendered(corpus)
    plain = " ".join(mail.text.split())
    shown = " ".join(re.sub(r"<[^>]+>", " ", mail.html.split("<body", 1)[1]).split())
    for words in ("Báo cáo kết quả rà soát", "quá hạn 7 ngày", "595/UBND-KT", "Chủ trì:", "3 tài liệu", "hạn hôm nay"):
        assert words in plain
        assert words in shown
    assert max(map(len, mail.text.splitlines())) <= 100


def test_a_new_task_that_is_due_soon_is_told_once(corpus: Corpus) -> None:
    made.week(corpus)
    text = " ".join(rendered(corpus).text.split())
    assert text.count("Rà soát, đề xuất phương án điều chỉnh kế hoạch vốn của các dự án") == 1
    assert "(mới giao)" in text


EVIL = [
    "Sở A\r\nBcc: kẻ.gian@x.vn",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "\u202eNV.ĐÁR\u202c đảo chiều\u2066\u200f",
    "{{ 7 * 7 }} {% raw %}",
    "a\x00b\x1b[31m",
]


@pytest.mark.parametrize("evil", EVIL)
def test_nothing_from_outside_runs_or_adds_a_header(corpus: Corpus, evil: str) -> None:
    # the record itself refuses NUL and what turns directions only in part; what passes must be harmless here
    paper = made.paper("1/UBND", evil, date(2024, 5, 8), Order(evil, (evil,), (), date(2024, 5, 20)), issuer=evil)
    made.record_at(corpus, made.at(date(2024, 5, 8)), paper)
    mail = rendered(corpus, name=evil)
    person = Recipient("r1", "a@b.vn", evil, None, "k", made.at(made.TODAY), made.at(made.TODAY), None)
    mail = Rendered(f"{evil} {mail.subject}", mail.html, mail.text)
    message = build(mail, person, "2024-W19", MailSettings(sender="c@d.vn"), at=made.at(made.TODAY))
    head = message.as_bytes().split(b"\r\n\r\n", 1)[0]
    assert b"\r\nBcc:" not in head
    assert [name for name, _ in message.items()].count("To") == 1
    assert len(message["To"].addresses) == 1
    assert "<script" not in mail.html
    assert "<img" not in mail.html
    assert "49" not in mail.text.split("--")[0]
    for mark in "\u202e\u202c\u2066\u200f\x00\x1b":
        assert mark not in mail.html
        assert mark not in mail.text
        assert mark not in message["Subject"]


def test_the_message_id_is_the_persons_and_the_periods() -> None:
    one = [build(Rendered("s", "<p>h</p>", "t"), _person(i), p, MailSettings(sender="c@d.vn"), at=made.at(made.TODAY))
           for i in ("a", "b") for p in ("2024-W19", "2024-W20", "2024-W19")]  # fmt: skip
    assert len({m["Message-ID"] for m in one}) == 4


def _person(id: str) -> Recipient:
    return Recipient(id, f"{id}@b.vn", None, None, "k", made.at(made.TODAY), None, None)


# week, its first day, when its mail goes out, why
WEEKS = [
    ("2024-W19", date(2024, 5, 6), date(2024, 5, 13), "an ordinary Monday"),
    ("2020-W53", date(2020, 12, 28), date(2021, 1, 4), "the 53rd week"),
    ("2024-W17", date(2024, 4, 22), date(2024, 5, 2), "29 April was swapped, 30 April and 1 May are holidays"),
    ("2024-W06", date(2024, 2, 5), date(2024, 2, 15), "Tết until 14 February"),
    ("2024-W52", date(2024, 12, 23), date(2024, 12, 30), "the year's end"),
]


@pytest.mark.parametrize(("key", "first", "going", "why"), WEEKS)
def test_a_week_goes_out_on_the_first_working_day_after_it(key: str, first: date, going: date, why: str) -> None:
    period = week(key)
    assert period.start == datetime(first.year, first.month, first.day, tzinfo=VIETNAM)
    assert period.send_day == going, why
    assert week_of(first) == period


def test_every_day_of_thirty_years_is_in_one_week_and_its_mail_goes_out_in_the_next() -> None:
    for ordinal in range(date(2010, 1, 1).toordinal(), date(2040, 1, 1).toordinal()):
        day_ = date.fromordinal(ordinal)
        period = week_of(day_)
        assert period.start.date() <= day_ < period.end.date()
        assert 0 <= (period.send_day - period.end.date()).days < 7


@pytest.mark.parametrize("name", ["2024-W60", "2024-W00", "W19", "2024-19", "", "tuần 19"])
def test_a_week_that_is_none_is_told(name: str) -> None:
    with pytest.raises(ValueError, match="tuần"):
        week(name)


def test_the_last_week_and_day_are_those_that_ended() -> None:
    assert [p.key for p in ended(datetime(2024, 5, 13, 0, 5, tzinfo=VIETNAM))] == ["2024-W19", "2024-05-12"]
    assert slot_of(datetime(2024, 5, 13, 9, 29, tzinfo=VIETNAM)).key == "2024-05-13T09:15"
    assert day_of(date(2024, 5, 13)).title == "13/05/2024"


def test_words() -> None:
    assert day(date(2024, 5, 12)) == "Chủ nhật 12/05/2024"
    assert shorten("rà soát, đề xuất phương án", 15) == "rà soát, đề…"
    assert clean("a\r\nb\u202e\tc") == "a b c"
