"""Tells what is the same thing twice: reprints of a text by the MinHash of their words, an article and its files.

Portals reprint each other with another headline, byline and frame. Two texts that share nine tenths of their runs of
five words share nearly surely one of sixteen bands of eight hashes; two that share half of them hardly ever do.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import struct

from rensa import RMinHash

from corpus import ROBOT, Corpus
from corpus.types import Directive, Document, NotAllowedError

_WORD = re.compile(r"\w+")
_RUN = 5
_HASHES, _BANDS = 128, 16
_SEED = 20_200_305  # the day of Nghị định 30/2020/NĐ-CP; any will do, but it must never change
_LEAST = 40  # words: shorter texts are alike by chance
_SHARED = 4  # bands: texts that share nine tenths of their runs share seven on average, those of one form two at most


def signature(text: str) -> tuple[int, ...]:
    """The text's bands as 64-bit numbers; texts that share one may be the same. Empty for short texts."""
    words = _WORD.findall(text.lower())
    if len(words) < _LEAST:
        return ()
    minhash = RMinHash(num_perm=_HASHES, seed=_SEED)
    minhash.update([" ".join(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)])
    digest = minhash.digest()
    rows = _HASHES // _BANDS
    return tuple(_band(number, digest[number * rows : (number + 1) * rows]) for number in range(_BANDS))


def _band(number: int, hashes: list[int]) -> int:
    packed = struct.pack(f">I{len(hashes)}Q", number, *hashes)
    return int.from_bytes(hashlib.blake2b(packed, digest_size=8).digest(), "big") >> 1


def join_same(corpus: Corpus, document: Document, bands: tuple[int, ...]) -> None:
    """Make one directive of the document's and those of its reprints and files; it can be undone (`Corpus.joining`).

    Two that give numbers which differ stay two, and so do those that a person parted.
    """
    alike = [other for other, shared in corpus.similar(bands) if shared >= _SHARED] if bands else []
    alike += [other.id for other in corpus.attached(document.id)]
    for other in alike:
        own, theirs = _directive(corpus, document.id), _directive(corpus, other)
        if own is None or theirs is None or own.id == theirs.id or _differ(own, theirs):
            continue
        older, newer = sorted((own, theirs), key=lambda d: (d.number is None, d.recorded_at, d.id))
        with contextlib.suppress(NotAllowedError):
            corpus.joining.join(newer.id, older.id, actor=ROBOT, reason="cùng một văn bản: chữ trùng hoặc tệp đính kèm")


def _directive(corpus: Corpus, document_id: str) -> Directive | None:
    found = corpus.document(document_id).directive_id
    return corpus.directive(found) if found else None


def _differ(one: Directive, other: Directive) -> bool:
    """Whether the two say that they aren't the same."""
    pairs = ((one.number, other.number), (one.date, other.date), (one.issuer_unit, other.issuer_unit))
    return any(a is not None and b is not None and a != b for a, b in pairs)
