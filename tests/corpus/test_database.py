"""The database under the record: opened, migrated, and durable."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from corpus import Corpus, schema
from corpus.database import canonical
from corpus.types import CorpusError
from tests.corpus.build import Paper


def test_the_migrations_make_the_schema(corpus: Corpus) -> None:
    with corpus._database.write() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.metadata) == []
        assert context.get_current_revision() == schema.REVISION


def test_the_schema_names_the_last_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == schema.REVISION


def test_the_migrations_can_be_taken_back(light: Corpus) -> None:
    from alembic import command

    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    with light._database.write() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    with light._database.read() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]


def _open(url: str, home: str) -> None:
    with Corpus.open(url, Path(home)) as corpus:
        Paper().record(corpus)


def test_several_may_open_a_new_record_at_once(unmade_url: str, home: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    openers = [spawn.Process(target=_open, args=(unmade_url, str(home))) for _ in range(4)]
    for opener in openers:
        opener.start()
    for opener in openers:
        opener.join()
        assert opener.exitcode == 0
    with Corpus.open(unmade_url, home) as corpus:
        assert corpus.documents().total == 1
        assert corpus.audit.verify() == []


def test_sqlite_is_durable_checked_and_patient(light: Corpus) -> None:
    with light._database.read() as connection:
        found = {
            p: connection.execute(text(f"PRAGMA {p}")).scalar()
            for p in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 60_000}


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://u@h/d", "không phải địa chỉ"])
def test_a_database_that_will_not_do_is_refused(url: str) -> None:
    with pytest.raises(CorpusError):
        Corpus.open(url)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(b"this is not a database at all" * 100)
    with pytest.raises(CorpusError, match=r"x\.db"):
        Corpus.open(f"sqlite:///{path}")


def test_a_record_of_a_newer_program_is_refused(light: Corpus) -> None:
    engine = create_engine(f"sqlite:///{light.home}/chidao.db")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(CorpusError, match="mới hơn"):
        Corpus.open(f"sqlite:///{light.home}/chidao.db")


def test_json_has_one_spelling() -> None:
    assert canonical({"b": [1, None], "a": "ủy ban"}) == '{"a":"ủy ban","b":[1,null]}'
