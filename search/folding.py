"""How Vietnamese is compared: one spelling for what people spell in several ways.

Two forms are indexed. The *folded* form has no accents: `Đầu tư`, `đau tu` and `dau tu` are one. The *marked* form
keeps them but has one spelling for `hoà`/`hòa`, `uỷ`/`ủy` (old and new tone placement), `kỹ`/`kĩ`, `quí`/`quý`.
Decomposed text (NFD) and capitals make no difference to either.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

# Longer "words" are no words: keys, addresses, lines of OCR noise.
MAX_TOKEN = 40
MAX_FORMS = 200_000

_OLD_TONE = dict(
    zip(
        ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"),
        ("òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"),
        strict=True,
    )
)
_TONE_PLACE = re.compile("|".join(_OLD_TONE))
_ONSET = r"(?<![^\W_])(qu|[bcdđghklmnprstvx]{1,2})"
_FINAL_Y_FOLDED = re.compile(_ONSET + r"y(?![^\W_])")
_FINAL_Y_MARKED = re.compile(_ONSET + r"([yỳýỷỹỵ])(?![^\W_])")
_QU_TONE = re.compile(r"(?<![^\W_])q([ùúủũụ])[yi](?![^\W_])")
_Y_TO_I = str.maketrans("yỳýỷỹỵ", "iìíỉĩị")
_TONE_OF_U = str.maketrans("ùúủũụ", "ìíỉĩị")
# Latin words and numbers; of any other script each letter by itself, as search servers cut it too.
WORD = re.compile(r"[\w\u0300-\u036f]+")
_TOKEN = re.compile(r"[0-9a-zß-ɏḀ-ỿ]+|[^\W_]")


# Cyrillic letters that look Latin get into numbers by a keyboard's mistake: 152/2025/TT-BTС.
_LOOKALIKES = dict(zip("асеорхуіѕАВСЕНКМОРТХІЅ", "aceopxyisabcehkmoptxis", strict=True))


class _Table(dict[int, str]):
    """A translation of single characters to single characters, so that offsets stay, filled as characters turn up."""

    def __init__(self, *, accents: bool) -> None:
        self._accents = accents

    def __missing__(self, code: int) -> str:
        char = chr(code)
        lower = _LOOKALIKES.get(char) or char.lower()
        if len(lower) != 1:
            lower = lower[0]
        if not self._accents:
            lower = "d" if lower == "đ" else unicodedata.normalize("NFD", lower)[0]
        self[code] = lower
        return lower


_FOLD, _LOWER = _Table(accents=False), _Table(accents=True)


def compose(text: str) -> str:
    """The text in NFC."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def bare(composed: str) -> str:
    """Lower case without accents, character for character: offsets in the (composed) text hold in the result."""
    return composed.translate(_FOLD)


def fold(text: str) -> str:
    """The folded form of a text, its punctuation kept. Offsets may differ from the text's where that is decomposed."""
    return _FINAL_Y_FOLDED.sub(r"\1i", bare(compose(text)))


def mark(text: str) -> str:
    """The marked form of a text, its punctuation kept."""
    lower = _TONE_PLACE.sub(lambda m: _OLD_TONE[m[0]], compose(text).translate(_LOWER))
    lower = _QU_TONE.sub(lambda m: "qu" + m[1].translate(_TONE_OF_U), lower)
    return _FINAL_Y_MARKED.sub(lambda m: m[1] + m[2].translate(_Y_TO_I), lower)


class _Forms(dict[str, str]):
    """Words as they stand in texts → their tokens, joined by a space. Texts repeat their words: each is made once."""

    def __init__(self, form: Callable[[str], str]) -> None:
        self._form = form

    def __missing__(self, word: str) -> str:
        if len(self) >= MAX_FORMS:
            self.clear()
        self[word] = joined = " ".join(token for token in _TOKEN.findall(self._form(word)) if len(token) <= MAX_TOKEN)
        return joined


FOLDED, _MARKED = _Forms(fold), _Forms(mark)
"""`FOLDED[word]`: the folded tokens of a word as it stands in a text."""


def both_tokens(text: str) -> tuple[list[str], list[str]]:
    """The words and numbers of a text, folded and marked: as many of the one as of the other."""
    words = WORD.findall(text)
    return " ".join(map(FOLDED.__getitem__, words)).split(), " ".join(map(_MARKED.__getitem__, words)).split()


def tokens(text: str) -> list[str]:
    """The words and numbers of a text, folded."""
    return " ".join(map(FOLDED.__getitem__, WORD.findall(text))).split()


def marked_tokens(text: str) -> list[str]:
    """The words and numbers of a text, marked."""
    return both_tokens(text)[1]


def has_marks(text: str) -> bool:
    """Whether somebody took the trouble to type accents."""
    return mark(text) != fold(text)


_NUMBER_PART = re.compile(r"\d+|[^\W\d_]+")


def number_tokens(text: str) -> list[str]:
    """The parts of a document's number in any spelling: `05/KH-UBND`, `5 kh ubnd` and `5KHUBND` begin alike with `5`.

    Figures lose their leading zeros, and letters are cut from figures (`QH15` → `qh`, `15`).
    """
    parts = _NUMBER_PART.findall(fold(text))
    return [part.lstrip("0") or "0" if part.isdigit() and part.isascii() else part[:MAX_TOKEN] for part in parts]
