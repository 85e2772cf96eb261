import pytest

from nlp.symbols import read_symbol, symbol_parts, type_codes

TOLD = [
    ("374/QĐ-UBND", "quyết định", None, "local"),
    ("334/QĐ-TTg", "quyết định", "Thủ tướng Chính phủ", "central"),
    ("88/NQ-CP", "nghị quyết", "Chính phủ", "central"),
    ("36/2015/TT-BTNMT", "thông tư", "Bộ Tài nguyên và Môi trường", "central"),
    ("111/2024/QH15", None, "Quốc hội", "central"),
    ("595/UBND-KT", "công văn", None, "local"),
    ("4643/VPCP-CN", "công văn", "Văn phòng Chính phủ", "central"),
    ("10-NQ/TW", "nghị quyết", None, "central"),
    ("39-CTr/TU", "chương trình", None, "province"),
    ("14/2015/TTLT-BTC-BNV", "thông tư liên tịch", None, "central"),
    ("75/TB/STNMT-VPĐKĐĐ", "thông báo", None, "province"),
    ("17", None, None, None),
    ("", None, None, None),
]


@pytest.mark.parametrize(("number", "kind", "issuer", "level"), TOLD)
def test_letters_tell_what_they_can(number: str, kind: str | None, issuer: str | None, level: str | None) -> None:
    symbol = read_symbol(number)
    assert (symbol.type, symbol.issuer, symbol.level) == (kind, issuer, level)


def test_every_code_gives_back_its_type() -> None:
    for code, name in type_codes().items():
        assert read_symbol(f"5/{code}-SXD").type == name
        assert symbol_parts(f"5/2024/{code}-SXD") == [code, "SXD"]
