"""The log is append-only: whatever is done to it behind the record's back is found."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, update

from corpus import Corpus, schema
from corpus.audit import GENESIS, digest
from corpus.types import EventFilter
from tests.corpus.build import Paper

ROOT = Path(__file__).resolve().parents[2]


def fill(corpus: Corpus, count: int) -> None:
    for i in range(count):
        with corpus.audit.ledger("lan") as ledger:
            ledger.add("export.made", "export", f"x{i}", after={"n": i}, reason=None if i % 2 else "kiểm tra")


def test_a_log_that_nobody_touched_is_whole(corpus: Corpus) -> None:
    assert corpus.audit.verify() == []
    assert (corpus.audit.head().seq, corpus.audit.head().hash) == (0, GENESIS)
    Paper().record(corpus)
    fill(corpus, 5)
    assert corpus.audit.verify() == []
    assert corpus.audit.head().seq == 7


def _tamper(corpus: Corpus, dice: random.Random) -> str:
    """Changes the log in one of the ways that somebody with the database's password could."""
    table = schema.events
    with corpus._database.write() as connection:
        rows = connection.execute(select(table).order_by(table.c.seq)).mappings().all()
        row, other = dice.sample(list(rows), 2)
        kind = dice.choice(["field", "delete", "cut", "cut_all", "insert", "swap", "rewrite", "head"])
        one = table.c.seq == row["seq"]
        if kind == "field":
            name = dice.choice(["actor", "action", "subject_id", "after", "reason", "previous", "hash", "at", "seq"])
            value = {"after": {"n": 10_000}, "at": other["at"], "seq": 10_000}.get(name, f"{row[name]}x"[-60:])
            connection.execute(update(table).where(one).values({name: value}))
            kind = f"field {name}"
        elif kind == "delete":
            connection.execute(delete(table).where(one))
        elif kind in ("cut", "cut_all"):
            first = row["seq"] if kind == "cut" else 1
            last = rows[first - 2] if first > 1 else {"seq": 0, "hash": GENESIS}
            connection.execute(delete(table).where(table.c.seq >= first))
            connection.execute(update(schema.chain).values(seq=last["seq"], hash=last["hash"]))
        elif kind == "insert":
            last = rows[-1]
            new = dict(row) | {"seq": last["seq"] + 1, "previous": last["hash"]}
            connection.execute(insert(table).values(new))
        elif kind == "swap":
            for field in ("actor", "subject_id", "after"):
                connection.execute(update(table).where(one).values({field: other[field]}))
                connection.execute(update(table).where(table.c.seq == other["seq"]).values({field: row[field]}))
        elif kind == "rewrite":
            _rewrite(connection, rows, row["seq"])
        else:
            connection.execute(update(schema.chain).values(hash=row["hash"], seq=row["seq"] + 1))
    return kind


def _rewrite(connection: object, rows: object, first: int) -> None:
    """Changes an entry and makes all hashes after it right again."""
    previous = ""
    for row in rows:  # type: ignore[attr-defined]
        fields = {k: v for k, v in row.items() if k != "hash"}
        if row["seq"] < first:
            previous = row["hash"]
            continue
        fields["previous"] = previous or GENESIS
        if row["seq"] == first:
            fields["actor"] = "người khác"
        previous = digest(**fields)
        where = schema.events.c.seq == row["seq"]
        connection.execute(update(schema.events).where(where).values(**fields, hash=previous))  # type: ignore[attr-defined]
    connection.execute(update(schema.chain).values(hash=previous))  # type: ignore[attr-defined]


def test_100_changes_are_all_found(light: Corpus, tmp_path: Path) -> None:
    import shutil

    fill(light, 12)
    light.close()
    kinds = set()
    for seed in range(100):
        shutil.copytree(light.home, tmp_path / f"c{seed}")
        with Corpus.open(f"sqlite:///{tmp_path}/c{seed}/chidao.db") as copy:
            kind = _tamper(copy, random.Random(seed))
            kinds.add(kind.split()[0])
            assert copy.audit.verify(), (seed, kind)
        shutil.rmtree(tmp_path / f"c{seed}")
    assert kinds == {"field", "delete", "cut", "cut_all", "insert", "swap", "rewrite", "head"}


