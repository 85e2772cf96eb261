"""What holds for any input: offsets point at what is shown, nothing crashes, time grows no faster than the text."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import Extractor
from nlp.clean import clean
from nlp.pipeline import annotated
from nlp.types import Context, Extraction, Span

EXTRACTOR = Extractor()
LETTER = """\
ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH HÀ TRUNG\tĐộc lập - Tự do - Hạnh phúc
Số: 12/UBND-KT\tHà Trung, ngày 05 tháng 3 năm 2026
V/v tăng cường phòng cháy

Kính gửi: Sở Y tế.

Thực hiện Công văn số 7/BYT-KH ngày 01/3/2026 của Bộ Y tế, UBND tỉnh yêu cầu:
1. Sở Y tế chủ trì, phối hợp với UBND các xã rà soát; báo cáo trước ngày 30/6/2026.

Nơi nhận:\tCHỦ TỊCH
- Lưu: VT.
\tNguyễn Văn An
"""
WORDS = [
    *[
        "Sở Y tế",
        "giao",
        "UBND tỉnh",
        "yêu cầu",
        "các",
        "huyện",
        "rà soát",
        ";",
        ":",
        ".",
        ",",
        "(",
        ")",
        "“",
        "”",
        "số",
    ],
    *["12/UBND-KT", "ngày 5/3/2026", "trước ngày", "đã", "phải", "Điều 1.", "Kính gửi", "V/v", "Nơi nhận:"],
    *["\n", "\n- ", "1. ", "TT\tNhiệm vụ\tChủ trì\n", "á", "á", "\xa0", "\u200b", "Sở_Y_tế", "\r\n", "<b>", "🙂", "'"],
    "0" * 20,
]


def spans(extraction: Extraction) -> Iterator[Span]:
    yield from extraction.references
    yield from extraction.mentions
    for task in extraction.tasks:
        yield task
        yield from task.assignees
        if task.deadline is not None:
            yield task.deadline


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)))
def test_every_span_shows_its_own_words(text: str) -> None:
    extraction = EXTRACTOR.extract(text)
    for span in spans(extraction):
        assert text[span.start : span.end] == span.text
        assert 0 <= span.start < span.end <= len(text)
    for start, end in extraction.directive.spans.values() if extraction.directive else ():
        assert 0 <= start <= end <= len(text)
    assert all(any(a.role == "lead" for a in task.assignees) for task in extraction.tasks)


VARIANTS = {
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "windows line ends": lambda text: text.replace("\n", "\r\n"),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "zero-width characters": lambda text: text.replace("ủ", "ủ\u200b"),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_the_same_facts_however_the_text_is_encoded(name: str) -> None:
    plain = EXTRACTOR.extract(LETTER)
    text = VARIANTS[name](LETTER)
    other = EXTRACTOR.extract(text)
    words = [" ".join(clean(t.text).text.split()) for t in other.tasks]
    assert words == [" ".join(t.text.split()) for t in plain.tasks]
    assert [r.number for r in other.references] == [r.number for r in plain.references]
    assert other.directive is not None
    assert (other.directive.number, str(other.directive.date)) == ("12/UBND-KT", "2026-03-05")
    assert all(text[s.start : s.end] == s.text for s in spans(other))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="aáạâấđĐ \u0301\u0323\u00a0\u200b\u00ad_x", max_size=60))
def test_cleaning_never_loses_the_way_back(text: str) -> None:
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned.text)
    for i in range(len(cleaned.text)):
        start, end = cleaned.back(i, i + 1)
        assert 0 <= start < end <= len(text)
        shown = unicodedata.normalize("NFC", "".join(c for c in text[start:end] if c not in "\u200b\u00ad"))
        assert cleaned.text[i] in shown.replace("\u00a0", " ") + (" " if "_" in shown else "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "\x00\x01",
        "The quick brown fox jumps over the lazy dog.",
        "Toi yeu cau So Y te ra soat.",
        "1" * 5000,
    ],
    ids=["empty", "white space", "control characters", "English", "no accents", "digits"],
)
def test_what_is_no_directive_gives_no_task_and_no_error(text: str) -> None:
    extraction = EXTRACTOR.extract(text)
    assert extraction.tasks == []
    assert extraction.directive is None
    assert ("no-text" in extraction.notes) == (not text.strip())


HOSTILE = [
    "giao ",
    "; Sở Y tế",
    "Sở Xây ",
    "(",
    "Khi ,",
    "Giám đốc ",
    "các sở, ",
    "12/UBND-KT ",
    "1. ",
    "trước ngày ",
    "TT\t",
    '" ',
    "- ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_cost_grows_no_faster_than_the_text(piece: str) -> None:
    def cost(size: int) -> float:
        text = piece * (size // len(piece))
        start = time.process_time()
        EXTRACTOR.extract(text)
        return time.process_time() - start

    cost(2_000)
    assert cost(80_000) < 40 * max(cost(10_000), 0.01)  # quadratic would be 64 times


def test_a_doc_carries_the_facts_as_span_groups() -> None:
    doc = annotated(LETTER, Context())
    assert doc.text == LETTER
    assert [s.text for s in doc.spans["references"]] == ["12/UBND-KT", "Công văn số 7/BYT-KH"]
    assert [s.text for s in doc.spans["tasks"]][1].startswith("báo cáo trước ngày")
    assert {s.label_ for s in doc.spans["deadlines"]} == {"deadlines.before"} or doc.spans["deadlines"]
