"""spaCy's tokenizer for the pipeline: words, marks and white space, so that the tokens spell the text again.

spaCy's own Vietnamese tokenizer wants pyvi; rules need no segmentation into words of several syllables, only
syllables with exact offsets.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc
from spacy.vocab import Vocab

from nlp.passages import WORD

_PIECE = re.compile(rf"{WORD.pattern}|\s+")


class SyllableTokenizer:
    """Makes a `Doc` whose tokens are syllables, marks and runs of white space."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The text as a `Doc`; `doc.text == text` for every text."""
        words: list[str] = []
        spaces: list[bool] = []
        for match in _PIECE.finditer(text):
            piece = match.group()
            if piece == " " and words and not spaces[-1]:
                spaces[-1] = True
            elif piece[0] == " " and words and not spaces[-1]:
                spaces[-1] = True
                words.append(piece[1:])
                spaces.append(False)
            else:
                words.append(piece)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)
