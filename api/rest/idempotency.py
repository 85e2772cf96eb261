"""Idempotency-Key on posts: the same key with the same request is carried out once, and answered the same again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from api.problems import ProblemError
from api.rights import visitor_of
from api.state import state_of

HEADER = "idempotency-key"
LONGEST_KEY = 255


class IdempotentRoute(APIRoute):
    """A route whose posts may carry an Idempotency-Key."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with the look-up around it."""
        handle = super().get_route_handler()

        async def once(request: Request) -> Response:
            given = request.headers.get(HEADER)
            if request.method != "POST" or given is None or visitor_of(request).role is None:
                return await handle(request)
            return await _answer_once(request, given, handle)

        return once


async def _answer_once(request: Request, given: str, handle: Callable[[Request], Any]) -> Response:
    if not 1 <= len(given) <= LONGEST_KEY:
        raise ProblemError(400, f"Idempotency-Key phải có từ 1 đến {LONGEST_KEY} ký tự.")
    store = state_of(request).store
    key = _digest(visitor_of(request).name, given)
    what = _digest(request.url.path, request.url.query, (await request.body()).hex())
    known = store.claim(key, what)
    if known is not None:
        return _again(known, what)
    try:
        response: Response = await handle(request)
    except BaseException:
        store.release(key)
        raise
    store.answer(key, response.status_code, bytes(response.body), response.headers.get("etag"))
    return response


def _again(known: Any, what: str) -> Response:
    """The answer that the key got. Raises ProblemError where it was another request, or is still being answered."""
    if known.request != what:
        raise ProblemError(422, "Idempotency-Key này đã dùng cho một yêu cầu khác.")
    if known.status is None:
        raise ProblemError(409, "Yêu cầu cùng Idempotency-Key đang được thực hiện.", headers={"Retry-After": "1"})
    headers = {"Idempotent-Replayed": "true"} | ({"ETag": known.etag} if known.etag else {})
    return Response(known.body, known.status, headers, media_type="application/json")


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
