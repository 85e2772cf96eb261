"""Draws the mail of the made-up week for the docs: `python -m tests.api.digest.gallery docs/gallery`."""

from __future__ import annotations

import html
import io
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from api.digest.content import Interest, choose
from api.digest.period import week
from api.digest.render import Links, Rendered, render
from api.digest.week import gather
from corpus import Corpus
from tests.api.digest import made

BASE = "https://chidao.langson.example.vn"
VIEWS = (("digest-wide", 760, "light"), ("digest-phone", 390, "light"), ("digest-dark", 760, "dark"))
TERMINAL = (
    "margin:0;padding:16px;background:#111;color:#ddd;font:14px/1.45 'Noto Sans Mono','DejaVu Sans Mono',monospace"
)


def mail() -> Rendered:
    """The mail to somebody in Sở Xây dựng who follows a programme as well."""
    with tempfile.TemporaryDirectory() as folder, Corpus.open(f"sqlite:///{folder}/c.db") as corpus:
        made.week(corpus)
        happened = gather(corpus, week("2024-W19"), made.TODAY)
        unit = corpus.find_units("Sở Xây dựng")[0]
        wanted = [
            Interest(f"đơn vị: {unit.name}", frozenset([unit.id])),
            Interest("chương trình: mục tiêu quốc gia", words="muc tieu quoc gia"),
        ]
        links = Links(BASE, f"{BASE}/mail/k/archive/2024-W19", f"{BASE}/mail/k", f"{BASE}/mail/k/stop")
        return render(choose(happened, wanted, "bà Nguyễn Thị Hạnh"), links)


def main(folder: Path) -> None:
    """Writes the pictures."""
    rendered = mail()
    terminal = f'<pre style="{TERMINAL}">{html.escape(rendered.text)}</pre>'
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, width, scheme in (*VIEWS, ("digest-text", 720, "light")):
            page = browser.new_page(viewport={"width": width, "height": 400}, color_scheme=scheme)  # type: ignore[arg-type]
            page.set_content(terminal if name == "digest-text" else rendered.html)
            picture = Image.open(io.BytesIO(page.screenshot(full_page=True)))
            picture.quantize(32).save(folder / f"{name}.png", optimize=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
