"""Where a mail's links lead: pages that need no login, opened by the recipient's own key."""

from __future__ import annotations

from urllib.parse import quote

from api.digest.render import Links
from api.settings import Settings
from corpus.subscriptions import Recipient
from corpus.types import NotAllowedError


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


def public_base(settings: Settings, asked_at: str) -> str:
    """The pages' public address, which mails link to: the one that is set, or on this machine the one asked at.

    Raises NotAllowedError where it isn't set and others can reach the pages: the Host header is theirs to choose.
    """
    if settings.base_url is not None:
        return str(settings.base_url).rstrip("/")
    if not settings.on_loopback:
        raise NotAllowedError("Chưa đặt CHIDAO_BASE_URL nên chưa gửi được thư có liên kết. Hãy báo người quản trị.")
    return asked_at.rstrip("/")
