"""Who sends a dispatch, in full and with its place, and on what day: read from its letterhead.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, II.2 (tên cơ quan: the superior above, the issuer below) and II.4 (địa danh,
thời gian ban hành).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from rapidfuzz import fuzz

from nlp.dates import day_at
from nlp.fold import UPPER, fold, is_caps
from nlp.issuers import issuer_name
from nlp.layout.types import Layout, Role
from nlp.registry import Registry
from nlp.symbols import issuer_codes

_MISREAD = 0.9  # the registry's confidence that a misspelt name is a certain unit's
_LEVELS = r"tinh|thanh pho|tp\.?|huyen|thi xa|quan|xa|phuong|thi tran|dac khu"
_PLACED = re.compile(rf"(?:^|\s)(?P<level>{_LEVELS})\s+(?P<place>\S.*)$")
_PARTY_PLACED = re.compile(r"^(?P<level>tinh uy|thanh uy|huyen uy|quan uy|thi uy|dang uy)\s+(?P<place>\S.*)$")
_ENDS_IN_LEVEL = re.compile(rf"(?:^|\s)(?:{_LEVELS})$")
_COMMITTEE = re.compile(r"\b(Tỉnh|Thành|Huyện|Quận|Thị|Đảng) (Ủy|Uỷ)\b")
_SMALL_WORDS = re.compile(
    r"(?<!^)\b(Tỉnh|Thành Phố|Huyện|Thị Xã|Quận|Xã|Phường|Thị Trấn|Và|Các|Nhân Dân|Của|Đặc Khu|Theo|Số|Trên|Về)\b"
)
_PLACE = re.compile(rf"^\s*([{UPPER}][\w'’. -]{{0,40}}?)\s*[,.]?\s*[Nn]g[aàáă]y")
_DAY = re.compile(r"[Nn]g[aàáă]y\s{0,12}")
_MONTH_YEAR = re.compile(r"th[aáà]ng\s{0,12}(?P<month>\S{0,3}?)\s{0,12}n[aăâ]m\s{0,6}(?P<year>\d{4})?")


@dataclass(frozen=True, slots=True)
class Sender:
    """The issuing body's full name and the span it was read in; `places` are the places that it names, by level."""

    name: str
    span: tuple[int, int]
    places: dict[str, str]


def read_sender(text: str, layout: Layout) -> Sender | None:
    """Who issued the dispatch, None where its letterhead names nobody."""
    top = layout.of(Role.SUPERIOR, Role.ISSUER)
    number = next((b.start for b in layout.of(Role.TYPE, Role.SUBJECT, Role.ADDRESSEE)), len(text))
    names = [b for b in top if b.start < number]
    if not names:
        return None
    own = _cased(names[-1].text(text), text)
    above = [_cased(b.text(text), text) for b in names[:-1]]
    if above and (whole := _known_bodies().get(fold(f"{above[-1]} {own}"))) is not None:
        own, above = whole, above[:-1]
    printed_place = _printed_place(text, layout)
    own = _mended_place(own, printed_place, text)
    above = [_mended_place(a, printed_place, text) for a in above]
    name, places = _with_place(own, above, printed_place, text)
    return Sender(_spelled(issuer_name(name)), (names[-1].start, names[-1].end), places)


def _with_place(own: str, above: list[str], printed: str | None, text: str) -> tuple[str, dict[str, str]]:
    """The name with the place that its superior's name, or the dateline, gives it."""
    found = _placed(own)
    if found is not None:
        return own, {found[0]: found[1]}
    for superior in reversed(above):
        placed = _placed(superior)
        if placed is None:
            continue
        level, place = placed
        if _ENDS_IN_LEVEL.search(fold(own)):
            return f"{own} {place}", {level: place}
        office = fold(own) == "van phong"  # an office's name is nothing without its owner's
        own = "Văn phòng" if office else own
        whole = superior if office or _PARTY_PLACED.match(fold(superior)) else f"{level} {place}"
        return f"{own} {whole}", {level: place}
    places = {}
    if printed is not None:
        places = {v: printed for v in ("thành phố", "tỉnh") if re.search(rf"\b{v}\s+{re.escape(printed)}", text)}
    if above and not fold(above[-1]).startswith(("bo ", "chinh phu", "uy ban dan toc", "tong cuc")) and places:
        level, place = next(iter(places.items()))
        return f"{own}, {above[-1]} {level} {place}", places
    if _ENDS_IN_LEVEL.search(fold(own)) and places:
        return f"{own} {next(iter(places.values()))}", places
    if places and re.match(r"so |cong an$|thanh tra$", fold(own)):
        level, place = next(iter(places.items()))
        return f"{own} {level} {place}", places
    return own, places


