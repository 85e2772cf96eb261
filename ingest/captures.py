"""Keeps bytes as they were fetched, once, by content hash, in a folder; nothing in it is ever changed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes that are kept: `id` is their SHA-256 in hex; `new` if they weren't there before."""

    id: str
    path: Path
    size: int
    new: bool


class Captures:
    """The folder of captures: `ab/abcdef…`, one file a content."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)

    def keep(self, source: bytes | Path) -> Kept:
        """Keep the bytes, or a copy of the file's. A file is copied in pieces: its size doesn't matter to memory.

        Complete or absent: written aside, flushed to the disk, then moved to its name.

        Raises:
            OSError: when the source can't be read or the folder can't be written.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        descriptor, aside = tempfile.mkstemp(prefix=".new-", dir=self.folder)
        try:
            with os.fdopen(descriptor, "wb") as out:
                for piece in _pieces(source):
                    digest.update(piece)
                    size += out.write(piece)
                out.flush()
                os.fsync(out.fileno())
            path = self.path(digest.hexdigest())
            new = not path.exists()
            if new:
                path.parent.mkdir(exist_ok=True)
                Path(aside).chmod(0o440)
                Path(aside).replace(path)
        finally:
            Path(aside).unlink(missing_ok=True)
        return Kept(digest.hexdigest(), path, size, new)

    def path(self, id: str) -> Path:
        """Where the capture of this id is, or would be."""
        return self.folder / id[:2] / id

    def read(self, id: str) -> bytes:
        """The bytes of a capture.

        Raises:
            OSError: when there is none of this id.
        """
        return self.path(id).read_bytes()


def _pieces(source: bytes | Path) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
        return
    with source.open("rb") as file:
        while piece := file.read(_CHUNK):
            yield piece
