import mailbox
from email import message_from_string
from pathlib import Path

import pytest

from api.digest.bounces import bounces, messages, take
from corpus import Corpus
from tests.api.digest.test_sending import person

OURS = "<chidao.0123456789abcdef0123456789abcdef@langson.example.vn>"
REPORT = """From: MAILER-DAEMON@mx.example.vn
To: chidao@langson.example.vn
Subject: Undelivered Mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Sorry.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.vn

Final-Recipient: rfc822; {email}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user here

--b
Content-Type: text/rfc822-headers

Message-ID: {message_id}
--b--
"""


def report(
    email: str = "hanh@langson.example.vn", action: str = "failed", status: str = "5.1.1", id: str = OURS
) -> str:
    return REPORT.format(email=email, action=action, status=status, message_id=id)


# the report, is somebody stopped, why
REPORTS = [
    (report(), True, "there is no such mailbox"),
    (report(email="Hanh@Langson.Example.vn"), True, "addresses are compared in lower case"),
    (report(status="5.2.1"), True, "the mailbox is closed"),
    (report(status="5.2.2"), False, "the mailbox is full: it may be emptied"),
    (report(status="5.7.1"), False, "the mail was taken for spam"),
    (report(action="delayed", status="4.4.1"), False, "it is only late"),
    (report(id="<khac@langson.example.vn>"), False, "it is about another's mail"),
    (report(email="khac@langson.example.vn"), False, "somebody else"),
    ("Subject: Re: bản tin\n\nCảm ơn", False, "an answer of a person"),
    ("", False, "nothing"),
]


@pytest.mark.parametrize(("text", "stopped", "why"), REPORTS, ids=[why for _, _, why in REPORTS])
def test_a_bounce_is_taken_as_it_is_meant(corpus: Corpus, text: str, stopped: bool, why: str) -> None:
    hanh = person(corpus, "hanh")
    take(corpus, bounces([message_from_string(text)]))
    found = corpus.subscriptions.by_key(hanh.key)
    assert found is not None
    assert found.active is not stopped


def test_bounces_are_found_in_every_kind_of_mailbox(tmp_path: Path) -> None:
    single = tmp_path / "one.eml"
    single.write_text(report(), encoding="utf-8")
    mbox = mailbox.mbox(tmp_path / "box")
    maildir = mailbox.Maildir(tmp_path / "dir")
    for box in (mbox, maildir):
        box.add(report())
        box.add("Subject: khac\n\nkhac")
        box.flush()
    for path in (single, tmp_path / "box", tmp_path / "dir"):
        assert [b.status for b in bounces(messages(path))] == ["5.1.1"]
