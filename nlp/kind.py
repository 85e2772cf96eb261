"""Whether a text is a dispatch itself or an article that reports."""

from __future__ import annotations

from nlp.layout.head import HeadReader
from nlp.layout.types import Role
from nlp.types import Kind


def guess_kind(text: str) -> Kind:
    """ "dispatch" if the text begins with a letterhead (Nghị định 30/2020/NĐ-CP, Phụ lục I), else "article"."""
    roles = {b.role for b in HeadReader(text).read().blocks}
    signs = roles & {Role.MOTTO, Role.NUMBER, Role.PLACE_DATE, Role.TYPE, Role.ISSUER, Role.ADDRESSEE}
    return "dispatch" if len(signs) >= 2 else "article"