def test_a_cut_tail_is_found_when_new_entries_follow(light: Corpus) -> None:
    fill(light, 5)
    with light._database.write() as connection:
        third = connection.execute(select(schema.events).where(schema.events.c.seq == 3)).one()
        connection.execute(delete(schema.events).where(schema.events.c.seq > 3))
        connection.execute(update(schema.chain).values(seq=3, hash=third.hash))
    fill(light, 4)
    assert {f.seq for f in light.audit.verify()} >= {4, 5}


def _write(url: str, home: str, name: str, count: int) -> None:
    with Corpus.open(url, Path(home)) as corpus:
        for i in range(count):
            with corpus.audit.ledger(name) as ledger:
                ledger.add("export.made", "export", str(i))


def test_10_writers_make_one_chain(url: str, home: Path) -> None:
    Corpus.open(url, home).close()
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=_write, args=(url, str(home), f"w{i}", 200)) for i in range(10)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    with Corpus.open(url, home) as corpus:
        assert corpus.audit.verify() == []
        assert corpus.audit.head().seq == 2_000
        for i in range(10):
            assert corpus.events(EventFilter(actor=f"w{i}")).total == 200


KILLED = """
import sys, itertools
from pathlib import Path
from corpus import Corpus
from tests.corpus.build import Paper
with Corpus.open(sys.argv[1], Path(sys.argv[2])) as corpus:
    print("ready", flush=True)
    for i in itertools.count(int(sys.argv[3])):
        Paper(number=f"{i}/UBND", address=f"https://a.example/{i}").record(corpus)
        print(i, flush=True)
"""


@pytest.mark.parametrize("round_", range(2))
def test_killed_in_the_middle_leaves_no_half(url: str, home: Path, round_: int) -> None:
    dice, recorded = random.Random(round_), 0
    for i in range(3):
        command = [sys.executable, "-c", KILLED, url, str(home), str(i * 1_000)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            for _ in range(dice.randrange(1, 8)):
                process.stdout.readline()
            time.sleep(dice.uniform(0.0, 0.06))
            os.kill(process.pid, signal.SIGKILL)
        with Corpus.open(url, home) as corpus:
            assert corpus.audit.verify() == []
            documents = corpus.documents(limit=500).items
            recorded = max(recorded, len(documents))
            assert {d.id for d in documents} == {
                e.subject_id for e in corpus.events(EventFilter(subject="document"), limit=500).items
            }
            assert corpus.tasks().total == corpus.directives().total == len(documents)
            assert {p.document_id for p in corpus.take_outbox("t", 500)} <= {d.id for d in documents}
            for document in documents:
                assert corpus.bytes_of(document.capture_id)
    assert recorded


def test_an_anchor_file_that_was_damaged_shows(light: Corpus) -> None:
    fill(light, 3)
    for damage in ("x\n", "2:00\n", f"2:{'0' * 64}\n"):
        whole = light.audit.anchor.read_text()
        light.audit.anchor.write_text(damage + whole)
        assert light.audit.verify(), damage
        with Corpus.open(f"sqlite:///{light.home}/chidao.db"):
            pass
        light.audit.anchor.write_text(whole)
    assert light.audit.verify() == []


def test_what_a_dead_process_did_not_anchor_is_anchored_when_the_record_is_opened(light: Corpus) -> None:
    fill(light, 3)
    lines = light.audit.anchor.read_text().splitlines(keepends=True)
    light.audit.anchor.write_text("".join(lines[:2]))
    with Corpus.open(f"sqlite:///{light.home}/chidao.db") as again:
        assert again.audit.anchor.read_text().splitlines(keepends=True) == lines
