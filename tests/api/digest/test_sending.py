"""Mails go to a real SMTP server: once each, whatever it answers and whoever is killed."""

import os
import random
import signal
import time
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from functools import partial

import pytest

import corpus.sends
from api.digest.period import Period, day_of, ended, week
from api.digest.sending import Sender
from api.digest.settings import MailSettings
from api.digest.settling import settle
from corpus import Corpus
from corpus.subscriptions import Recipient
from corpus.tracking import VIETNAM
from search.index import open_index
from tests.api.digest import made
from tests.api.digest.conftest import settings
from tests.corpus.build import Order
from tests.servers.forked import forked
from tests.servers.smtp import Server

W19 = week("2024-W19")
MONDAY = made.at(made.TODAY, 7)


def person(record: Corpus, name: str, topic: str = "everything", value: object = None, **how: object) -> Recipient:
    found = record.subscriptions.recipient(f"{name}@langson.example.vn", name=name, confirmed=True, actor="test")
    record.subscriptions.add(found.id, topic, value, actor="test", **{"period": "weekly", "hour": 7, **how})  # type: ignore[arg-type]
    return found


def unit(record: Corpus, name: str) -> str:
    return record.find_units(name)[0].id


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


def test_a_week_reaches_each_with_their_own_units_tasks(corpus: Corpus, sender: Sender, mail: Server) -> None:
    made.week(corpus)
    person(corpus, "hanh", "unit", unit(corpus, "Sở Xây dựng"), options={"ics": True, "csv": True})
    person(corpus, "noivu", "unit", unit(corpus, "Sở Nội vụ"))
    outcome = sender.send(W19, at=MONDAY)
    assert (outcome.sent, outcome.failed) == (2, 0)
    by_name = {to.split("@")[0]: message for to, _, message in mail.boxes.taken}
    hanh, noivu = text_of(by_name["hanh"]), text_of(by_name["noivu"])
    assert "quá hạn 7 ngày] (chủ trì) Báo cáo kết quả rà soát" in hanh
    assert "595/UBND-KT" in hanh
    assert "số hóa hồ sơ lưu trữ" in noivu
    assert "595/UBND-KT" not in noivu
    files = {part.get_filename(): part for part in by_name["hanh"].iter_attachments()}
    assert set(files) == {"chidao-2024-W19.ics", "chidao-2024-W19.csv"}
    assert b"BEGIN:VEVENT" in files["chidao-2024-W19.ics"].get_payload(decode=True)
    assert not list(by_name["noivu"].iter_attachments())


def test_headers_let_programs_stop_it_with_one_click(corpus: Corpus, sender: Sender, mail: Server) -> None:
    hanh = person(corpus, "hanh")
    sender.send(W19, at=MONDAY)
    message = mail.boxes.taken[0][2]
    assert message["List-Unsubscribe"] == f"<https://chidao.langson.example.vn/mail/{hanh.key}/stop>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"
    kept = corpus.sends.get(hanh.id, "2024-W19")
    assert kept is not None
    assert (kept.state, kept.message_id) == ("sent", message["Message-ID"])
    assert "Bản tin tuần" in (kept.archive or "")


def test_the_second_run_sends_nothing(corpus: Corpus, sender: Sender, mail: Server) -> None:
    person(corpus, "hanh")
    assert sender.send(W19, at=MONDAY).sent == 1
    again = sender.send(W19, at=MONDAY + timedelta(hours=3))
    assert (again.sent, again.elsewhere) == (0, 1)
    assert len(mail.boxes.taken) == 1


def test_nothing_goes_out_before_the_hour(corpus: Corpus, sender: Sender, mail: Server) -> None:
    person(corpus, "som", hour=7)
    person(corpus, "muon", hour=16)
    assert sender.send(W19, at=MONDAY - timedelta(hours=1)).sent == 0
    assert sender.send(W19, at=MONDAY).sent == 1
    assert sender.send(W19, at=MONDAY + timedelta(days=1, hours=-6)).sent == 1
    assert sorted(mail.boxes.per_person().values()) == [1, 1]


