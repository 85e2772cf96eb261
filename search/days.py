"""Days, months, quarters and years as staff type them, as the days they begin and end with."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from search.folding import fold

_SEP = r"[-/.]"
_FORMS = [
    ("year", re.compile(r"(?:nam )?(?P<y>\d{4})")),
    ("month", re.compile(rf"(?P<y>\d{{4}}){_SEP}(?P<m>\d{{1,2}})")),
    ("month", re.compile(rf"(?:thang )?(?P<m>\d{{1,2}})(?:{_SEP}| nam )(?P<y>\d{{4}})")),
    ("day", re.compile(rf"(?P<y>\d{{4}}){_SEP}(?P<m>\d{{1,2}}){_SEP}(?P<d>\d{{1,2}})")),
    ("day", re.compile(rf"(?:ngay )?(?P<d>\d{{1,2}}){_SEP}(?P<m>\d{{1,2}}){_SEP}(?P<y>\d{{4}})")),
    ("quarter", re.compile(rf"(?:qui ?|q)(?P<q>[1-4]|i{{1,3}}|iv)(?:{_SEP}| nam | )(?P<y>\d{{4}})")),
]
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def span(text: str) -> tuple[date, date] | None:
    """The first and last day of `2024`, `2024-05`, `06/2024`, `7/5/2024`, `quý II/2024`; None if it is none."""
    typed = " ".join(fold(text).split())
    for form, pattern in _FORMS:
        found = pattern.fullmatch(typed)
        if found:
            try:
                return _span(form, {name: value for name, value in found.groupdict().items() if value})
            except ValueError:
                return None
    return None


def _span(form: str, given: dict[str, str]) -> tuple[date, date]:
    year = int(given["y"])
    if form == "day":
        day = date(year, int(given["m"]), int(given["d"]))
        return day, day
    if form == "month":
        first = last = int(given["m"])
    elif form == "quarter":
        quarter = _ROMAN.get(given["q"]) or int(given["q"])
        first, last = 3 * quarter - 2, 3 * quarter
    else:
        first, last = 1, 12
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])
