"""Tells what is the same thing twice: reprints of an article, by the MinHash of their words.

Portals reprint each other with another headline, byline and frame. Two texts that share nine tenths of their runs of
five words share nearly surely one of sixteen bands of eight hashes; two that share half of them hardly ever do.
"""

from __future__ import annotations

import hashlib
import re
import struct

from rensa import RMinHash

_WORD = re.compile(r"\w+")
_RUN = 5
_HASHES, _BANDS = 128, 16
_SEED = 20_200_305  # the day of Nghị định 30/2020/NĐ-CP; any will do, but it must never change
_LEAST = 40  # words: shorter texts are alike by chance


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
