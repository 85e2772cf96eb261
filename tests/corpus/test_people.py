"""Accounts, subscriptions, and the ledger of mails."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest

from corpus import Corpus, subscriptions
from corpus.database import now
from corpus.types import ConflictError, CorpusError, EventFilter, NotAllowedError, NotFoundError


def test_an_account_from_its_making_to_its_end(corpus: Corpus) -> None:
    assert not corpus.accounts.any()
    made = corpus.accounts.create(
        "Lan ", name="Nguyễn Thị Lan", role="secretary", actor="root", units=["u1"], password_hash="$argon2id$x"
    )
    assert corpus.accounts.any()
    assert (made.login, made.role, made.units, made.has_password) == ("lan", "secretary", ("u1",), True)
    found = corpus.accounts.by_login("LAN")
    assert found == (made, "$argon2id$x")
    with pytest.raises(NotAllowedError, match="đã có"):
        corpus.accounts.create("lan", name="x", role="reader", actor="root")
    with pytest.raises(NotAllowedError, match="vai trò"):
        corpus.accounts.create("b", name="x", role="king", actor="root")  # type: ignore[arg-type]
    corpus.accounts.open_session(made.id, "key", timedelta(hours=1))
    assert corpus.accounts.by_session("key") == made
    token = corpus.accounts.create_token(made.id, "kịch bản", "long-key", actor="lan")
    assert corpus.accounts.by_token("long-key") == made
    assert corpus.accounts.tokens(made.id) == [token]
    changed = corpus.accounts.change(made.id, role="auditor", units=[], actor="root", revision=made.revision)
    assert (changed.role, changed.units) == ("auditor", ())
    assert corpus.accounts.by_session("key") is None, "a new role needs a new login"
    with pytest.raises(ConflictError):
        corpus.accounts.change(made.id, name="x", actor="root", revision=made.revision)
    corpus.accounts.change(made.id, active=False, actor="root")
    assert corpus.accounts.by_token("long-key") is None
    assert not corpus.accounts.any()
    corpus.accounts.revoke_token(token.id, actor="root")
    with pytest.raises(NotFoundError):
        corpus.accounts.revoke_token(token.id, actor="root")
    events = corpus.events(EventFilter(subject="account")).items
    assert [e.action for e in events] == [
        "token.revoked",
        "account.changed",
        "account.changed",
        "token.created",
        "account.created",
    ]
    assert not any("argon2" in str(e.before) + str(e.after) or "long-key" in str(e.after) for e in events), (
        "no secret in the log"
    )
    assert corpus.audit.verify() == []


def test_sessions_and_tokens_end(corpus: Corpus) -> None:
    account = corpus.accounts.create("a", name="A", role="reader", actor="root", outside_subject="https://id.example|7")
    assert corpus.accounts.by_outside_subject("https://id.example|7") == account
    corpus.accounts.open_session(account.id, "old", timedelta(seconds=-1))
    assert corpus.accounts.by_session("old") is None
    corpus.accounts.open_session(account.id, "new", timedelta(hours=1))
    corpus.accounts.close_session("new")
    assert corpus.accounts.by_session("new") is None
    corpus.accounts.create_token(account.id, "t", "t", actor="a", lifetime=timedelta(seconds=-1))
    assert corpus.accounts.by_token("t") is None
    assert corpus.accounts.list().items == [account]


def test_the_sixth_try_to_log_in_is_too_many(corpus: Corpus) -> None:
    assert [corpus.accounts.attempt_login("lan") for _ in range(6)] == [True] * 5 + [False]
    assert corpus.accounts.attempt_login("minh")
    assert corpus.accounts.attempt_login("lan", window=timedelta(0))
    corpus.accounts.clear_attempts("lan")
    assert corpus.accounts.attempt_login("lan")


def test_who_gets_what(corpus: Corpus) -> None:
    one = corpus.subscriptions.recipient(" Lan@Example.VN", name="Lan", actor="lan")
    assert corpus.subscriptions.recipient("lan@example.vn", actor="lan") == one
    weekly = corpus.subscriptions.add(one.id, "unit", "u1", actor="lan", hour=8)
    assert corpus.subscriptions.add(one.id, "unit", "u1", actor="lan", hour=8) == weekly
    moved = corpus.subscriptions.add(one.id, "unit", "u1", actor="lan", hour=6, options={"silent": True})
    assert (moved.id, moved.hour, moved.options) == (weekly.id, 6, {"silent": True})
    corpus.subscriptions.add(one.id, "search", {"q": "nông thôn mới"}, period="daily", actor="lan")
    assert list(corpus.subscriptions.due("weekly", 7)) == [], "not confirmed"
    confirmed = corpus.subscriptions.confirm(one.key)
    assert confirmed.active
    assert list(corpus.subscriptions.due("weekly", 7)) == [(confirmed, (moved,))]
    assert list(corpus.subscriptions.due("weekly", 5)) == []
    stopped = corpus.subscriptions.stop(one.key)
    assert corpus.subscriptions.stop(one.key) == stopped
    assert list(corpus.subscriptions.due("weekly", 7)) == []
    assert corpus.subscriptions.confirm(one.key).active
    corpus.subscriptions.remove(weekly.id, actor="lan")
    assert [s.topic for s in corpus.subscriptions.of(one.id)] == ["search"]
    assert corpus.subscriptions.by_email("LAN@example.vn") == corpus.subscriptions.by_key(one.key)
    for bad in (lambda: corpus.subscriptions.confirm("x"), lambda: corpus.subscriptions.remove("x", actor="lan")):
        with pytest.raises(NotFoundError):
            bad()


@pytest.mark.parametrize("email", ["", "lan", "lan@a\nBcc: x@y", "lan @a", "a@b\u202e"])
def test_an_address_that_is_none_is_refused(light: Corpus, email: str) -> None:
    with pytest.raises(NotAllowedError):
        light.subscriptions.recipient(email, actor="lan")


@pytest.mark.parametrize("change", [{"topic": "x"}, {"period": "hourly"}, {"hour": 24}, {"hour": -1}])
def test_a_subscription_that_makes_no_sense_is_refused(light: Corpus, change: dict[str, Any]) -> None:
    one = light.subscriptions.recipient("a@b", actor="lan")
    with pytest.raises(NotAllowedError):
        light.subscriptions.add(one.id, **({"topic": "everything", "actor": "lan"} | change))


def test_many_recipients_come_in_batches(light: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscriptions, "_BATCH", 5)
    for i in range(13):
        one = light.subscriptions.recipient(f"a{i}@b", actor="x", confirmed=True)
        light.subscriptions.add(one.id, "everything", actor="x")
    found = [r.email for r, _ in light.subscriptions.due("weekly", 23)]
    assert len(found) == len(set(found)) == 13


def test_a_mail_is_sent_once(corpus: Corpus) -> None:
    one = corpus.subscriptions.recipient("a@b", actor="x", confirmed=True)
    mail = {"recipient_id": one.id, "period": "2024-W19"}
    assert corpus.sends.claim(**mail, holder="h1", message_id="<1@x>")
    assert not corpus.sends.claim(**mail, holder="h2", message_id="<1@x>")
    corpus.sends.sending(**mail, holder="h1")
    assert not corpus.sends.claim(**mail, holder="h2", message_id="<1@x>")
    corpus.sends.failed(**mail, holder="h1", error="451", retry_at=now() - timedelta(seconds=1))
    assert corpus.sends.claim(**mail, holder="h2", message_id="<1@x>")
    corpus.sends.sending(**mail, holder="h2")
    corpus.sends.sent(**mail, holder="h2", archive="thư")
    assert not corpus.sends.claim(**mail, holder="h1", message_id="<1@x>")
    with pytest.raises(ConflictError):
        corpus.sends.sent(**mail, holder="h1")
    send = corpus.sends.get(**mail)
    assert send is not None
    assert (send.state, send.attempts, send.message_id, send.archive) == ("sent", 2, "<1@x>", "thư")
    assert corpus.sends.of(one.id) == [send]
    assert corpus.sends.counts("2024-W19") == {"sent": 1}


def test_what_a_dead_sender_left(corpus: Corpus) -> None:
    one = corpus.subscriptions.recipient("a@b", actor="x", confirmed=True)
    gone = timedelta(seconds=-1)
    assert corpus.sends.claim(one.id, "p1", holder="h1", message_id="<1>", lease=gone)
    assert corpus.sends.claim(one.id, "p1", holder="h2", message_id="<1>", lease=gone), "it had not begun to send"
    with pytest.raises(ConflictError):
        corpus.sends.sending(one.id, "p1", holder="h1")
    corpus.sends.sending(one.id, "p1", holder="h2")
    assert not corpus.sends.claim(one.id, "p1", holder="h3", message_id="<1>"), "it may have been sent"
    assert [s.period for s in corpus.sends.uncertain()] == ["p1"]
    corpus.sends.decide(one.id, "p1", delivered=False)
    assert corpus.sends.claim(one.id, "p1", holder="h3", message_id="<1>")
    corpus.sends.sending(one.id, "p1", holder="h3")
    corpus.sends.failed(one.id, "p1", holder="h3", error="550", retry_at=None)
    assert not corpus.sends.claim(one.id, "p1", holder="h3", message_id="<1>"), "refused for good"
    assert corpus.sends.claim(one.id, "p2", holder="h3", message_id="<2>")
    corpus.sends.skip(one.id, "p2", holder="h3")
    assert not corpus.sends.claim(one.id, "p2", holder="h3", message_id="<2>")


def test_of_many_who_claim_one_gets_it(corpus: Corpus) -> None:
    one = corpus.subscriptions.recipient("a@b", actor="x", confirmed=True)
    won: list[str] = []

    def claim(name: str) -> None:
        for period in range(10):
            if corpus.sends.claim(one.id, str(period), holder=name, message_id=f"<{period}>"):
                won.append(str(period))

    threads = [threading.Thread(target=claim, args=(f"h{i}",)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == sorted(map(str, range(10)))


def test_errors_are_told_in_vietnamese(light: Corpus) -> None:
    with pytest.raises(CorpusError, match="không có tài khoản"):
        light.accounts.get("x")
