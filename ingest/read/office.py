"""Old Word files (DOC), RTF and ODT: LibreOffice writes them anew as DOCX, which is read like any other."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from corpus.types import Reading
from ingest.read.docx import read_docx
from ingest.read.unreadable import UnreadableError

_SUFFIXES = {
    "application/msword": ".doc",
    "application/rtf": ".rtf",
    "application/vnd.oasis.opendocument.text": ".odt",
}
_SECONDS = 120


def soffice() -> str | None:
    """Where LibreOffice is on this machine; None where it isn't."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def read_office(data: bytes, address: str, media_type: str) -> Reading:
    """The reading of a DOC, RTF or ODT.

    Raises:
        UnreadableError: where LibreOffice isn't installed ("no-office"), can't read the file or doesn't come back.
    """
    program = soffice()
    if program is None:
        raise UnreadableError("no-office")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "source" + _SUFFIXES[media_type])
        source.write_bytes(data)
        command = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore"]
        command += ["--convert-to", "docx", "--outdir", folder, str(source)]
        try:
            subprocess.run(command, check=False, capture_output=True, timeout=_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise UnreadableError("time") from error
        written = source.with_suffix(".docx")
        if not written.exists():
            raise UnreadableError("corrupt", "LibreOffice không mở được")
        return replace(read_docx(written.read_bytes(), address), media_type=media_type)
