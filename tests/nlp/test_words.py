"""Vietnamese words with their places in the text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.pipeline import annotated
from nlp.types import Context
from nlp.words import words_of

TEXT = "Giao Sở Xây dựng chủ trì  rà soát\nquy hoạch đô thị, báo cáo UBND tỉnh trước ngày 15/12/2025."


def test_words_are_those_of_the_language_and_stand_where_they_say() -> None:
    words = {TEXT[a:b]: tag for a, b, tag in words_of(TEXT)}
    assert {"Xây dựng", "rà soát", "báo cáo"} <= set(words)
    assert words["Giao"] == "V"


def test_they_stand_beside_the_facts() -> None:
    doc = annotated(TEXT, Context())
    assert "báo cáo" in [span.text for span in doc.spans["words"]]
    assert [span.text for span in doc.spans["tasks"]] != []


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gives_words_in_order(text: str) -> None:
    places = [(a, b) for a, b, _ in words_of(text)]
    assert all(0 <= a < b <= len(text) for a, b in places)
    assert places == sorted(places)
