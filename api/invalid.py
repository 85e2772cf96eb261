"""What pydantic says of values that it refuses, in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from api.problems import ProblemError
from api.words import table

_SHOWN = 3


def invalid_values(errors: Iterable[Mapping[str, Any]]) -> ProblemError:
    """The problem that tells pydantic's errors (`ValidationError.errors()`): where each value stands and what is wrong.

    The words are those of the group `invalid` in words.toml, by pydantic's type of error.
    """
    told = [{"at": ".".join(str(part) for part in e["loc"]), "error": _say(e)} for e in errors]
    where = "; ".join(f"{e['at']}: {e['error']}" for e in told[:_SHOWN])
    return ProblemError(422, f"Không hiểu yêu cầu: {where}.", {"errors": told})


def _say(error: Mapping[str, Any]) -> str:
    known = table("invalid")
    kind = str(error["type"])
    # The types of one kind of value share a beginning: "date_parsing", "date_from_datetime_parsing".
    template = known.get(kind) or known.get(kind.partition("_")[0]) or known["other"]
    given = {name: value for name, value in (error.get("ctx") or {}).items() if isinstance(value, str | int | float)}
    if "expected" in given:
        given["expected"] = str(given["expected"]).replace(" or ", " hoặc ")
    return template.format_map(_Blank(given))


class _Blank(dict[str, Any]):
    """A dictionary that has an ellipsis for what it lacks."""

    def __missing__(self, key: str) -> str:
        return "…"
