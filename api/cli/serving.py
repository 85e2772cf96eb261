"""`chidao serve`: the web pages and REST."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli import console
from api.cli.vietnamese import Command


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command(cls=Command)(serve)


def serve(
    host: Annotated[
        str | None, typer.Option("--host", help="Địa chỉ lắng nghe; mặc định CHIDAO_HOST hoặc 127.0.0.1.")
    ] = None,
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535, help="Cổng; 0 là cổng trống bất kỳ.")] = None,
) -> None:
    """Mở trang web và REST; dừng bằng Ctrl+C."""
    import socket

    import uvicorn

    from api.app import RefusedError, create_app
    from corpus.types import CorpusError

    given = {"host": host, "port": port}
    settings = console.settings(**{k: v for k, v in given.items() if v is not None})
    try:
        app = create_app(settings)
    except (RefusedError, CorpusError) as error:
        console.stop(str(error))
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
    except OSError as error:
        console.stop(
            f"Không lắng nghe được ở {settings.host}:{settings.port} ({error.strerror}). Thử cổng khác: --port 0"
        )
    shown = f"[{settings.host}]" if ":" in settings.host else settings.host
    print(f"Mở trang: http://{shown}:{listening.getsockname()[1]}/", flush=True)
    if app.state.chidao.is_open():
        console.say("Chưa có tài khoản nào: ai dùng máy này cũng xem và sửa được (tạo tài khoản: chidao user add TÊN).")
    config = uvicorn.Config(
        app,
        log_level=settings.log_level,
        server_header=False,
        proxy_headers=settings.proxy,
        forwarded_allow_ips="*" if settings.proxy else None,
    )
    uvicorn.Server(config).run([listening])
