"""Draws pages on the samples for the docs: `python -m tests.api.gallery docs/gallery`."""

from __future__ import annotations

import io
import shutil
import socket
import sys
import tempfile
import threading
from pathlib import Path

import httpx
import uvicorn
from PIL import Image
from playwright.sync_api import sync_playwright

from api.app import create_app
from api.settings import Settings
from corpus import Corpus
from ingest.pipeline import run
from search.index import open_index

SAMPLES = Path(__file__).resolve().parents[2] / "corpus" / "samples"
WIDE, PHONE, SHOWN = (1280, 900), (390, 844), 900


def views(base: str) -> list[tuple[str, str, tuple[int, int], str]]:
    """Name, address, size and colours of each picture."""
    found = httpx.get(f"{base}/api/v1/directives", params={"number": "3310/UBND-NNMT"}).json()["items"][0]["id"]
    task = httpx.get(f"{base}/api/v1/tasks", params={"unit_name": "so xay dung"}).json()["items"][0]
    return [
        ("home", "/", WIDE, "light"),
        ("home-phone", "/", PHONE, "light"),
        ("search", "/search?q=chong+han", WIDE, "light"),
        ("directive", f"/directives/{found}", WIDE, "light"),
        ("directive-dark", f"/directives/{found}", WIDE, "dark"),
        ("task", f"/tasks/{task['id']}", WIDE, "light"),
        ("unit", f"/units/{task['assignments'][0]['unit_id']}?state=all", WIDE, "light"),
        ("calendar", "/calendar?month=2025-09", WIDE, "light"),
    ]


def main(folder: Path) -> None:
    """Writes the pictures."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        index = open_index(f"tantivy:{home}/index")
        with Corpus.open(f"sqlite:///{home}/record.db", home) as corpus:
            run([SAMPLES], corpus=corpus, index=index)
        index.close()
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(Settings(home=home)), log_level="warning"))
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        draw(f"http://127.0.0.1:{listening.getsockname()[1]}", folder)
        server.should_exit = True
        thread.join()


def draw(base: str, folder: Path) -> None:
    """One picture a view, in few colours, as wide as the docs show it."""
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, address, (width, height), scheme in views(base):
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme=scheme,  # type: ignore[arg-type]
                locale="vi-VN",
                reduced_motion="reduce",
            )
            page.goto(base + address, wait_until="networkidle")
            page.wait_for_timeout(1000)
            picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            if width > SHOWN:
                picture = picture.resize((SHOWN, height * SHOWN // width), Image.Resampling.LANCZOS)
            picture.quantize(128).save(folder / f"{name}.png", optimize=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
