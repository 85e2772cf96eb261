from hypothesis import given
from hypothesis import strategies as st

from nlp.fold import fold, is_caps


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_folding_drops_accents_case_and_the_stroke_of_d() -> None:
    assert fold("Ủy ban Ðắk R’Lấp – Đồng") == "uy ban dak r'lap - dong"


def test_capitals_forgive_a_letter_that_ocr_made_small() -> None:
    assert is_caps("CỤC TRƯỜNG")
    assert is_caps("PHÒNG NÔNG NGHIỆp")
    assert not is_caps("Sở Công Thương")
    assert not is_caps("A 12")