def test_a_week_with_nothing_says_so_or_keeps_silent(corpus: Corpus, sender: Sender, mail: Server) -> None:
    person(corpus, "noi")
    person(corpus, "im", options={"silent": True})
    outcome = sender.send(W19, at=MONDAY)
    assert (outcome.sent, outcome.quiet) == (1, 1)
    assert "không có văn bản chỉ đạo mới" in text_of(mail.boxes.taken[0][2])


def test_a_dry_run_sends_and_notes_nothing(corpus: Corpus, sender: Sender, mail: Server) -> None:
    hanh = person(corpus, "hanh")
    assert sender.send(W19, at=MONDAY, dry_run=True).sent == 1
    assert not mail.boxes.taken
    assert corpus.sends.get(hanh.id, "2024-W19") is None


# who, what becomes of the mail in the first run, mails after the second
ANSWERS = [
    ("tot.nguoi", "sent", 1),
    ("slow.nguoi", "sent", 1),
    ("later.nguoi", "failed", 0),
    ("once.nguoi", "failed", 1),
    ("never.nguoi", "refused", 0),
    ("spam.nguoi", "refused", 0),
    ("cut.nguoi", "sending", 0),
    ("mute.nguoi", "sending", 1),
]


def test_each_answer_of_the_server_is_taken_as_it_is_meant(corpus: Corpus, sender: Sender, mail: Server) -> None:
    people = {name: person(corpus, name) for name, _, _ in ANSWERS}
    outcome = sender.send(W19, at=MONDAY)
    assert (outcome.sent, outcome.failed, outcome.refused, outcome.unknown) == (2, 2, 2, 2)
    assert {n: corpus.sends.get(p.id, "2024-W19").state for n, p in people.items()} == {n: s for n, s, _ in ANSWERS}  # type: ignore[union-attr]
    sender.send(W19, at=MONDAY + timedelta(hours=1))
    assert mail.boxes.per_person() == {f"{n}@langson.example.vn": c for n, _, c in ANSWERS if c}
    # no such mailbox: nothing more goes there; a mail refused for what it is says nothing of the mailbox
    assert not corpus.subscriptions.by_key(people["never.nguoi"].key).active  # type: ignore[union-attr]
    assert corpus.subscriptions.by_key(people["spam.nguoi"].key).active  # type: ignore[union-attr]


