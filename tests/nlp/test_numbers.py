import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.numbers import find_numbers, mend

WRITTEN = [
    ("595/UBND-KT", "595/UBND-KT", "a letter's: no type in it"),
    ("99/BCĐ-NTM", "99/BCĐ-NTM", "a steering committee's"),
    ("374/QĐ-UBND", "374/QĐ-UBND", "type and issuer"),
    ("111/2024/QH15", "111/2024/QH15", "year and the Assembly's term"),
    ("56/NQ-QH15", "56/NQ-QH15", "the Assembly's, without a year"),
    ("10-NQ/TU", "10-NQ/TU", "the Party's"),
    ("39-CTr/TU", "39-CTr/TU", "a small letter in the type"),
    ("75/TB/STNMT-VPĐKĐĐ", "75/TB/STNMT-VPĐKĐĐ", "three parts"),
    ("1155/STC-GCS&TCDN", "1155/STC-GCS&TCDN", "two fields in one"),
    ("66.3/2025/NQ-CP", "66.3/2025/NQ-CP", "a numbered part of a resolution"),
    ("30a/2008/NQ-CP", "30a/2008/NQ-CP", "a letter behind the figures"),
    ("14/2015/TTLT-BNNPTNT-BNV", "14/2015/TTLT-BNNPTNT-BNV", "two issuers"),
    ("1606/QĐ-CTUBND", "1606/QĐ-CTUBND", "a glued code that is one"),
    ("695-BYT/QĐ", "695-BYT/QĐ", "the form of before 1998"),
    ("158/QĐ-C41", "158/QĐ-C41", "a letter and figures of the police"),
    ("5973 /UBND-KT", "5973/UBND-KT", "a space before the mark"),
    ("2171/UBND- KTN", "2171/UBND-KTN", "a space behind the hyphen"),
    ("12/QĐ -UBND", "12/QĐ-UBND", "a space before the hyphen"),
    ("217/2025/NĐ-\nCP", "217/2025/NĐ-CP", "torn behind the hyphen"),
    ("10-\n\nNQ/TW", "10-NQ/TW", "torn by a page"),
    ("25\n/2025/TT-BVHTTDL", "25/2025/TT-BVHTTDL", "torn before the mark"),
    ("78/202\n5/TT-BCA", "78/2025/TT-BCA", "the year torn"),
    ("05 CT/TW", "05CT/TW", "the hyphen lost: not put back"),
    ("98/CV-Cty", "98/CV-Cty", "a firm's"),
    ("123/QĐ UBND", "123/QĐ-UBND", "a space for the hyphen"),
    ("15/20 20/NĐ-CP", "15/2020/NĐ-CP", "the year spread"),
    ("374 QĐ-UBND", "374QĐ-UBND", "the stroke forgotten"),
    ("12-QĐ-UBND", "12-QĐ-UBND", "a hyphen for the stroke"),
    ("595 / UBND - KT", "595/UBND-KT", "word by word"),
    ("1297 - QĐNS / TW", "1297-QĐNS/TW", "word by word, the Party's"),
    ("l23/QĐ-UBND", "123/QĐ-UBND", "OCR's l"),
    ("1O5/KH-UBND", "105/KH-UBND", "OCR's O"),
    ("374/QÐ-UBND", "374/QĐ-UBND", "eth for Đ"),
    ("374/QD-UBND", "374/QĐ-UBND", "the stroke lost"),
    ("181/2024/NĐCP", "181/2024/NĐ-CP", "the hyphen forgotten"),
    ("số 595/ubnd-kt", "595/UBND-KT", "small letters behind số"),
    ("QCVN 01:2019/BCT", "01:2019/BCT", "a standard"),
]
ALIKE = [
    ("24/7", "round the clock"),
    ("24/24h", "round the clock"),
    ("ngày 30/6/2024", "a date"),
    ("18/19 tiêu chí", "a score"),
    ("0983 134 682", "a telephone"),
    ("02613.648.141", "a telephone"),
    ("29C-123.45", "a car's plate"),
    ("48A-1234", "a car's plate"),
    ("100 triệu/ha", "money for land"),
    ("60km/h", "a speed"),
    ("mg/KG", "a dose"),
    ("Km0 - Km2+571", "a place on a road"),
    ("quốc lộ 14B", "a road"),
    ("QL32", "a road"),
    ("khoản 12 Điều 4", "an article of a law"),
    ("điểm a/khoản 2", "a point of a law"),
    ("1.2.3", "a section"),
    ("2021 - 2025", "years"),
    ("01/2019", "a month"),
    ("tỷ lệ 1/500", "a scale"),
    ("biểu số 09-N/STNMT", "a form"),
    ("5.118/6.045 ha", "a share"),
    ("3/4 Sở", "a share of bodies"),
    ("H5N1", "a virus"),
    ("COVID-19", "a virus"),
    ("Số:        /UBND-KT", "a number left blank"),
    ("Số: …/2025/NĐ-CP", "a number left blank"),
    ("2£9/TB-TTr", "figures that OCR lost"),
    ("12/QĐ-ubnd", "half in capitals"),
    ("https://a.vn/12/ABC-DEF", "an address"),
    ("và/hoặc", "words"),
    ("12/A Nguyễn Trãi", "a house"),
]
UNSURE = ["5/KP4", "12/HCM", "3/TT", "01/BCĐBQH-MT", "14/BBKT-CSSX"]


