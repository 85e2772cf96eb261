"""Where an embedded index lives: a folder with one sub-folder a generation, and a file that names the current one."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import tantivy

from search.fields import engine_fields, schema_version

POINTER = "current"
LOCK_WAIT = 60.0  # seconds that a writer waits for another process to finish its batch
_HEAP = 64_000_000
_ABANDONED = 3600.0  # seconds after which no search can be reading a generation, and no rebuild be making it


class BusyError(Exception):
    """Another process has been writing to the index for longer than we wait."""


def schema() -> tantivy.Schema:
    """The engine's schema, made from the fields."""
    builder = tantivy.SchemaBuilder()
    for field in engine_fields():
        match field.type:
            case "words":
                option = "position" if field.positions else "freq"
                builder.add_text_field(field.name, tokenizer_name="whitespace", index_option=option)
            case "keyword":
                kept = field.name == "key"
                builder.add_text_field(
                    field.name, stored=kept, fast=field.counted and not kept, tokenizer_name="raw", index_option="basic"
                )
            case "integer":
                builder.add_integer_field(field.name, indexed=True, fast=field.counted)
            case "float":
                builder.add_float_field(field.name, fast=field.counted)
    builder.add_integer_field("key_hash", fast=True)
    builder.add_text_field("stored", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


class Generations:
    """The generations in a folder. Opening makes the first one, or a new one where the current one can't be used."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        if not self._usable(self.current()):
            self.point_to(self.start())

    def current(self) -> str | None:
        """The generation that searches see."""
        try:
            return (self.folder / POINTER).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None

    def _usable(self, name: str | None) -> bool:
        """Whether a generation is of this schema, and tantivy can read it."""
        if not name or not name.startswith(f"v{schema_version()}-"):
            return False
        try:
            self.open(name)
        except (ValueError, OSError):
            return False
        return True

    def start(self) -> str:
        """Makes an empty generation that nobody sees yet."""
        name = f"v{schema_version()}-{time.time_ns():x}-{os.getpid():x}"
        (self.folder / name).mkdir()
        tantivy.Index(schema(), path=str(self.folder / name))
        return name

    def open(self, name: str) -> tantivy.Index:
        """A generation's index."""
        return tantivy.Index.open(str(self.folder / name))

    def point_to(self, name: str) -> None:
        """Makes a generation the current one, at once and for good, and clears away the one before the last."""
        before = self.current()
        draft = self.folder / f"{POINTER}.{os.getpid()}"
        with draft.open("w", encoding="utf-8") as file:
            file.write(name)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.folder / POINTER)
        limit = time.time_ns() - int(_ABANDONED * 1e9)
        for other in self.folder.glob("v*-*"):
            if other.name not in (name, before) and int(other.name.split("-")[1], 16) < limit:
                shutil.rmtree(other, ignore_errors=True)

    @contextlib.contextmanager
    def writer(self, index: tantivy.Index, wait: float = LOCK_WAIT) -> Iterator[tantivy.IndexWriter]:
        """The one writer of a generation; waits while another process has it. At an error what isn't committed goes.

        Leaving it waits for merges: a writer that is dropped throws away what they have done.
        """
        until = time.monotonic() + wait
        while True:
            try:
                writer = index.writer(_HEAP, 1)
                break
            except ValueError as error:
                if "Lock" not in str(error):
                    raise
                if time.monotonic() > until:
                    raise BusyError("Một tiến trình khác đang ghi chỉ mục") from error
                time.sleep(0.05)
        try:
            yield writer
        except BaseException:
            writer.rollback()
            raise
        finally:
            writer.wait_merging_threads()
