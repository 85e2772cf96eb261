from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert, text

from corpus import Corpus
from corpus.audit import GENESIS
from corpus.schema import chain, metadata
from tests.servers import postgresql


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    programs = postgresql.find()
    if programs is None:
        if os.environ.get("CHIDAO_REQUIRE_PARTS"):
            pytest.fail("PostgreSQL isn't installed")
        pytest.skip("PostgreSQL isn't installed (apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="chidao-pg-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        with postgresql.server(programs, folder) as address:
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite record with nothing in it, to be copied: migrating takes longer than most tests."""
    path = tmp_path_factory.mktemp("blank") / "chidao.db"
    Corpus.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def made_postgres(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A record in PostgreSQL that tests use one after the other."""
    url = create(postgres)
    Corpus.open(url, tmp_path_factory.mktemp("made")).close()
    return url


def create(address: str) -> str:
    """A new database."""
    name = f"t{uuid.uuid4().hex[:12]}"
    engine = create_engine(f"{address}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return f"{address}/{name}"


def empty(url: str) -> str:
    """The record at `url` as if it had just been made."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {', '.join(t.name for t in metadata.sorted_tables)}"))
        connection.execute(insert(chain).values(id=1, seq=0, hash=GENESIS))
    engine.dispose()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def unmade_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database that no record was made in yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/home/chidao.db"
    return create(request.getfixturevalue("postgres"))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A record with nothing in it."""
    if request.param == "sqlite":
        path = tmp_path / "home" / "chidao.db"
        path.parent.mkdir()
        shutil.copy(request.getfixturevalue("blank"), path)
        return f"sqlite:///{path}"
    return empty(request.getfixturevalue("made_postgres"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def corpus(url: str, home: Path) -> Iterator[Corpus]:
    with Corpus.open(url, home) as opened:
        yield opened


@pytest.fixture
def new_light(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Corpus]:
    """Opens one more empty record on SQLite each time it is called."""

    def opened() -> Corpus:
        path = tmp_path_factory.mktemp("light") / "chidao.db"
        shutil.copy(blank, path)
        return Corpus.open(f"sqlite:///{path}")

    return opened


@pytest.fixture
def light(new_light: Callable[[], Corpus]) -> Iterator[Corpus]:
    """A record on SQLite, for what doesn't depend on the database."""
    with new_light() as opened:
        yield opened
