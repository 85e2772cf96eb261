"""Why a file can't be read, in words that its reader understands."""

from __future__ import annotations

from typing import Any

REASONS = {
    "missing": "không mở được tệp",
    "empty": "tệp rỗng",
    "too-large": "tệp quá lớn",
    "unknown-format": "định dạng không được hỗ trợ",
    "encrypted": "tệp có mật khẩu",
    "corrupt": "tệp hỏng hoặc bị cắt cụt",
    "bomb": "tệp nén phình quá lớn khi giải nén",
    "no-text": "không tìm thấy chữ nào",
    "no-article": "trang không có bài viết",
    "no-ocr": "bản chụp cần nhận dạng chữ nhưng máy chưa có tesseract tiếng Việt (xem `chidao doctor`)",
    "no-office": "tệp .doc cần LibreOffice, máy chưa có (xem `chidao doctor`)",
    "memory": "cần quá nhiều bộ nhớ, đã dừng",
    "cpu": "tính toán quá lâu, đã dừng",
    "time": "quá thời gian cho phép, đã dừng",
    "crash": "bộ đọc bị sập vì tệp này",
    "too-much-text": "văn bản đọc ra quá dài",
}


class UnreadableError(Exception):
    """A file that gives no reading. `code` is one of `REASONS`' keys, `detail` says what exactly was found."""

    def __init__(self, code: str, detail: str = "", *, name: str = "") -> None:
        self.code = code
        self.detail = detail
        self.name = name
        super().__init__(code, detail, name)

    @property
    def reason(self) -> str:
        """What is wrong, in Vietnamese, without the file's name."""
        return REASONS[self.code] + (f": {self.detail}" if self.detail else "")

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}" if self.name else self.reason

    def to_dict(self) -> dict[str, Any]:
        """For the way out of the jail."""
        return {"code": self.code, "detail": self.detail, "name": self.name}
