"""From the words of a mention to a unit of the registry, of the right place and time."""

from __future__ import annotations

from datetime import date

from nlp.registry import Registry, Resolution


def resolve(
    text: str,
    *,
    place: str | None = None,
    on: date | None = None,
    issuer: str | None = None,
    registry: Registry | None = None,
) -> Resolution:
    """The unit, group or provisional unit that `text` names in a document.

    `place` is the document's place ("tỉnh Lào Cai"), `on` its date, `issuer` its issuer in words ("UBND huyện Đắk
    R'Lấp"), from which place and level are taken where `place` is None. Results are cached.
    """
    del text, place, on, issuer, registry
    return Resolution(unit=None, group=False, confidence=0.0)
