"""What this machine lacks for reading every kind of file, and how to get it."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from dataclasses import dataclass
from pathlib import Path

from ingest.read.office import soffice
from ingest.read.scan import available

_ROOM = 1 << 30  # bytes free below which a record soon has no place to grow


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: `cure` says in Vietnamese what to do where it isn't well."""

    name: str
    well: bool
    detail: str
    cure: str = ""
    needed: bool = False


def examine(home: Path) -> list[Finding]:
    """Look at this machine; `home` is the folder that everything is written to."""
    return [_python(), _home(home), _room(home), _text_search(), _tesseract(), _office()]


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", sys.version_info >= (3, 11), version, "Cài Python 3.11 trở lên.", needed=True)


def _home(home: Path) -> Finding:
    trial = home / ".doctor"
    try:
        home.mkdir(parents=True, exist_ok=True)
        trial.write_bytes(b"")
        trial.unlink()
    except OSError as error:
        cure = "Đặt CHIDAO_HOME là một thư mục ghi được."
        return Finding("Thư mục dữ liệu", False, f"{home}: {error.strerror}", cure, needed=True)
    return Finding("Thư mục dữ liệu", True, str(home), needed=True)


def _room(home: Path) -> Finding:
    free = shutil.disk_usage(home if home.exists() else Path.cwd()).free
    return Finding("Chỗ trống trên đĩa", free > _ROOM, f"{free >> 20} MB", "Dọn bớt đĩa hoặc chuyển CHIDAO_HOME.")


def _text_search() -> Finding:
    return Finding("SQLite", sqlite3.sqlite_version_info >= (3, 35), sqlite3.sqlite_version, "Cần SQLite 3.35 trở lên.")


def _tesseract() -> Finding:
    cure = "Cài: apt-get install tesseract-ocr tesseract-ocr-vie (thiếu thì không đọc được bản quét)."
    program = shutil.which("tesseract")
    if program is None:
        return Finding("Nhận dạng chữ (tesseract)", False, "chưa có", cure)
    well = available()
    return Finding("Nhận dạng chữ (tesseract)", well, program if well else "thiếu dữ liệu tiếng Việt", cure)


def _office() -> Finding:
    program = soffice()
    cure = "Cài: apt-get install libreoffice-writer-nogui (thiếu thì không đọc được DOC, RTF, ODT)."
    return Finding("LibreOffice", program is not None, program or "chưa có", cure)
