from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from corpus import Corpus
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


def new_database(address: str) -> str:
    name = f"t{uuid.uuid4().hex[:12]}"
    engine = create_engine(f"{address}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return f"{address}/{name}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/home/chidao.db"
    return new_database(request.getfixturevalue("postgres"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def corpus(url: str, home: Path) -> Iterator[Corpus]:
    with Corpus.open(url, home) as opened:
        yield opened


@pytest.fixture
def light(tmp_path: Path) -> Iterator[Corpus]:
    """A record on SQLite, for what doesn't depend on the database."""
    with Corpus.open(f"sqlite:///{tmp_path}/light/chidao.db") as opened:
        yield opened
