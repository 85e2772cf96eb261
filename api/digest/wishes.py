"""What people type when they subscribe, made into subscriptions; what can't be understood is told in Vietnamese."""

from __future__ import annotations

from typing import Any, get_args

from api.digest.subscribing import Wish
from corpus.record import Corpus
from corpus.subscriptions import Period, Subscription, Topic
from corpus.types import NotAllowedError
from search.query import QueryError, parse

TOPICS: dict[str, str] = {
    "everything": "Mọi văn bản chỉ đạo",
    "unit": "Nhiệm vụ của một đơn vị",
    "province": "Văn bản của một địa phương",
    "programme": "Một chương trình, chủ đề",
    "search": "Một câu tìm kiếm",
}
PERIODS: dict[str, str] = {"weekly": "Mỗi tuần, vào thứ Hai", "daily": "Mỗi ngày", "at_once": "Ngay khi có"}


def wish(
    corpus: Corpus,
    topic: str,
    value: str,
    *,
    period: str = "weekly",
    hour: int = 7,
    options: dict[str, Any] | None = None,
) -> Wish:
    """The subscription that somebody means. Raises NotAllowedError where it can't be told which."""
    if topic not in TOPICS or period not in get_args(Period):
        raise NotAllowedError("Hãy chọn nội dung và kỳ nhận thư trong danh sách.")
    typed = " ".join(value.split())
    if topic != "everything" and not typed:
        raise NotAllowedError(f"Hãy ghi rõ: {TOPICS[topic].lower()} nào.")
    meant, said = _meant(corpus, topic, typed)
    chosen: Topic = topic  # type: ignore[assignment]
    every: Period = period  # type: ignore[assignment]
    return Wish(chosen, meant, said, every, hour, options)


def _meant(corpus: Corpus, topic: str, typed: str) -> tuple[str | None, str]:
    """The value to keep, and how people call it."""
    if topic == "unit":
        return _unit(corpus, typed)
    if topic == "search":
        try:
            parse(typed)
        except QueryError as error:
            raise NotAllowedError(f"Câu tìm kiếm chưa đúng: {error.message}") from error
    return typed or None, f"{TOPICS[topic]}: {typed}" if typed else TOPICS[topic]


def _unit(corpus: Corpus, typed: str) -> tuple[str, str]:
    name, _, place = typed.partition(",")
    found = corpus.find_units(name.strip(), place.strip() or None, limit=6)
    if not found:
        raise NotAllowedError(f"Chưa có đơn vị nào tên “{typed}” được giao nhiệm vụ.")
    if len(found) > 1:
        names = "; ".join(f"{unit.name}, {unit.place}" if unit.place else unit.name for unit in found[:5])
        raise NotAllowedError(f"Có nhiều đơn vị tên “{typed}”. Hãy ghi rõ cả nơi, ví dụ: {names}.")
    return found[0].id, f"{TOPICS['unit']}: {found[0].name}"


def called(corpus: Corpus, subscription: Subscription) -> str:
    """A subscription as people call it."""
    if subscription.topic == "my_units":
        return "Nhiệm vụ của đơn vị tôi"
    said = TOPICS[subscription.topic]
    if subscription.value is None:
        return said
    name = corpus.unit(subscription.value).name if subscription.topic == "unit" else subscription.value
    return f"{said}: {name}"