def _spelled(name: str) -> str:
    """The name as the registry writes it, where OCR got letters wrong that leave no doubt of the unit."""
    found = Registry.load().find(name)
    if len(found) != 1 or not _MISREAD <= found[0].confidence < 1:
        return name
    unit = found[0].unit
    return f"{unit.name} {unit.place.split(',')[0]}".strip()


def _placed(name: str) -> tuple[str, str] | None:
    """(level, place) that a name ends in: "UBND tỉnh Lào Cai" → ("tỉnh", "Lào Cai")."""
    folded = fold(name)
    party = _PARTY_PLACED.match(folded)
    if party:
        level = {"t": "tỉnh", "h": "huyện", "q": "quận", "d": "xã"}.get(party["level"][0], "")
        level = {"thanh uy": "thành phố", "thi uy": "thị xã"}.get(party["level"], level)
        return level, name[party.start("place") :]
    match = _PLACED.search(folded)
    if match is None:
        return None
    level = name[match.start("level") : match.end("level")].lower()
    return ("thành phố" if level.startswith("tp") else level), name[match.start("place") :]


def _printed_place(text: str, layout: Layout) -> str | None:
    """The place that the dateline names."""
    for block in layout.of(Role.PLACE_DATE):
        match = _PLACE.match(text[block.start : block.end])
        if match:
            return " ".join(match.group(1).split())
    return None


def _mended_place(name: str, printed: str | None, text: str) -> str:
    """The name with its place as the body or the dateline spells it ("DÁK NÔNG" → "Đắk Nông" where OCR spoiled it)."""
    placed = _placed(name)
    if placed is None or placed[1] == printed:
        return name
    pattern = re.compile(r"(?<!\w)" + re.escape(fold(placed[1])).replace(r"\ ", r"\s+") + r"(?!\w)")
    for match in pattern.finditer(fold(text)):
        written = text[match.start() : match.end()]
        if written[0].isupper() and not any(w[:2].isupper() for w in written.split()):
            return name[: len(name) - len(placed[1])] + " ".join(written.split())
    if printed is None:
        return name
    if fuzz.ratio(fold(placed[1]).replace(" ", ""), fold(printed).replace(" ", "")) < 80:
        return name
    return name[: len(name) - len(placed[1])] + printed


def _cased(name: str, text: str) -> str:
    """A name in capitals as the body of the text writes it, else by rule: "SỞ CÔNG THƯƠNG" → "Sở Công Thương"."""
    if not is_caps(name):
        return name
    known = _known_bodies().get(fold(name))
    if known is not None:
        return known
    for match in re.finditer(re.escape(name).replace(r"\ ", r"\s+"), text, re.IGNORECASE):
        if not is_caps(match.group()):
            written = " ".join(match.group().split())
            return written[:1].upper() + written[1:]
    titled = " ".join(w if "/" in w or any(c.isdigit() for c in w) else w.capitalize() for w in name.split())
    titled = _COMMITTEE.sub(lambda m: f"{m[1]} {m[2].lower()}", titled)
    titled = _SMALL_WORDS.sub(lambda m: m.group().lower(), titled)
    return re.sub(r"\b(Ubnd|Hđnd|Bcđ|Bch|Mttq|Tp)\b", lambda m: m.group().upper(), titled)


@cache
def _known_bodies() -> dict[str, str]:
    """Folded name → name of the bodies of the centre that symbols name."""
    return {fold(e["name"]): e["name"] for e in issuer_codes().values() if "name" in e}


def read_date(text: str, layout: Layout) -> tuple[date | None, tuple[int, int] | None, str | None]:
    """Day of issue, where it stands, why it is None: "blank" or "ocr" in the dateline, "no-dateline" without one."""
    for block in layout.of(Role.PLACE_DATE):
        label = _DAY.search(text, block.start, block.end)
        if label is None:
            continue
        day = day_at(text, label.end(), block.end)
        if day is not None and day.date is not None:
            return day.date, (day.start, day.end), None
        month = _MONTH_YEAR.search(text, label.end(), block.end)
        between = text[label.end() : month.start()] if month else ""
        blank = not any(c.isalnum() for c in between) or bool(month and not month["month"].strip("…. "))
        return None, (block.start, block.end), "blank" if blank else "ocr"
    return None, None, "no-dateline"
