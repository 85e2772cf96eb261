"""Text without accents and case, letter for letter, so that offsets stay."""

from __future__ import annotations

import unicodedata

# Every Latin letter that Vietnamese or OCR writes; Ð (eth) is what OCR and old fonts give for Đ.
_RANGES = (range(0x41, 0x5B), range(0xC0, 0x250), range(0x1E00, 0x1F00))
_TABLE = {code: unicodedata.normalize("NFD", chr(code))[0].lower() for span in _RANGES for code in span}
_TABLE.update({ord("Đ"): "d", ord("đ"): "d", ord("Ð"): "d", ord("ð"): "d", ord("’"): "'", ord("‘"): "'"})
_TABLE.update({ord("–"): "-", ord("—"): "-", ord("‐"): "-", ord("‑"): "-"})


def fold(text: str) -> str:
    """`text` (NFC) in lower case and without accents, of the same length: "Ủy ban" → "uy ban"."""
    return text.translate(_TABLE)


_LETTERS = [chr(code) for code in sorted(_TABLE) if chr(code).isalpha()]
# The inside of a regular expression's character class: every capital, every small letter.
UPPER = "".join(c for c in _LETTERS if c.isupper())
LOWER = "".join(c for c in _LETTERS if c.islower()) + "a-z"


def is_caps(text: str) -> bool:
    """Whether `text` is set in capitals: it has two letters or more and hardly a small one (OCR drops a few)."""
    upper = sum(c.isupper() for c in text)
    lower = sum(c.islower() for c in text)
    return upper >= 2 and lower * 8 <= upper
