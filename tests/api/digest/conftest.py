from collections.abc import Iterator
from pathlib import Path

import pytest

from api.digest.sending import Sender
from api.digest.settings import MailSettings
from corpus import Corpus
from tests.servers.smtp import Server


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(f"sqlite:///{tmp_path}/home/chidao.db") as opened:
        yield opened


@pytest.fixture
def mail() -> Iterator[Server]:
    with Server() as server:
        yield server


def settings(server: Server) -> MailSettings:
    return MailSettings(
        host="127.0.0.1", port=server.port, security="none", sender="chidao@langson.example.vn", timeout=5.0
    )


@pytest.fixture
def sender(corpus: Corpus, mail: Server) -> Sender:
    return Sender(corpus, settings(mail), "máy thử", base="https://chidao.langson.example.vn")
