"""The web application: pages and REST over one record and one index."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import as_file, files
from pathlib import Path
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from api.invalid import invalid_values
from api.pages import site
from api.pages.rendering import page
from api.problems import ProblemError
from api.rest import service
from api.rights import load_secret
from api.security import HEADERS, Guard
from api.settings import Settings
from api.state import State
from corpus import Corpus
from corpus.types import ConflictError, CorpusError, NotAllowedError, NotFoundError
from nlp.registry import Registry
from search.index import IndexUnavailableError
from search.query import QueryError
from search.sync import Indexer


class RefusedError(Exception):
    """The settings are not safe to serve pages with; the message says in Vietnamese what to do."""


def create_app(settings: Settings) -> FastAPI:
    """The application for an installation. Raises RefusedError where it would be open to strangers, or can't work."""
    if settings.refusal:
        raise RefusedError(settings.refusal)
    settings.home.mkdir(parents=True, exist_ok=True)
    corpus = Corpus.open(settings.record_url, settings.home)
    if not settings.on_loopback and not corpus.accounts.any():
        raise RefusedError(
            "Chưa có tài khoản nào. Hãy tạo một tài khoản quản trị: chidao user add TÊN --role administrator."
        )
    secret = load_secret(settings.secret.get_secret_value(), settings.home)
    state = State(settings, corpus, secret)
    _check(state)
    app = FastAPI(
        title="Chỉ đạo",
        version="1",
        description="Sổ theo dõi văn bản chỉ đạo: văn bản, nhiệm vụ, đơn vị, thời hạn và bằng chứng.",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_lifespan,
    )
    app.state.chidao = state
    _answer_errors(app)
    app.include_router(service.router)
    app.include_router(site.router)
    with as_file(files("api.pages").joinpath("static")) as folder:
        app.mount("/static", _Static(directory=Path(folder)), name="static")
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.add_middleware(Guard, settings=settings)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """While pages are served, what changes in the record goes into the index as well."""
    state: State = app.state.chidao
    stop = threading.Event()
    follower = threading.Thread(target=Indexer(state.corpus, state.index).follow, args=(stop,), daemon=True)
    follower.start()
    yield
    stop.set()
    await asyncio.to_thread(follower.join)
    state.close()


def _check(state: State) -> None:
    """Open the parts whose settings may make no sense. Raises RefusedError with what is wrong."""
    try:
        Registry.load()
        _ = state.index
    except ValueError as error:
        raise RefusedError(str(error)) from error


class _Static(StaticFiles):
    """Static files; their addresses carry a hash of their bytes (see rendering.static_address)."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response: Response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def _answer_errors(app: FastAPI) -> None:
    """Turn every error that has words for people into a problem."""

    @app.exception_handler(ProblemError)
    def told(request: Request, error: ProblemError) -> Response:
        return _answer(request, error)

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        details = {404: "Không có trang hay dữ liệu ở địa chỉ này.", 405: "Địa chỉ này không nhận cách gọi đó."}
        detail = details.get(error.status_code, str(error.detail))
        return _answer(request, ProblemError(error.status_code, detail, headers=dict(error.headers or {})))

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        return _answer(request, invalid_values(error.errors()))

    @app.exception_handler(QueryError)
    def not_understood(request: Request, error: QueryError) -> Response:
        return _answer(request, ProblemError(400, error.message, {"start": error.start, "end": error.end}))

    @app.exception_handler(CorpusError)
    def not_in_record(request: Request, error: CorpusError) -> Response:
        if isinstance(error, ConflictError):
            return _answer(request, ProblemError(412, _sentence(error), {"revision": error.revision}))
        status = 404 if isinstance(error, NotFoundError) else 409 if isinstance(error, NotAllowedError) else 400
        return _answer(request, ProblemError(status, _sentence(error)))

    @app.exception_handler(Exception)
    def failed(request: Request, _error: Exception) -> Response:
        detail = "Hệ thống gặp lỗi khi trả lời; lỗi đã được ghi ở nhật ký kỹ thuật. Dữ liệu trong sổ không đổi."
        answer = _answer(request, ProblemError(500, detail))
        answer.headers.update(HEADERS)  # this answer leaves outside of Guard
        return answer

    @app.exception_handler(IndexUnavailableError)
    def no_index(request: Request, _error: IndexUnavailableError) -> Response:
        detail = "Chỉ mục tìm kiếm đang bận hoặc chưa chạy; hãy thử lại sau ít phút."
        return _answer(request, ProblemError(503, detail, headers={"Retry-After": "30"}))


def _sentence(error: CorpusError) -> str:
    """What the record says, as a sentence of its own."""
    words = str(error)
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "!", "?")) else ".")


def _answer(request: Request, problem: ProblemError) -> Response:
    """The problem as JSON for programs and as a page for people; who must sign in is led to where they can."""
    wants_page = not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", "text/html")
    if not wants_page:
        body = problem.body(request.url.path)
        return JSONResponse(body, problem.status, problem.headers, media_type="application/problem+json")
    if problem.status == 401 and request.method == "GET":
        wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/login?{urlencode({'next': wanted})}", 303)
    return page(request, "problem.html", status=problem.status, problem=problem)
