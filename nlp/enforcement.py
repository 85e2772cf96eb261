"""Tells the clause that only puts a document in force from an order (guidelines: the enforcement clause is no task)."""

from __future__ import annotations

from nlp.passages import Passage

_WORDS = frozenset(
    [
        "nghiêm",
        "túc",
        "khẩn",
        "trương",
        "triển",
        "khai",
        "tổ",
        "chức",
        "thực",
        "hiện",
        "thi",
        "hành",
        "quyết",
        "định",
        "này",
        "kế",
        "hoạch",
        "công",
        "điện",
        "các",
        "nội",
        "dung",
        "nêu",
        "trên",
        "theo",
        "quy",
        "phối",
        "hợp",
        "biết",
        "và",
        "chỉ",
        "thị",
        "thông",
        "báo",
        "đúng",
        "đầy",
        "đủ",
        "chịu",
        "trách",
        "nhiệm",
        "kể",
        "từ",
        "ngày",
        "ký",
        "văn",
        "bản",
        "hiệu",
        "quả",
        "căn",
        "cứ",
        "kết",
        "luận",
        "để",
        ",",
        "yêu",
        "cầu",
        "có",
        "liên",
        "quan",
        "nhiệm",
        "vụ",
        "tốt",
        "công",
        "nghị",
        "quyết",
        "hướng",
        "dẫn",
        "kết_luận",
    ]
)
_OPENINGS = (
    ("trên", "đây"),
    ("nhận", "được"),
    ("căn", "cứ", "ý", "kiến"),
    ("căn", "cứ", "nội", "dung"),
    ("đề", "nghị"),
    ("yêu", "cầu"),
)


def is_enforcement(passage: Passage, action: int, last: int) -> bool:
    """Whether the words from `action` to `last` say no more than: carry this out."""
    words = passage.lower[action:last]
    while words and words[-1] in (".", "/", ";", ":"):
        words = words[:-1]
    if len(words) > 14:
        return False
    return all(w in _WORDS for w in words) and any(w in ("thực", "thi") for w in words)
