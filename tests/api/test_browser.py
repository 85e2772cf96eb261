"""The pages in a browser: a reader's way from the first page to a task that is marked as reported."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from api.app import create_app
from api.settings import Settings

WIDE, PHONE = 1280, 390
ADDRESSES = (
    "/",
    "/search?q=chong+han",
    "/tasks?state=all",
    "/tasks?view=board",
    "/units",
    "/calendar?month=2025-09",
    "/review",
    "/audit",
    "/graph",
    "/explain",
    "/admin",
    "/crawl",
    "/export/tasks.html?state=all",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium")
    if program is None:
        if os.environ.get("CHIDAO_REQUIRE_PARTS") == "1":
            pytest.fail("thiếu Chromium")
        pytest.skip("thiếu Chromium: bỏ qua các bài thử trên trình duyệt")
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of pages served on loopback."""
    home = shutil.copytree(filled, tmp_path_factory.mktemp("served") / "home")
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(Settings(home=home)), log_level="warning"))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": WIDE, "height": 900}, locale="vi-VN", base_url=site)
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
    yield page
    page.close()
    assert trouble == []


def test_from_the_first_page_to_a_task_that_is_reported(page):
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hôm nay")
    page.get_by_label("Tìm văn bản, nhiệm vụ, số hiệu").fill("chong han")
    page.get_by_label("Tìm văn bản, nhiệm vụ, số hiệu").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("kết quả cho “chong han”")
    expect(page.locator(".hit mark").first).to_be_visible()
    page.locator(".hit", has_text="1204/UBND-KTN").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1204/UBND-KTN")
    card = page.locator(".task-card", has_text="bố trí kinh phí")
    card.locator("a.evidence").click()
    expect(page.locator(".text mark.on").first).to_be_in_viewport()
    card.get_by_role("link", name="Theo dõi").click()
    page.get_by_label("Chuyển sang").select_option("reported")
    page.get_by_label("Ghi chú tiến độ").fill("đã trình UBND tỉnh")
    page.get_by_label("Bằng chứng").fill("118/BC-STC")
    page.get_by_role("button", name="Ghi vào sổ").click()
    expect(page.locator(".timeline")).to_contain_text("đã trình UBND tỉnh")
    expect(page.locator(".timeline")).to_contain_text("118/BC-STC")
    expect(page.locator(".tag").first).to_contain_text("đã báo cáo")
    page.goto("/audit")
    expect(page.locator("table").first).to_contain_text("chuyển tình trạng")


def test_words_that_are_picked_become_the_task(page):
    page.goto("/tasks?state=all&unit_name=so+tai+chinh")
    page.locator("table.list a.words").first.click()
    page.get_by_text("Sửa điều máy đọc sai").click()
    page.evaluate(
        """() => {
            const mark = document.querySelector(".text mark.task").firstChild;
            getSelection().setBaseAndExtent(mark, 0, mark, 12);
        }"""
    )
    picked = page.evaluate("getSelection().toString()")
    expect(page.locator("[data-picked]")).to_have_text(picked)
    page.get_by_label("Lý do sửa").fill("chỉ đoạn này")
    page.get_by_role("button", name="Lưu bản sửa").click()
    expect(page.get_by_text("đã được người sửa")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text(picked.strip())


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_nothing_is_cut_off(page, address, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_menu_opens_on_a_phone(page):
    page.set_viewport_size({"width": PHONE, "height": 800})
    page.goto("/")
    page.get_by_label("Mở danh mục").click()
    page.locator(".menu").get_by_role("link", name="Nhiệm vụ").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("nhiệm vụ")


def test_pages_work_without_script(browser, site):
    page = browser.new_page(java_script_enabled=False, base_url=site)
    page.goto("/tasks?state=all")
    page.locator("table.list a.words").last.click()
    page.get_by_label("Ghi chú tiến độ").fill("ghi không cần JavaScript")
    page.get_by_role("button", name="Ghi vào sổ").click()
    expect(page.locator(".timeline")).to_contain_text("ghi không cần JavaScript")
    page.close()
