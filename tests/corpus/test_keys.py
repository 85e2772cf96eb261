"""What is one thing: names, numbers and ids under which it is known again; tasks that are told in other words."""

from __future__ import annotations

import time
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.keys import band_key, directive_key, document_id, name_key, number_key, printable
from corpus.matching import Piece, match


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Sở Xây dựng", "SỞ  XÂY DỰNG", True),
        ("Ủy ban nhân dân tỉnh", "UBND tỉnh", True),
        ("Uỷ ban nhân dân tỉnh", "ủy ban nhân dân Tỉnh", True),  # where the tone stands
        ("Thành phố Hoà Bình", "TP. Hòa Bình", True),
        (unicodedata.normalize("NFD", "Sở Nội vụ"), "Sở Nội vụ", True),
        ("xã Tân Lập", "xã Tân Lạp", False),  # two communes
        ("Sở Tài chính", "Sở Tài chính tỉnh", False),
    ],
)
def test_names(one: str, other: str, same: bool) -> None:
    assert (name_key(one) == name_key(other)) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("595/UBND-KT", "595 / ubnd – kt", True),
        ("05/CT-UBND", "5/CT-UBND", True),
        ("12/QĐ-TTg", "12/QD-TTG", True),
        ("50/CT-UBND", "5/CT-UBND", False),
        ("595/UBND-KT", "595/UBND-KTN", False),
    ],
)
def test_numbers(one: str, other: str, same: bool) -> None:
    assert (number_key(one) == number_key(other)) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("c1", "https://a.example/1", "text/html; charset=utf-8"), ("c2", "https://a.example/1", "text/html"), True),
        (("c1", "https://a.example/1", "text/html"), ("c1", "https://a.example/2", "text/html"), False),
        (("c1", "https://a.example/1", "application/pdf"), ("c1", "https://b.example/2", "application/pdf"), True),
        (("c1", "https://a.example/1", "application/pdf"), ("c2", "https://a.example/1", "application/pdf"), False),
        (
            ("c1", "file:a.html", "text/html"),
            ("c2", "file:a.html", "text/html"),
            False,
        ),  # a folder's file may be another
    ],
)
def test_documents(one: tuple[str, str, str], other: tuple[str, str, str], same: bool) -> None:
    assert (document_id(*one) == document_id(*other)) is same


def _directive(document: str, **changes: object) -> str:
    told = {
        "form": "document", "type": "công văn", "number": "595", "issuer": "lang-son.ubnd", "day": date(2024, 5, 7),
        "year": None, "chair": None, "subject": None,
    }  # fmt: skip
    return directive_key(document, **(told | changes))  # type: ignore[arg-type]


def test_a_number_without_a_symbol_needs_a_type() -> None:
    assert _directive("d1") == _directive("d2")
    assert _directive("d1") != _directive("d2", type="quyết định")
    assert _directive("d1", type=None) != _directive("d2", type=None)
    symbol = {"number": "595/UBND-KT", "type": None}
    assert _directive("d1", **symbol) == _directive("d2", **symbol | {"type": "công văn"})


@given(st.text())
def test_printable_keeps_offsets(text: str) -> None:
    fit = printable(text)
    assert len(fit) == len(text)
    fit.encode("utf-8")
    assert "\x00" not in fit


@given(st.integers(-(2**63), 2**64 - 1))
def test_bands_fit_a_database(band: int) -> None:
    assert -(2**63) <= band_key(band) < 2**63


def test_alike_tasks_are_matched_once() -> None:
    words = "rà soát, báo cáo kết quả thực hiện nhiệm vụ được giao trong quý"
    new = [
        Piece("n1", f"{words} II", 0, 60),
        Piece("n2", f"{words} III", 70, 130),
        Piece("n3", "việc khác hẳn", 140, 150),
    ]
    old = [Piece("o1", f"{words} III", 0, 60), Piece("o2", f"khẩn trương {words} II", 70, 140)]
    assert match(new, old, same_text=False) == {"n2": "o1", "n1": "o2"}


def test_in_the_same_text_the_place_decides() -> None:
    new = [Piece("n1", "kiểm tra, xử lý", 100, 115)]
    old = [Piece("o1", "xử lý", 110, 115), Piece("o2", "khẩn trương kiểm tra, xử lý", 97, 115)]
    assert match(new, old, same_text=True) == {"n1": "o2"}


def test_matching_is_linear() -> None:
    """Thousands of tasks, all in much the same words."""

    def pieces(prefix: str, count: int) -> list[Piece]:
        return [
            Piece(f"{prefix}{i}", f"{prefix} báo cáo kết quả thực hiện nhiệm vụ {i}", i, i + 9) for i in range(count)
        ]

    def seconds(count: int) -> float:
        begun = time.process_time()
        match(pieces("a", count), pieces("b", count), same_text=True)
        return time.process_time() - begun

    seconds(100)
    assert seconds(8_000) < 20 * seconds(1_000) + 0.2