def test_the_servers_log_settles_what_cannot_be_told(
    corpus: Corpus, sender: Sender, mail: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    person(corpus, "mute.nguoi")
    person(corpus, "cut.nguoi")
    sender.send(W19, at=MONDAY)
    later(monkeypatch)
    log = [f"postfix/cleanup[1]: 4F: message-id={name}" for _, name, _ in mail.boxes.taken]
    settled = settle(corpus, log)
    assert (settled.taken, settled.again) == (1, 1)
    assert sender.send(W19, at=MONDAY).unknown == 1  # the server cuts it again
    assert mail.boxes.per_person() == {"mute.nguoi@langson.example.vn": 1}


def test_a_server_that_is_down_costs_nobody_their_mail(corpus: Corpus, sender: Sender, mail: Server) -> None:
    for n in range(6):
        person(corpus, f"n{n}")
    closed = Sender(corpus, settings(mail).model_copy(update={"port": 1}), "máy khác")
    outcome = closed.send(W19, at=MONDAY)
    assert (outcome.sent, outcome.failed, outcome.broken_off) == (0, 3, True)
    assert sender.send(W19, at=MONDAY + timedelta(hours=1)).sent == 6
    assert set(mail.boxes.per_person().values()) == {1}


def test_a_subscription_that_fails_keeps_nobody_else_from_their_mail(corpus: Corpus, mail: Server) -> None:
    made.week(corpus)
    person(corpus, "hong", "unit", "u-khong-co")
    person(corpus, "cuphap", "search", "số: (")
    person(corpus, "tot")
    index = open_index("http://127.0.0.1:9/khong-co")
    person(corpus, "timkiem", "search", "nông thôn mới")
    outcome = Sender(corpus, settings(mail), "máy thử", index=index).send(W19, at=MONDAY)
    assert outcome.sent == 1
    assert outcome.failed >= 2
    assert len(outcome.errors) == outcome.failed
    assert set(mail.boxes.per_person()) == {"tot@langson.example.vn"}
    index.close()


def test_two_senders_at_once_still_once(corpus: Corpus, mail: Server) -> None:
    for n in range(30):
        person(corpus, f"n{n:02}")
    children = [forked(partial(send_as, corpus, mail, f"máy {number}")) for number in range(2)]
    assert [os.waitpid(pid, 0)[1] for pid in children] == [0, 0]
    assert len(mail.boxes.taken) == 30
    assert set(mail.boxes.per_person().values()) == {1}


def test_killed_at_fifty_random_points_each_person_once(
    corpus: Corpus, mail: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.week(corpus)
    people = [person(corpus, f"n{n:02}") for n in range(60)]
    chance, kills = random.Random(9), 0
    while kills < 50:
        pid = forked(partial(send_as, corpus, mail, "máy thử"))
        time.sleep(chance.uniform(0.02, 0.3))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        kills += 1
    later(monkeypatch)
    settle(corpus, [name for _, name, _ in list(mail.boxes.taken)])
    Sender(corpus, settings(mail), "máy thử").send(W19, at=MONDAY)
    assert {corpus.sends.get(p.id, "2024-W19").state for p in people} == {"sent"}  # type: ignore[union-attr]
    assert len(mail.boxes.taken) == 60
    assert set(mail.boxes.per_person().values()) == {1}


def send_as(record: Corpus, mail: Server, holder: str) -> None:
    url = str(record._database._engine.url)
    with Corpus.open(url) as own:
        Sender(own, settings(mail), holder).send(W19, at=MONDAY)


def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets every lease run out."""
    soon = corpus.sends.now() + timedelta(minutes=10)
    monkeypatch.setattr(corpus.sends, "now", lambda: soon)


def test_fifty_three_weeks_each_person_once_and_the_right_items(corpus: Corpus, sender: Sender, mail: Server) -> None:
    people = [person(corpus, "tatca"), person(corpus, "xaydung", "province", "tỉnh Lạng Sơn")]
    monday = date(2019, 12, 30)  # 2020 has 53 weeks
    weeks = [week(f"2020-W{n:02}") for n in range(1, 54)]
    for number, period in enumerate(weeks):
        day = monday + timedelta(weeks=number, days=number % 7)
        order = Order(f"báo cáo tuần {number + 1}", ("Sở Xây dựng",), (), day + timedelta(days=10))
        made.record_at(corpus, made.at(day), made.paper(f"{number + 1}/UBND-TH", f"việc tuần {number + 1}", day, order))
        going = datetime.combine(period.send_day, datetime.min.time(), VIETNAM) + timedelta(hours=7, minutes=5)
        assert period in ended(going)
        assert sender.send(period, at=going).sent == len(people)
        assert sender.send(period, at=going + timedelta(days=1)).sent == 0
        for _, _, message in mail.boxes.taken[-2:]:
            said = text_of(message)
            assert f"số {number + 1}/UBND-TH" in said
            assert f"số {number + 2}/UBND-TH" not in said
            assert f"{period.start:%d/%m}" in message["Subject"]
    assert set(mail.boxes.per_person().values()) == {53}
    assert len({name for _, name, _ in mail.boxes.taken}) == 106


def test_days_and_weeks_are_different_mails(corpus: Corpus, sender: Sender, mail: Server) -> None:
    made.week(corpus)
    person(corpus, "hanh", period="daily")
    person(corpus, "hanh", "province", "tỉnh Lạng Sơn", period="weekly")
    periods: list[Period] = [W19, day_of(date(2024, 5, 8))]
    assert sum(sender.send(p, at=MONDAY).sent for p in periods) == 2
    assert len({name for _, name, _ in mail.boxes.taken}) == 2


def test_plain_text_goes_to_no_other_machine() -> None:
    with pytest.raises(ValueError, match="cùng máy"):
        MailSettings(host="mail.langson.gov.vn", security="none")
