"""What arrives is told at once to those who asked, by unit, words or saved search, each quarter of an hour once."""

from datetime import date, timedelta

import pytest

from api.digest.alerts import slots
from api.digest.schedule import due
from api.digest.sending import Sender
from corpus import Corpus
from search.index import Index
from search.sync import Indexer
from tests.api.digest import made
from tests.api.digest.conftest import settings
from tests.api.digest.test_sending import person, text_of, unit
from tests.corpus.build import Order
from tests.search.conftest import elasticsearch, index  # noqa: F401
from tests.servers.smtp import Server

DAY = date(2024, 5, 8)
MORNING = made.at(DAY, 9)


def arrive(record: Corpus, minutes: int, number: str, subject: str, lead: str = "Sở Xây dựng") -> None:
    order = Order(f"thực hiện {subject}", (lead,), (), date(2024, 6, 30))
    made.record_at(record, MORNING + timedelta(minutes=minutes), made.paper(number, subject, DAY, order))


def send_all(sender: Sender, minutes: int) -> int:
    now = MORNING + timedelta(minutes=minutes)
    return sum(sender.send(slot, at=now).sent for slot in slots(sender.corpus, now))


def test_a_quarter_of_an_hour_is_one_mail_and_sent_once(corpus: Corpus, sender: Sender, mail: Server) -> None:
    hanh = person(corpus, "hanh", period="at_once", hour=0)
    long_before(corpus, hanh.key)
    arrive(corpus, 1, "1/UBND-TH", "việc một")
    arrive(corpus, 9, "2/UBND-TH", "việc hai")
    arrive(corpus, 16, "3/UBND-TH", "việc ba")
    assert send_all(sender, 14) == 0  # the quarter isn't over
    assert send_all(sender, 15) == 1
    assert send_all(sender, 31) == 1
    assert send_all(sender, 46) == 0
    first, second = (text_of(message) for _, _, message in mail.boxes.taken)
    assert "1/UBND-TH" in first
    assert "2/UBND-TH" in first
    assert "3/UBND-TH" not in first
    assert "3/UBND-TH" in second
    assert "QUÁ HẠN" not in first  # what is new, and nothing else


def test_only_what_was_asked_for_is_told(corpus: Corpus, sender: Sender, mail: Server) -> None:
    arrive(corpus, -3000, "0/UBND-TH", "việc cũ")
    for name, topic, value in (
        ("donvi", "unit", unit(corpus, "Sở Xây dựng")),
        ("chudethoi", "programme", "phòng cháy"),
        ("noikhac", "province", "tỉnh Lào Cai"),
    ):
        long_before(corpus, person(corpus, name, topic, value, period="at_once", hour=0).key)
    arrive(corpus, 1, "1/UBND-TH", "phòng cháy, chữa cháy", lead="Công an tỉnh")
    arrive(corpus, 2, "2/UBND-TH", "cấp phép xây dựng")
    assert send_all(sender, 15) == 2
    told = {to.split("@")[0]: text_of(message) for to, _, message in mail.boxes.taken}
    assert set(told) == {"donvi", "chudethoi"}
    assert "2/UBND-TH" in told["donvi"]
    assert "1/UBND-TH" not in told["donvi"]
    assert "1/UBND-TH" in told["chudethoi"]


def test_a_saved_search_is_asked_of_either_index_among_what_is_new(corpus: Corpus, mail: Server, index: Index) -> None:  # noqa: F811
    sender = Sender(corpus, settings(mail), "máy thử", index=index)
    long_before(corpus, person(corpus, "tim", "search", "nông thôn mới", period="at_once", hour=0).key)
    arrive(corpus, -3000, "9/UBND-TH", "nông thôn mới năm trước")
    arrive(corpus, 1, "1/UBND-TH", "xây dựng nông thôn mới")
    arrive(corpus, 2, "2/UBND-TH", "thu ngân sách")
    Indexer(corpus, index).drain()
    assert send_all(sender, 15) == 1
    said = text_of(mail.boxes.taken[0][2])
    assert "1/UBND-TH" in said
    assert "2/UBND-TH" not in said
    assert "9/UBND-TH" not in said
    assert "tìm kiếm đã lưu: nông thôn mới" in said


def test_who_subscribes_later_is_not_told_what_was_before(corpus: Corpus, sender: Sender) -> None:
    arrive(corpus, 1, "1/UBND-TH", "việc một")
    person(corpus, "moi", period="at_once", hour=0)  # now, in truth two years later
    assert send_all(sender, 15) == 0


@pytest.mark.parametrize(("hours", "told"), [(1, 1), (23, 1), (26, 0)])
def test_what_is_older_than_a_day_is_left_to_the_digest(
    corpus: Corpus, sender: Sender, mail: Server, hours: int, told: int
) -> None:
    long_before(corpus, person(corpus, "hanh", period="at_once", hour=0).key)
    arrive(corpus, 0, "1/UBND-TH", "việc một")
    assert send_all(sender, hours * 60) == told


def test_what_is_due_names_the_week_the_day_and_the_quarters(corpus: Corpus) -> None:
    arrive(corpus, 0, "1/UBND-TH", "việc một")
    now = MORNING + timedelta(hours=1)
    assert [period.key for period in due(corpus, now)] == ["2024-W18", "2024-05-07", "2024-05-08T09:00"]


def long_before(record: Corpus, key: str) -> None:
    """As if the recipient had confirmed long before."""
    from sqlalchemy import update

    from corpus.schema_people import recipients

    with record._database.write() as connection:
        values = {"confirmed_at": MORNING - timedelta(days=365)}
        connection.execute(update(recipients).where(recipients.c.key == key).values(values))
