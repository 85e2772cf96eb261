"""Applications on a record that was filled from the samples, as `chidao run` does it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.passwords import hash_password
from api.roles import Role
from api.settings import Settings
from corpus import Corpus
from ingest.pipeline import run
from search.index import open_index

SAMPLES = Path(__file__).resolve().parents[2] / "corpus" / "samples"
NAMES = (
    "an-giang-day-them.html",
    "ca-mau-09-cong-dien.txt",
    "can-tho-bai-rac.html",
    "gia-lai-2417-don-doc.docx",
    "gia-lai-245-ket-luan.pdf",
    "hung-yen-le-hoi.html",
    "kon-tum-1204-chong-han.docx",
    "kon-tum-bai-chong-han.html",
    "lam-dong-3310-ra-soat-dat.pdf",
    "lam-dong-4102-gia-han.docx",
    "phu-tho-hop-chuyen-doi-so.html",
    "vinh-long-156-ke-hoach.docx",
)
PASSWORD = "mật khẩu đủ dài"


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the samples in its record and its index; only to be copied or read."""
    home = tmp_path_factory.mktemp("filled")
    index = open_index(f"tantivy:{home}/index")
    with Corpus.open(f"sqlite:///{home}/record.db", home) as corpus:
        report = run([SAMPLES / name for name in NAMES], corpus=corpus, index=index, workers=2)
        assert not report.failed
    index.close()
    return home


@pytest.fixture(scope="session")
def reader(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Somebody at this machine while it has no accounts, who changes nothing."""
    home = shutil.copytree(filled, tmp_path_factory.mktemp("read") / "home")
    with TestClient(create_app(Settings(home=home))) as client:
        yield client


@pytest.fixture
def home(filled: Path, tmp_path: Path) -> Path:
    """A copy of the filled home for one test."""
    return shutil.copytree(filled, tmp_path / "home")


@pytest.fixture
def editor(home: Path) -> Iterator[TestClient]:
    """Somebody at this machine while it has no accounts; what they change is this test's own."""
    with TestClient(create_app(Settings(home=home))) as client:
        yield client


@dataclass
class Office:
    """An installation with one account a role, called after it."""

    home: Path
    client: TestClient

    def token(self, role: str) -> dict[str, str]:
        """The headers of a program that has the API token of the role's account."""
        return {"Authorization": f"Bearer key-of-{role}"}

    def sign_in(self, role: str) -> None:
        """Sign the browser in as the role's account."""
        self.client.cookies.clear()
        answer = self.client.post(
            "/login",
            data={"name": role, "password": PASSWORD, "csrf": csrf(self.client, "/login")},
            follow_redirects=False,
        )
        assert answer.status_code == 303, answer.text


@pytest.fixture(scope="session")
def hashed() -> str:
    return hash_password(PASSWORD)


@pytest.fixture
def office(home: Path, hashed: str) -> Iterator[Office]:
    with Corpus.open(f"sqlite:///{home}/record.db", home) as corpus:
        for role in Role:
            account = corpus.accounts.create(role, name=role, role=role.value, actor="thử", password_hash=hashed)
            corpus.accounts.create_token(account.id, "thử", f"key-of-{role}", actor="thử")
    with TestClient(create_app(Settings(home=home))) as client:
        yield Office(home, client)


def csrf(client: TestClient, page: str) -> str:
    """The token that a form of the page carries."""
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', client.get(page).text)
    assert found, f"{page} has no form"
    return found[1]


@pytest.fixture
def form() -> Callable[[TestClient, str], str]:
    return csrf


def first(client: TestClient, what: str, **query: str) -> dict[str, object]:
    """The first item of a REST list."""
    items: list[dict[str, object]] = client.get(f"/api/v1/{what}", params=query).json()["items"]
    return items[0]


@pytest.fixture
def pick() -> Callable[..., dict[str, object]]:
    return first
