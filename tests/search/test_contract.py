"""One contract, two engines: what holds for every index, and what both must answer alike."""

from __future__ import annotations

import unicodedata

import pytest

from search.index import Index
from search.query import parse
from search.types import KINDS
from tests.search import made

QUERIES = [
    # words, with and without accents, in every spelling
    "đầu tư", "đau tu", "dau tu", unicodedata.normalize("NFD", "đầu tư"), "ĐẦU TƯ CÔNG",
    "nông thôn mới", "nong thon moi",
    "NTM", "ubnd tỉnh", "ủy ban nhân dân", "hoà giải", "hòa giải", "thuỷ lợi", "thủy lợi", "kĩ thuật",
    "kỹ thuật trồng trọt",
    "cải cách hành chính", "CCHC", "phòng cháy", "PCCC", "BHYT", "bao hiem y te", "giai phong mat bang", "GPMB",
    "an toàn thực phẩm", "chuyển đổi số", "CĐS", "nha o xa hoi", "rác thải", "khoáng sản", "cao tốc bắc nam",
    "đẩy nhanh tiến độ giải phóng mặt bằng", "tháo gỡ khó khăn", "tiêm chủng", "dịch tả lợn châu phi",
    # phrases
    '"đầu tư công"', '"dau tu cong"', '"xây dựng nông thôn mới"', '"nước sạch"', '"an toàn giao thông" Lạng Sơn',
    # numbers
    "38", "75/UBND", "so 112", "112/KH-UBND", "1 UBND", "186 ubnd", "số 223", "30/2020/NĐ-CP",
    # slips
    "nông thom mới", "nongthon", "giao thôgn", "chuyenr đổi", "phòng cahys", "khoang sna", "đầu tw công",
    # exclusion
    "đầu tư -công", 'nông thôn -"nông thôn mới"', "phòng -cháy", "-đầu -tư", "UBND -Lạng",
    # filters, in words staff use
    "từ:2024-05 đến:06/2024", "tu:2024 den:2024", "năm:2023", "năm:2024 đầu tư", 'cơ quan:"UBND tỉnh"',
    'co quan:"ubnd tinh lang son"', 'coquan:"Ủy ban nhân dân tỉnh Cà Mau"', 'loại:"công văn"', "loại:chỉ thị",
    'loại:"kế hoạch","quyết định"', '-loại:"công văn" nông thôn', 'đơn vị:"Sở Xây dựng"',
    'don vi:"so tai chinh" đầu tư',
    'chủ trì:"Công an tỉnh"', 'phối hợp:"Thanh tra"', 'trạng thái:"quá hạn"', "trạng thái:quá hạn đơn vị:\"Sở Y tế\"",
    "trang thai:hoan thanh", "vai trò:phối hợp", 'người ký:"Trần Thị Bích"', "tỉnh:\"Hà Giang\" an toàn", "số:75",
    'số:"112/KH"', "hạn:2025", "hạn từ:2025-06 hạn đến:2025-09", "cổng:portal1 đầu tư", "tháng:5/2024",
    "từ:\"quý II/2024\"",
    'loại:="công văn" trạng thái:"đang thực hiện"', 'viện dẫn:"NĐ-CP"', "",
]  # fmt: skip


@pytest.mark.parametrize("kinds", [("directive", "document"), ("task",), KINDS], ids=["texts", "tasks", "all"])
@pytest.mark.parametrize("text", QUERIES)
def test_both_engines_agree(embedded_filled: Index, elastic_filled: Index, text: str, kinds: tuple[str, ...]) -> None:
    query = parse(text, kinds=kinds, size=10, today=made.TODAY)  # type: ignore[arg-type]
    one, other = embedded_filled.search(query), elastic_filled.search(query)
    assert (one.total, one.match, one.facets) == (other.total, other.match, other.facets)
    keys, others = [hit.key for hit in one.hits], [hit.key for hit in other.hits]
    assert len(set(keys) & set(others)) >= 0.9 * len(keys)
    marks = {hit.key: hit.highlights for hit in one.hits}
    assert all(marks[hit.key] == hit.highlights for hit in other.hits if hit.key in marks)
