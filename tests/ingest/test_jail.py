"""Hostile and broken files harm nobody: each is told by name and reason, the parent stays small, the next is read."""

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.read import Jail, Job, UnreadableError
from ingest.read.jail import Limits

GOOD = "UBND tỉnh giao Sở Xây dựng rà soát quy hoạch, báo cáo trước ngày 15/12/2025."
LIMITS = Limits(cpu=8, wall=20)
DOCUMENT = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'


@pytest.fixture(scope="module")
def jail() -> Iterator[Jail]:
    with Jail(workers=1, limits=LIMITS) as opened:
        yield opened


def office(document: bytes, **more: bytes) -> bytes:
    """A DOCX with this main part."""
    types = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'  # noqa: E501
    links = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'  # noqa: E501
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        parts = {"[Content_Types].xml": types, "_rels/.rels": links, "word/document.xml": document, **more}
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, the first of which is the catalog."""
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return out + tail % (len(objects) + 1, table, len(objects) + 1, len(out))


def stream(data: bytes, head: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    return b"<<%s/Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (head, len(packed), packed)


def many_glyphs() -> bytes:
    """800,000 characters in three kilobytes: forms that draw each other."""
    leaf = b"BT /F 9 Tf 10 700 Td (" + b"a" * 800 + b") Tj ET"
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</Font<</F 4 0 R>>/XObject<</X %d 0 R>>>>"
    twenty, fifty = b"/X Do " * 20, b"/X Do " * 50
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 5 0 R/Resources<</XObject<</X 6 0 R>>>>>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        stream(twenty),
        stream(fifty, form % 7),
        stream(leaf, form % 7),
    )


def huge_png() -> bytes:
    """An image of 50,000 × 50,000 pixels in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 50_000))
        + chunk(b"IEND", b"")
    )


def nested_zip() -> bytes:
    inner = b"\0" * (8 << 20)
    for _ in range(4):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("inner.zip", inner)
        inner = out.getvalue()
    return inner


def entities(root: str) -> bytes:
    levels = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    return f'<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY e0 "boom">{levels}]>'.encode()


def hostile() -> dict[str, bytes]:
    paragraph = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    whole = office(DOCUMENT.format(paragraph.format("chữ")).encode())
    return {
        "bom.docx": office(DOCUMENT.format(paragraph.format("a" * (400 << 20))).encode()),
        "lồng.docx": nested_zip(),
        "thực-thể.docx": office(entities("w:document") + DOCUMENT.format(paragraph.format("&e9;")).encode()),
        "đọc-trộm.docx": office(
            b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
            + DOCUMENT.format(paragraph.format("&x;")).encode()
        ),
        "trượt.docx": office(b"<broken", **{"../escaped": b"x"}),
        "cụt.docx": whole[: len(whole) // 2],
        "cụt.pdf": many_glyphs()[:200],
        "chữ-nhiều.pdf": many_glyphs(),
        "bom.pdf": pdf(
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>",
            stream(zlib.compress(b" " * (300 << 20)), b"").replace(b"/FlateDecode", b"[/FlateDecode/FlateDecode]"),
        ),
        "không-trang.pdf": pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"),
        "vòng.pdf": pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 9>>"),
        "khổng-lồ.png": huge_png(),
        "hỏng.jpg": b"\xff\xd8\xff\xe0" + os.urandom(3000),
        "hỏng.tif": b"II*\x00" + os.urandom(3000),
        "sâu.html": b"<div>" * 100_000 + GOOD.encode(),
        "thẻ.html": b"<html>" + b"<b>" * 3_000_000,
        "không-bài.html": b"<html><body><a href='/'>Trang ch\xe1\xbb\xa7</a></body></html>",
        "nhị-phân.bin": b"\x00\x00\x00\x01" * 4096,
        "rỗng.txt": b"",
        "sai-đuôi.pdf": b"\x89PNG\r\n\x1a\n",
        "mã-độc.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + os.urandom(4000),
    }


FILES = hostile()


def resident(field: str) -> int:
    """This process's memory in bytes: now (VmRSS), or its most (VmHWM) since that was forgotten."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) << 10 for line in status.splitlines() if line.startswith(field))


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_told_and_the_next_one_is_read(jail: Jail, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name])
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # forgets the most that was ever held
    before = resident("VmRSS")
    with pytest.raises(UnreadableError) as raised:
        jail.read(Job(path, name))
    assert str(raised.value).startswith(f"{name}: ")
    assert resident("VmHWM") - before < 64 << 20
    assert jail.read(Job(GOOD.encode(), "tốt.txt")).text.strip() == GOOD
    assert not list(tmp_path.parent.rglob("escaped"))


def test_a_page_with_characters_that_markup_forbids_is_read(jail: Jail) -> None:
    body = f"<p>{GOOD}\x00\x0b {GOOD} {GOOD}</p><div><script>1</script>&#1;\ufffe<nav>x</nav>&#11;</div>"
    page = f"<html><body><h1>Chỉ đạo rà soát quy hoạch đô thị</h1>{body}</body></html>"
    assert GOOD in jail.read(Job(page.encode(), "lạ.html")).text


def test_a_child_that_takes_too_long_is_told() -> None:
    with Jail(workers=1, limits=Limits(wall=0.001)) as jail:
        for _ in range(2):  # the worker that was given up is replaced
            with pytest.raises(UnreadableError, match="quá thời gian"):
                jail.read(Job(GOOD.encode(), "chờ.txt"))


def test_a_child_that_computes_too_long_is_told_and_replaced() -> None:
    with Jail(workers=1, limits=Limits(cpu=1)) as jail:
        with pytest.raises(UnreadableError, match="tính toán quá lâu"):
            jail.read(Job(b"<html><body>" + b"<p>a</p>" * 600_000, "chậm.html"))
        assert jail.read(Job(GOOD.encode(), "tốt.txt")).text.strip() == GOOD


def test_a_line_of_five_million_characters_is_read(jail: Jail) -> None:
    assert len(jail.read(Job((GOOD * 60_000).encode(), "dài.txt")).text) > 4_000_000


def test_what_is_not_vietnamese_is_read_as_it_is(jail: Jail) -> None:
    assert "quick brown fox" in jail.read(Job(b"The quick brown fox jumps over the lazy dog. " * 20, "fox.txt")).text
