"""What was ordered: the dispatch itself, or the document or meeting that an article reports."""

from __future__ import annotations

import re

from nlp.issuers import complete
from nlp.layout.ranges import Ranges
from nlp.layout.types import Layout, Role
from nlp.layout.wording import type_of
from nlp.letterhead import read_date, read_sender
from nlp.numbers import mend
from nlp.places import places_of
from nlp.reports import read_report
from nlp.signers import read_signer
from nlp.symbols import read_symbol
from nlp.types import Context, Directive, Kind, Reference

_ABOUT = re.compile(r"\s*(?:v\s?[/\\|.,il1⁄-]?\s?[vw]|về việc|về)\s*:?\s+", re.IGNORECASE)


def find_directive(
    text: str,
    kind: Kind,
    layout: Layout,
    references: list[Reference],
    context: Context | None = None,
    *,
    ordered: bool | None = None,
) -> Directive | None:
    """The directive of a text, None where an article orders nothing.

    `ordered` is whether tasks were found in it (None: not looked for): an article without tasks and without a document
    of its own has no directive.
    """
    context = context or Context()
    if kind == "dispatch":
        return _dispatch(text, layout, references, context)
    return read_report(text, layout, references, context, ordered=ordered)


def _dispatch(text: str, layout: Layout, references: list[Reference], context: Context) -> Directive:
    directive = Directive(form="document")
    _read_number(layout, references, directive, context)
    _read_type(text, layout, directive)
    _read_day(text, layout, directive, context)
    _read_issuer(text, layout, directive, context)
    _read_subject(text, layout, directive)
    directive.signer, span = read_signer(text, layout)
    if directive.signer is None or span is None:
        directive.reasons["signer"] = "unreadable" if layout.of(Role.SIGNATURE) else "no-signature"
    else:
        directive.spans["signer"], directive.rules["signer"] = span, "directive.signature"
    return directive


def _read_number(layout: Layout, references: list[Reference], directive: Directive, context: Context) -> None:
    line = next((r for r in references if r.rule == "references.number-line"), None)
    if line is not None and line.number is not None:
        directive.number = line.number
        directive.spans["number"], directive.rules["number"] = (line.start, line.end), "directive.number-line"
    elif context.number:
        directive.number, directive.rules["number"] = mend(context.number), "directive.context"
    elif line is not None:
        directive.reasons["number"] = "ocr"
    else:
        directive.reasons["number"] = "blank" if layout.of(Role.NUMBER) else "no-number-line"


def _read_type(text: str, layout: Layout, directive: Directive) -> None:
    """The type's line (Điều 7); a letter has none: it is the công văn, known by "V/v" and "Kính gửi"."""
    for block in layout.of(Role.TYPE):
        name = type_of(block.text(text))
        if name is not None:
            directive.type = name
            directive.spans["type"], directive.rules["type"] = (block.start, block.end), "directive.type-line"
            return
    number = directive.number or next((b.text(text) for b in layout.of(Role.NUMBER)), None)
    told = read_symbol(number).type if number else None
    if told is not None and told != "công văn":
        directive.type, directive.rules["type"] = told, "directive.symbol"
    elif layout.of(Role.ADDRESSEE, Role.SUBJECT) or told is not None:
        directive.type, directive.rules["type"] = "công văn", "directive.letter"
    else:
        directive.reasons["type"] = "no-type-line"


def _read_day(text: str, layout: Layout, directive: Directive, context: Context) -> None:
    day, span, reason = read_date(text, layout)
    if day is not None and span is not None:
        directive.date, directive.spans["date"], directive.rules["date"] = day, span, "directive.dateline"
    elif context.date is not None:
        directive.date, directive.rules["date"] = context.date, "directive.context"
    elif reason is not None:
        directive.reasons["date"] = reason


def _read_issuer(text: str, layout: Layout, directive: Directive, context: Context) -> None:
    sender = read_sender(text, layout)
    if sender is not None:
        directive.issuer, directive.spans["issuer"] = sender.name, sender.span
        directive.rules["issuer"] = "directive.letterhead"
        return
    told = read_symbol(directive.number).issuer if directive.number else None
    if told or context.issuer:
        directive.issuer = context.issuer or told
        directive.rules["issuer"] = "directive.context" if context.issuer else "directive.symbol"
    else:
        directive.reasons["issuer"] = "no-letterhead"


def _read_subject(text: str, layout: Layout, directive: Directive) -> None:
    """The summary ("trích yếu") without the words that introduce it."""
    block = next(iter(layout.of(Role.SUBJECT)), None)
    if block is None:
        directive.reasons["subject"] = "no-subject"
        return
    directive.subject = (
        _ABOUT.sub("", block.text(text), count=1) if _ABOUT.match(block.text(text)) else block.text(text)
    )
    directive.spans["subject"], directive.rules["subject"] = (block.start, block.end), "directive.subject"


def assign_roles(
    references: list[Reference],
    directive: Directive | None,
    layout: Layout,
    text: str,
    context: Context | None = None,
) -> None:
    """Settles, in place, what only the whole text tells: which mention is the directive's own, which stands in page
    furniture, and the places that issuers' names leave out.
    """
    places = places_of(text, layout, directive.issuer if directive else None, context)
    around = Ranges(layout, Role.RELATED, Role.FURNITURE)
    for reference in references:
        if layout.kind == "article" and reference.start in around:
            reference.role = "related"
        elif reference.rule == "references.number-line" or _is_own(reference, directive):
            reference.role = "subject"
            _take_from(reference, directive)
        if reference.issuer is not None:
            reference.issuer = complete(reference.issuer, places)
            reference.issuer = _in_full(reference.issuer, directive)


def _in_full(issuer: str, directive: Directive | None) -> str:
    """The directive's own body named short ("Giám đốc Sở Công Thương") is meant with its place."""
    whole = directive.issuer if directive is not None else None
    short = re.match(r"(.+?) (?:tỉnh|thành phố|huyện|quận|thị xã) ", whole or "")
    if whole and short and "," not in whole and issuer.endswith(short.group(1)):
        return issuer[: -len(short.group(1))] + whole
    return issuer


def _is_own(reference: Reference, directive: Directive | None) -> bool:
    return directive is not None and reference.number is not None and reference.number == directive.number


def _take_from(reference: Reference, directive: Directive | None) -> None:
    """A mention of the directive itself has the directive's date, issuer and type, unless it says its own."""
    if directive is None:
        return
    reference.date = reference.date or directive.date
    if reference.issuer is None or reference.issuer.startswith("Phó "):
        reference.issuer = directive.issuer
    if reference.rule == "references.number-line":
        reference.type = directive.type
