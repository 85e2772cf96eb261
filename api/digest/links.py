"""Where a mail's links lead: pages that need no login, opened by the recipient's own key."""

from __future__ import annotations

from urllib.parse import quote

from api.digest.render import Links
from corpus.subscriptions import Recipient


def links_for(base: str | None, recipient: Recipient | None, period: str | None = None) -> Links:
    """The links of a person's mail; without the pages' public address there are none."""
    if base is None:
        return Links()
    root = base.rstrip("/")
    if recipient is None:
        return Links(root)
    own = f"{root}/mail/{quote(recipient.key, safe='')}"
    return Links(
        root,
        archive=f"{own}/archive/{quote(period, safe='')}" if period else None,
        settings=own,
        stop=f"{own}/stop",
        confirm=f"{own}/confirm",
    )
