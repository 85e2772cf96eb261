"""A reading as JSON values, for the pipe between the jail and its parent. JSON: a child isn't trusted."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from corpus.types import Reading
from nlp.types import Context


def to_json(reading: Reading) -> dict[str, Any]:
    """The reading's fields as JSON values, dates in ISO form."""
    values = asdict(reading)
    for owner in (values, values["context"]):
        owner.update({key: day.isoformat() for key, day in owner.items() if isinstance(day, date)})
    return values


def from_json(values: dict[str, Any]) -> Reading:
    """The reading that `to_json` took apart.

    Raises:
        KeyError, TypeError, ValueError: for values of another form.
    """
    context = Context(**_with_days(values["context"], "published", "date"))
    fields = _with_days(values, "published") | {"context": context}
    for name in ("notes", "attachments", "signature"):
        fields[name] = tuple(values[name])
    return Reading(**fields)


def _with_days(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return values | {name: date.fromisoformat(values[name]) for name in names if values[name]}
