"""A user's own rows are merged over the registry, and wrong ones are told by file and row."""

from __future__ import annotations

from datetime import date

import pytest

from nlp.registry import Registry, corrections_in
from nlp.resolution import resolve

TOML = """
[[unit]]
name = "Trung tâm Chống ngập"
place = "TP HCM"
short = ["TTCN"]
from = 2008-01-01
to = 2018-01-01
into = [{ to = "ho-chi-minh.so-xay-dung", share = "chống ngập" }]
source = "Quyết định 101/2007/QĐ-UBND"

[[unit]]
id = "lao-cai.so-ngoai-vu"
name = "Sở Ngoại vụ"
place = "Lào Cai"
to = 2025-03-01
into = [{ to = "lao-cai.van-phong-ubnd" }]

[[alias]]
name = "Đầu mối nông thôn mới"
place = "tỉnh Lào Cai"
unit = "lao-cai.so-nong-nghiep-va-moi-truong"

[[merge]]
provisional = "tam.lao-cai.cong-ty-cap-nuoc"
unit = "lao-cai.so-xay-dung"
"""
CSV = """action,name,place,unit,short,from,to,into,share,source
unit,Trung tâm Chống ngập,TP HCM,,TTCN; Trung tâm CN,2008-01-01,2018-01-01,ho-chi-minh.so-xay-dung,chống ngập,QĐ 101
alias,Đầu mối nông thôn mới,tỉnh Lào Cai,lao-cai.so-nong-nghiep-va-moi-truong,,,,,,
merge,tam.lao-cai.cong-ty-cap-nuoc,,lao-cai.so-xay-dung,,,,,,
"""


@pytest.fixture(params=["toml", "csv"])
def registry(request, tmp_path) -> Registry:
    path = tmp_path / f"units.{request.param}"
    path.write_text(TOML if request.param == "toml" else CSV, encoding="utf-8")
    assert corrections_in(tmp_path) == path
    return Registry.load(path)


def test_a_new_unit_is_found_by_its_names(registry):
    for name in ("Trung tâm Chống ngập", "TTCN", "TRUNG TÂM CHỐNG NGẬP"):
        (match,) = registry.find(name, "TP HCM")
        assert (match.unit.id, match.rule) == ("ho-chi-minh.trung-tam-chong-ngap", "registry.corrected")
    assert match.unit.full_name == "Trung tâm Chống ngập Thành phố Hồ Chí Minh"
    assert [u.id for u in registry.today(match.unit.id, date(2026, 1, 1))] == ["ho-chi-minh.so-xay-dung"]
    assert not registry.find("TTCN", "Lào Cai")


def test_an_alias_is_of_its_place(registry):
    (match,) = registry.find("đầu mối nông thôn mới", "Lào Cai")
    assert match.unit.id == "lao-cai.so-nong-nghiep-va-moi-truong"
    assert not registry.find("đầu mối nông thôn mới", "Sơn La")


def test_a_provisional_unit_is_confirmed(registry):
    found = resolve("Công ty Cấp nước", place="Lào Cai", registry=registry)
    assert (found.unit, found.rule) == ("lao-cai.so-xay-dung", "resolution.confirmed")
    assert registry.unit("tam.lao-cai.cong-ty-cap-nuoc").id == "lao-cai.so-xay-dung"


def test_a_unit_of_the_registry_is_replaced(tmp_path):
    path = tmp_path / "units.toml"
    path.write_text(TOML, encoding="utf-8")
    registry = Registry.load(path)
    answers = registry.today("lao-cai.so-ngoai-vu", date(2026, 1, 1))
    assert [u.id for u in answers] == ["lao-cai.van-phong-ubnd"]
    assert registry.unit("lao-cai.so-ngoai-vu").parents == ("lao-cai.ubnd",)


def test_installed_corrections_are_the_usual_ones_and_edits_are_seen(tmp_path):
    path = tmp_path / "units.toml"
    path.write_text(TOML, encoding="utf-8")
    Registry.install(path)
    try:
        assert Registry.load().find("TTCN", "TP HCM")
        path.write_text(TOML.replace("TTCN", "TTCNN"), encoding="utf-8")
        assert not Registry.load().find("TTCN", "TP HCM")
    finally:
        Registry.install(None)
    assert not Registry.load().find("TTCNN", "TP HCM")


WRONG = [
    ("units.toml", "[[unit]\n", "không đọc được TOML"),
    ("units.toml", '[[unit]]\nplace = "Lào Cai"\n', "unit thứ 1: thiếu “name”"),
    ("units.toml", '[[unit]]\nname = "X"\nplace = "Nơi nào đó"\n', "không rõ “Nơi nào đó”"),
    ("units.toml", '[[unit]]\nname = "X"\nfrom = 2020-01-01\nto = 2019-01-01\n', "trước khi bắt đầu"),
    ("units.toml", '[[unit]]\nname = "X"\ninto = [{ to = "bo-y-te" }]\n', "chưa có ngày kết thúc"),
    ("units.toml", '[[alias]]\nname = "X"\nunit = "khong-co"\n', "alias thứ 1: danh bạ không có đơn vị “khong-co”"),
    ("units.csv", "action,name\nxoa,X\n", "dòng 2: action phải là"),
    ("units.csv", "action,name,from\nunit,X,1/2/2020\n", "dòng 2: “1/2/2020” không phải là ngày"),
]


@pytest.mark.parametrize(("name", "text", "message"), WRONG)
def test_wrong_rows_are_told(tmp_path, name, text, message):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=name) as error:
        Registry.load(path)
    assert message in str(error.value)


def test_bytes_that_are_no_text_are_told(tmp_path):
    for name in ("units.toml", "units.csv"):
        (tmp_path / name).write_bytes(b"\xff\xfe\x00action")
        with pytest.raises(ValueError, match=name):
            Registry.load(tmp_path / name)
