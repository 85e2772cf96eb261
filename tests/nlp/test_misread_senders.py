"""Senders whose letterhead OCR misread, and offices that are named with their owner."""

import pytest

from nlp import Extractor

_PAGE = """{above}                 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
{own}                    Độc lập - Tự do - Hạnh phúc

Số: 61/TB-UBND                    {place}, ngày 03 tháng 4 năm 2019

                    THÔNG BÁO
          Về việc tiếp công dân tháng 4

    Căn cứ Luật Tiếp công dân ngày 25/11/2013; thông báo lịch tiếp công dân như sau.
"""


@pytest.mark.parametrize(
    ("above", "own", "place", "issuer"),
    [
        ("ỦY BAN NHÂN DÂN", "HUYỆN ĐÁK R°LÁP", "Đák R°láp", "UBND huyện Đắk R'Lấp"),
        ("HỘI ĐỎNG NHÂN DÂN", "HUYỆN AN PHÚ", "An Phú", "HĐND huyện An Phú"),
        ("UBND TỈNH LÀO CAI", "VĂN PHÒNG", "Lào Cai", "Văn phòng UBND tỉnh Lào Cai"),
    ],
)
def test_sender(above: str, own: str, place: str, issuer: str) -> None:
    found = Extractor().extract(_PAGE.format(above=above, own=own, place=place))
    assert found.directive is not None
    assert found.directive.issuer == issuer