@pytest.mark.parametrize(("text", "number", "why"), WRITTEN)
def test_numbers_are_found_as_written(text: str, number: str, why: str) -> None:
    (found,) = find_numbers(f"Thực hiện {text}, yêu cầu")
    assert found.number == number, why
    assert found.sure, why


@pytest.mark.parametrize(("text", "why"), ALIKE)
def test_what_looks_like_a_number_is_left_alone(text: str, why: str) -> None:
    assert [n for n in find_numbers(f"Có {text} ở đây") if n.sure] == [], why


@pytest.mark.parametrize("text", UNSURE)
def test_letters_that_no_table_knows_need_a_type_word(text: str) -> None:
    assert not any(n.sure for n in find_numbers(f"tại {text}, phường"))


def test_a_dash_between_two_names_joins_no_number() -> None:
    (found,) = find_numbers("theo 12/QĐ-UBND - UBND tỉnh")
    assert found.number == "12/QĐ-UBND"


def test_every_common_type_and_issuer_is_found_together() -> None:
    types = ["QĐ", "KH", "TB", "CT", "NQ", "BC", "TTr", "CĐ", "HD", "GM", "KL", "CTr", "QC"]
    issuers = ["UBND", "HĐND", "SNV", "BTC", "TTg", "STNMT", "BCĐ", "VPCP"]
    for kind, issuer, year in itertools.product(types, issuers, ["", "/2024"]):
        text = f"7{year}/{kind}-{issuer}"
        assert [n.number for n in find_numbers(f"số {text} ngày")] == [text]


def test_every_party_number_is_found() -> None:
    for kind, issuer in itertools.product(
        ["NQ", "CT", "KL", "QĐ", "CTr", "TB", "KH", "CV"], ["TW", "TU", "HU", "BTGTU"]
    ):
        assert [n.number for n in find_numbers(f"số 12-{kind}/{issuer}.")] == [f"12-{kind}/{issuer}"]


@given(st.text(alphabet="0123456789lO/-–:. \nQĐUBNDTTgCPkh&", max_size=60))
def test_spans_hold_in_any_text(text: str) -> None:
    for found in find_numbers(text):
        assert 0 <= found.start < found.end <= len(text)
        assert not any(c.isspace() for c in found.number)


@given(st.text(max_size=40))
def test_mending_never_fails_and_leaves_no_space(text: str) -> None:
    assert not any(c.isspace() for c in mend(text))
