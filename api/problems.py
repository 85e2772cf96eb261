"""One shape for every error that leaves by HTTP: application/problem+json (RFC 9457), or a page for people."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

TITLES = {
    400: "Yêu cầu không hợp lệ",
    401: "Cần đăng nhập",
    403: "Không có quyền",
    404: "Không tìm thấy",
    405: "Cách gọi không đúng",
    409: "Trùng hoặc xung đột",
    412: "Đã có người sửa trước",
    413: "Quá lớn",
    415: "Kiểu dữ liệu không đúng",
    422: "Dữ liệu không hợp lệ",
    428: "Thiếu phiên bản đang sửa",
    429: "Quá nhiều lần",
    500: "Hệ thống gặp lỗi",
    502: "Nơi khác không trả lời",
    503: "Chưa sẵn sàng",
}


@dataclass
class ProblemError(Exception):
    """An error told to whoever asked: `status` is the HTTP status, `detail` one Vietnamese sentence that helps.

    `extra` adds members to the JSON body (RFC 9457, section 3.2), `headers` to the answer.
    """

    status: int
    detail: str
    extra: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The short Vietnamese name of the status."""
        return TITLES.get(self.status, "Lỗi")

    def body(self, instance: str) -> dict[str, Any]:
        """The JSON body; `instance` is the path that was asked for."""
        base = {"type": "about:blank", "title": self.title, "status": self.status, "detail": self.detail}
        return base | {"instance": instance} | self.extra
