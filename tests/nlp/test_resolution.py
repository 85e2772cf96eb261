"""Mentions become units: the expected units of the gold texts, and the cases that show each rule."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from nlp.registry import Registry
from nlp.resolution import resolve, sentence_before

GOLD = sorted((Path(__file__).parent / "gold_units").glob("*.json"))
SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "gold"
HIGH = 0.7


def _expected() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    documents = (json.loads(path.read_text("utf-8")) for path in GOLD)
    return [(document, row) for document in documents for row in document["units"]]


def _resolve(document: dict[str, Any], row: dict[str, Any]):
    on = date.fromisoformat(document["on"]) if document["on"] else None
    place, issuer = document["place"], document["issuer"]
    return resolve(row["text"], place=place, on=on, issuer=issuer, sentence=row.get("sentence", ""))


def test_gold_mentions_of_one_unit():
    right, total, wrong = 0, 0, []
    for document, row in _expected():
        if row["group"] or row["unit"] is None:
            continue
        total += 1
        found = _resolve(document, row)
        right += found.unit == row["unit"]
        if found.unit not in (None, row["unit"]) and found.confidence >= HIGH:
            wrong.append((document["id"], row["text"], found.unit))
    assert not wrong
    assert total > 150
    assert right / total >= 0.97


def test_gold_mentions_that_name_nobody_stay_open():
    for document, row in _expected():
        if row["unit"] is None and not row["group"]:
            assert _resolve(document, row).unit is None, row["text"]


def test_gold_groups():
    counts = Counter()
    for document, row in _expected():
        if row["group"]:
            counts[_resolve(document, row).group and _resolve(document, row).unit == row["unit"]] += 1
    assert counts[True] / sum(counts.values()) >= 0.97


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/gold is missing")
def test_gold_units_stand_where_the_gold_says():
    for document, row in _expected():
        if row["start"] is not None:
            with (SHARED / f"{document['id']}.txt").open(encoding="utf-8", newline="") as file:
                assert file.read()[row["start"] : row["end"]] == row["text"]


LAO_CAI = {"place": "tỉnh Lào Cai", "on": date(2026, 6, 1)}
CASES = [
    # (text, where, unit, group, why)
    ("Sở Xây dựng", LAO_CAI, "lao-cai.so-xay-dung", False, "the place is the document's"),
    ("UBND tỉnh", {"place": "Lạng Sơn"}, "lang-son.ubnd", False, "the place is the portal's"),
    ("SỞ XÂY DỰNG", LAO_CAI, "lao-cai.so-xay-dung", False, "capitals"),
    ("Giám đốc Sở Y tế", LAO_CAI, "lao-cai.so-y-te", False, "an office-holder stands for the unit"),
    ("Chánh Thanh tra tỉnh", LAO_CAI, "lao-cai.thanh-tra", False, "the holder's title holds the unit's name"),
    ("Chánh Văn phòng UBND tỉnh", LAO_CAI, "lao-cai.van-phong-ubnd", False, "likewise"),
    ("Bộ trưởng Bộ Y tế", {}, "bo-y-te", False, "likewise"),
    ("Phó Chủ tịch UBND TP HCM Trần Vĩnh Tuyến", {}, "ho-chi-minh.ubnd", False, "a person is named behind"),
    ("Phó Thủ tướng Vương Đình Huệ", {}, "chinh-phu", False, "likewise"),
    ("Bộ trưởng", {"issuer": "Bộ Y tế"}, "bo-y-te", False, "the issuer itself"),
    ("Sở Nội vụ", {"issuer": "Bộ Nội vụ"}, "viet-nam.nhom.so-noi-vu", True, "every province has one"),
    ("đồng chí Chủ tịch UBND tỉnh", LAO_CAI, "lao-cai.ubnd", False, "courtesy words"),
    ("các sở, ban, ngành", LAO_CAI, "lao-cai.nhom.so_ban_nganh", True, "a group"),
    ("Thủ trưởng các sở, ngành", LAO_CAI, "lao-cai.nhom.so_nganh", True, "their heads are the group"),
    ("UBND các xã, phường", LAO_CAI, "lao-cai.nhom.ubnd-xa_ubnd-phuong", True, "a body of each area"),
    ("các bộ, ngành", LAO_CAI, "viet-nam.nhom.bo_nganh", True, "ministries are of the country"),
    ("đơn vị nêu trên", LAO_CAI, None, False, "points back"),
    ("UBND huyện", {"place": "tỉnh Đắk Nông", "on": date(2020, 1, 1)}, None, False, "which district isn't told"),
    ("UBND huyện", {"place": "tỉnh Đắk Nông", "issuer": "UBND huyện Đắk R'Lấp"}, "dak-nong.huyen-dak-rlap.ubnd", False,
     "the issuer tells the district"),
    ("Sở Y tế", {}, None, False, "no place: open between all provinces"),
    ("Công ty Cổ phần Cấp nước", LAO_CAI, "tam.lao-cai.cong-ty-co-phan-cap-nuoc", False, "a provisional unit"),
    ("Phòng Quản lý Năng lượng", {"issuer": "Sở Công Thương tỉnh Lào Cai"},
     "tam.lao-cai.so-cong-thuong.phong-quan-ly-nang-luong", False, "a part of the issuer"),
    ("Văn phòng Sở", {"issuer": "Sở Công Thương tỉnh Lào Cai"}, "lao-cai.van-phong-so-cong-thuong", False, "likewise"),
    ("Sở Xây dưng", LAO_CAI, "lao-cai.so-xay-dung", False, "an accent is missing"),
    ("Sở Khoa hoc va Cong nghe", LAO_CAI, "lao-cai.so-khoa-hoc-va-cong-nghe", False, "accents are missing"),
    ("Sở Nông nghiêp và Môl trường", LAO_CAI, "lao-cai.so-nong-nghiep-va-moi-truong", False, "OCR noise"),
    ("Chủ tịch UBND các xã, thị trân", LAO_CAI, "lao-cai.nhom.ubnd-xa_ubnd-thi-tran", True, "OCR noise in a group"),
    ("", LAO_CAI, None, False, "nothing"),
    ("x" * 5000, LAO_CAI, None, False, "no name is that long"),
    ("a " * 5000, LAO_CAI, None, False, "nor has so many words"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "where", "unit", "group", "why"), CASES)
def test_resolve(text, where, unit, group, why):
    found = resolve(text, **where)
    assert (found.unit, found.group) == (unit, group), why
    assert 0 <= found.confidence <= 1


def test_open_between_two_is_open():
    found = resolve("UBND huyện Châu Thành", on=date(2020, 1, 1))
    assert found.unit is None
    assert len(found.candidates) == 8


def test_a_listed_group_has_its_members():
    found = resolve("UBND các phường: Yên Bái, Văn Phú", **LAO_CAI)
    assert found.group
    assert found.candidates == ["lao-cai.phuong-yen-bai.ubnd", "lao-cai.phuong-van-phu.ubnd"]


def test_a_sentence_of_another_place_is_read_there():
    text = "Bão đổ bộ vào Vĩnh Long. Tỉnh Trà Vinh giao Bộ Chỉ huy Quân sự rà soát."
    start = text.index("Bộ Chỉ huy")
    sentence = sentence_before(text, start)
    assert sentence == "Tỉnh Trà Vinh giao "
    found = resolve("Bộ Chỉ huy Quân sự", place="tỉnh Vĩnh Long", sentence=sentence)
    assert found.unit == "tra-vinh.bo-chi-huy-quan-su"


def test_a_likely_place_decides_but_is_never_sure():
    found = resolve("Sở Xây dựng", likely="thành phố Đà Nẵng")
    assert (found.unit, found.rule) == ("da-nang.so-xay-dung", "registry.exact-likely-place")
    assert found.confidence < HIGH
    assert resolve("Sở Xây dựng", place="Lào Cai", likely="thành phố Đà Nẵng").unit == "lao-cai.so-xay-dung"
    assert resolve("Bộ Y tế", likely="thành phố Đà Nẵng").confidence == 1


def test_a_central_body_is_meant_by_a_central_issuer():
    for issuer, unit in (("Thủ tướng Chính phủ", "ngan-hang-nha-nuoc-viet-nam"), ("UBND tỉnh Nghệ An", None)):
        found = resolve("Ngân hàng Nhà nước", place="Nghệ An", issuer=issuer)
        assert found.unit == (unit or "nghe-an.ngan-hang-nha-nuoc-khu-vuc")


def test_provisional_ids_are_the_same_for_every_spelling():
    one, two = (resolve(t, **LAO_CAI).unit for t in ("Công ty CP Môi trường Đô thị", "CÔNG TY CP MÔI TRƯỜNG ĐÔ THỊ"))
    assert one == two


def test_resolutions_name_units_that_exist():
    registry = Registry.load()
    for document, row in _expected():
        unit = _resolve(document, row).unit
        if unit is not None and not unit.startswith("tam."):
            assert registry.unit(unit).id == unit
