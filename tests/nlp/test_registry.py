"""The registry's data holds together, and its look-ups answer right over all provinces, then and today."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vietnam_provinces import NESTED_DIVISIONS_JSON_PATH

from nlp.registry import Registry, Unit
from nlp.registry.check import problems
from nlp.registry.names import exact, folded, slug

BEFORE, AFTER = date(2024, 6, 30), date(2025, 7, 1)
TODAY = date(2026, 11, 24)

# The 63 provinces of before 1 July 2025 and what each is today (Nghị quyết 202/2025/QH15; 30/2026/QH16).
PROVINCES = {
    "Hà Nội": "thành phố Hà Nội", "Thừa Thiên Huế": "thành phố Huế", "Lai Châu": "tỉnh Lai Châu",
    "Điện Biên": "tỉnh Điện Biên", "Sơn La": "tỉnh Sơn La", "Lạng Sơn": "tỉnh Lạng Sơn",
    "Quảng Ninh": "tỉnh Quảng Ninh", "Thanh Hóa": "tỉnh Thanh Hóa", "Nghệ An": "tỉnh Nghệ An",
    "Hà Tĩnh": "tỉnh Hà Tĩnh", "Cao Bằng": "tỉnh Cao Bằng",
    "Hà Giang": "tỉnh Tuyên Quang", "Tuyên Quang": "tỉnh Tuyên Quang",
    "Yên Bái": "tỉnh Lào Cai", "Lào Cai": "tỉnh Lào Cai",
    "Bắc Kạn": "tỉnh Thái Nguyên", "Thái Nguyên": "tỉnh Thái Nguyên",
    "Vĩnh Phúc": "tỉnh Phú Thọ", "Hòa Bình": "tỉnh Phú Thọ", "Phú Thọ": "tỉnh Phú Thọ",
    "Bắc Giang": "tỉnh Bắc Ninh", "Bắc Ninh": "tỉnh Bắc Ninh",
    "Thái Bình": "tỉnh Hưng Yên", "Hưng Yên": "tỉnh Hưng Yên",
    "Hải Dương": "thành phố Hải Phòng", "Hải Phòng": "thành phố Hải Phòng",
    "Hà Nam": "tỉnh Ninh Bình", "Nam Định": "tỉnh Ninh Bình", "Ninh Bình": "tỉnh Ninh Bình",
    "Quảng Bình": "tỉnh Quảng Trị", "Quảng Trị": "tỉnh Quảng Trị",
    "Quảng Nam": "thành phố Đà Nẵng", "Đà Nẵng": "thành phố Đà Nẵng",
    "Kon Tum": "tỉnh Quảng Ngãi", "Quảng Ngãi": "tỉnh Quảng Ngãi",
    "Bình Định": "tỉnh Gia Lai", "Gia Lai": "tỉnh Gia Lai",
    "Ninh Thuận": "tỉnh Khánh Hòa", "Khánh Hòa": "tỉnh Khánh Hòa",
    "Đắk Nông": "tỉnh Lâm Đồng", "Bình Thuận": "tỉnh Lâm Đồng", "Lâm Đồng": "tỉnh Lâm Đồng",
    "Phú Yên": "tỉnh Đắk Lắk", "Đắk Lắk": "tỉnh Đắk Lắk",
    "Bình Dương": "Thành phố Hồ Chí Minh", "Bà Rịa - Vũng Tàu": "Thành phố Hồ Chí Minh",
    "Hồ Chí Minh": "Thành phố Hồ Chí Minh",
    "Bình Phước": "thành phố Đồng Nai", "Đồng Nai": "thành phố Đồng Nai",
    "Long An": "tỉnh Tây Ninh", "Tây Ninh": "tỉnh Tây Ninh",
    "Sóc Trăng": "thành phố Cần Thơ", "Hậu Giang": "thành phố Cần Thơ", "Cần Thơ": "thành phố Cần Thơ",
    "Bến Tre": "tỉnh Vĩnh Long", "Trà Vinh": "tỉnh Vĩnh Long", "Vĩnh Long": "tỉnh Vĩnh Long",
    "Tiền Giang": "tỉnh Đồng Tháp", "Đồng Tháp": "tỉnh Đồng Tháp",
    "Bạc Liêu": "tỉnh Cà Mau", "Cà Mau": "tỉnh Cà Mau",
    "Kiên Giang": "tỉnh An Giang", "An Giang": "tỉnh An Giang",
}  # fmt: skip

# Departments that were merged on 1 March 2025, how they are written, and the first that answers since.
MERGED = [
    (("Sở Kế hoạch và Đầu tư", "Sở KH&ĐT", "SKHĐT", "so ke hoach va dau tu"), "Sở Tài chính"),
    (("Sở Giao thông vận tải", "Sở GTVT", "SỞ GIAO THÔNG VẬN TẢI"), "Sở Xây dựng"),
    (
        ("Sở Nông nghiệp và Phát triển nông thôn", "Sở NN&PTNT", "Sở Nông nghiệp và PTNT"),
        "Sở Nông nghiệp và Môi trường",
    ),
    (("Sở Tài nguyên và Môi trường", "Sở TN&MT", "Sở TNMT"), "Sở Nông nghiệp và Môi trường"),
    (("Sở Thông tin và Truyền thông", "Sở TT&TT", "sở TTTT"), "Sở Khoa học và Công nghệ"),
    (("Sở Lao động - Thương binh và Xã hội", "Sở LĐ-TB&XH", "Sở LĐTBXH"), "Sở Nội vụ"),
    (("Ban Dân tộc", "ban dan toc"), "Sở Dân tộc và Tôn giáo"),
    (("Cục Quản lý thị trường", "Cục QLTT"), "Sở Công Thương"),
    (("Cục Thuế", "cục thuế tỉnh"), "Thuế"),
]

MINISTRIES = [
    ("Bộ Kế hoạch và Đầu tư", "Bộ Tài chính"), ("Bộ KH&ĐT", "Bộ Tài chính"), ("Bộ GTVT", "Bộ Xây dựng"),
    ("bo giao thong van tai", "Bộ Xây dựng"), ("Bộ TN&MT", "Bộ Nông nghiệp và Môi trường"),
    ("Bộ Nông nghiệp và PTNT", "Bộ Nông nghiệp và Môi trường"), ("Bộ TT&TT", "Bộ Khoa học và Công nghệ"),
    ("Bộ LĐ-TB&XH", "Bộ Nội vụ"), ("Ủy ban Dân tộc", "Bộ Dân tộc và Tôn giáo"), ("Bộ Y tế", "Bộ Y tế"),
    ("Tổng cục Thuế", "Cục Thuế"), ("Tổng cục Hải quan", "Cục Hải quan"), ("Tổng cục Thống kê", "Cục Thống kê"),
    ("Ban Tuyên giáo Trung ương", "Ban Tuyên giáo và Dân vận Trung ương"), ("Bộ Thương mại", "Bộ Công Thương"),
    ("Bộ Thủy sản", "Bộ Nông nghiệp và Môi trường"), ("Ban Tôn giáo Chính phủ", "Bộ Dân tộc và Tôn giáo"),
]  # fmt: skip


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load()


def test_the_data_has_no_problems(registry):
    assert problems(registry) == []


def test_sixty_three_provinces_before_and_thirty_four_after(registry):
    counts = [sum(p.lives(day) for p in registry.lives.areas.provinces) for day in (BEFORE, AFTER, TODAY)]
    assert counts == [63, 34, 34]
    assert len(PROVINCES) == 63


def test_communes_of_today_are_those_of_vietnam_provinces(registry):
    areas = registry.lives.areas
    for province in json.loads(NESTED_DIVISIONS_JSON_PATH.read_text("utf-8")):
        place = registry.place(province["name"], AFTER)
        assert place is not None, province["name"]
        ours = {slug(c.name) for c in areas.children(place, AFTER)}
        assert ours == {slug(ward["name"]) for ward in province["wards"]}, place.name


@pytest.mark.parametrize("province", PROVINCES)
def test_merged_departments_of_a_province_then_and_today(registry, province):
    for at, (names, today) in enumerate(MERGED):
        name = names[(at + len(province)) % len(names)]
        if "tỉnh" in name and PROVINCES[province].startswith(("thành phố", "Thành phố")):
            name = names[0]
        found = registry.find(name, province, BEFORE)
        assert len(found) == 1, (name, province)
        assert found[0].confidence > 0.9
        unit = found[0].unit
        assert unit.lives(BEFORE)
        assert slug(province) in slug(unit.full_name)
        assert not unit.lives(date(2025, 3, 1))
        answers = [u.full_name for u in registry.today(unit.id, TODAY)]
        assert answers[0] == f"{today} {PROVINCES[province]}"
        if "LĐ" not in name and "Lao động" not in name:
            assert len(answers) == 1


@pytest.mark.parametrize("province", PROVINCES)
def test_lasting_bodies_of_a_province_then_and_today(registry, province):
    for name in ("UBND", "Sở Y tế", "Sở Tài chính", "Công an", "HĐND"):
        (match,) = registry.find(name, province, BEFORE)
        assert [u.full_name for u in registry.today(match.unit.id, TODAY)] == [f"{name} {PROVINCES[province]}"]


@pytest.mark.parametrize(("name", "today"), MINISTRIES)
def test_ministries_then_and_today(registry, name, today):
    (match,) = registry.find(name)
    assert registry.today(match.unit.id, TODAY)[0].full_name == today


def test_part_of_the_work_is_told_with_its_field(registry):
    unit = registry.unit("soc-trang.so-lao-dong-thuong-binh-va-xa-hoi")
    shares = {s.unit: s.share for s in unit.successors}
    assert shares["soc-trang.so-noi-vu"].startswith("lao động, việc làm")
    assert shares["soc-trang.so-giao-duc-va-dao-tao"] == "giáo dục nghề nghiệp"
    assert len(registry.today(unit.id, TODAY)) == 5


def test_a_district_is_answered_for_by_its_communes(registry):
    (match,) = registry.find("UBND huyện Kế Sách", "Sóc Trăng", BEFORE)
    answers = {u.full_name for u in registry.today(match.unit.id, TODAY)}
    communes = ("Kế Sách", "An Lạc Thôn", "Phong Nẫm", "Thới An Hội", "Đại Hải", "Nhơn Mỹ")
    assert answers == {f"UBND xã {c}, thành phố Cần Thơ" for c in communes}


PLACES_AND_DAYS = [
    # (name, place, day, unit or None, why)
    ("UBND thành phố Huế", None, date(2023, 1, 1), "thua-thien-hue.thanh-pho-hue.ubnd", "a district city until 2025"),
    ("UBND thành phố Huế", None, date(2025, 2, 1), "hue.ubnd", "a city of the centre since"),
    ("Sở Y tế", "Huế", date(2022, 1, 1), "thua-thien-hue.so-y-te", "the place's name was longer then"),
    ("UBND thành phố Cần Thơ", None, date(2022, 1, 1), "can-tho.ubnd", "a name that lasts is one unit"),
    ("UBND thành phố Sóc Trăng", None, None, "soc-trang.thanh-pho-soc-trang.ubnd", "a district city"),
    ("UBND TP HCM", None, None, "ho-chi-minh.ubnd", "an abbreviation"),
    ("UBND Quận 1", "TPHCM", None, "ho-chi-minh.quan-1.ubnd", "a numbered district"),
    ("UBND huyện Đăkr’lấp", None, None, "dak-nong.huyen-dak-rlap.ubnd", "spellings of highland names"),
    ("UBND huyện Kế Sách", "Cần Thơ", None, "soc-trang.huyen-ke-sach.ubnd", "asked by the place of today"),
    ("Sở KH&ĐT của Sóc Trăng", None, None, "soc-trang.so-ke-hoach-va-dau-tu", "a place behind a link word"),
    ("Công an huyện Kế Sách", None, None, "soc-trang.huyen-ke-sach.cong-an", "ended on 1 March 2025"),
    ("UBND xã Y Tý", "Lào Cai", date(2026, 1, 1), "lao-cai.xa-y-ty.ubnd", "a commune of today"),
    ("UBND xã Y Tý", "Lào Cai", date(2024, 1, 1), "lao-cai.huyen-bat-xat.xa-y-ty.ubnd", "its namesake before"),
    ("UBND xã Mường Hum", None, None, "lao-cai.xa-muong-hum.ubnd", "a commune with no place given"),
    ("Sở Giao thông công chánh", "TP HCM", None, "ho-chi-minh.so-giao-thong-cong-chanh", "one city's department"),
    ("Sở VHTTDL", "Hà Nội", None, "ha-noi.so-van-hoa-va-the-thao", "another department stands there"),
    ("Tỉnh ủy Đắk Nông", None, None, "dak-nong.tinh-uy", "the place without its word"),
    ("Thành ủy Cần Thơ", None, None, "can-tho.tinh-uy", "a city's committee"),
    ("tỉnh Sóc Trăng", None, None, "soc-trang", "an area"),
    ("Thanh tra Sở Xây dựng", "Cà Mau", None, "ca-mau.thanh-tra-so-xay-dung", "inside a department"),
    ("Sở Tài nguyên và Môi trường", "Lào Cai", date(2026, 1, 1), "lao-cai.so-tai-nguyen-va-moi-truong",
     "a name that outlived its unit"),
    ("Sở Nông nghiêp và Môl trường", "Lào Cai", None, "lao-cai.so-nong-nghiep-va-moi-truong", "OCR noise"),
    ("UBND huyện Kê Sach", "Sóc Trăng", None, "soc-trang.huyen-ke-sach.ubnd", "accents lost in the place"),
    ("UBND huyện Kế Sácl", "Sóc Trăng", None, "soc-trang.huyen-ke-sach.ubnd", "OCR noise in the place"),
    ("Công ty Thoát nước", "Hà Nội", None, None, "no unit of the registry"),
    ("", "Hà Nội", None, None, "nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "place", "day", "unit", "why"), PLACES_AND_DAYS)
def test_find(registry, name, place, day, unit, why):
    found = registry.find(name, place, day)
    assert (found[0].unit.id if found else None) == unit, why


def _while_it_lived(unit: Unit) -> date:
    return unit.to - timedelta(days=1) if unit.to else max(unit.from_ or BEFORE, TODAY)


def test_every_unit_is_found_by_its_own_full_name(registry):
    """All central bodies, all bodies of some provinces, of some districts and of some communes."""
    lives, pick = registry.lives, Random(7)
    for province in pick.sample(lives.areas.provinces, 3):
        lives.areas.load(province.id)
    areas = list(lives.areas.by_id.values())
    provinces, districts, communes = ([a for a in areas if a.level == v] for v in ("province", "district", "commune"))
    chosen = [*pick.sample(provinces, 12), *pick.sample(districts, 12), *pick.sample(communes, 40)]
    ids = [
        *lives.offices.by_level["central"],
        *(f"{a.id}.{o}" for a in chosen for o in lives.offices.by_level[a.level]),
    ]
    units = [unit for unit in map(lives.get, ids) if unit is not None]
    assert len(units) > 3000
    for unit in units:
        found = registry.find(unit.full_name, None, _while_it_lived(unit))
        assert found, unit.full_name
        assert (found[0].unit.id, found[0].confidence >= 0.6) == (unit.id, True), unit.full_name


def test_another_time_lowers_confidence_and_says_so(registry):
    (match,) = registry.find("Sở Tài nguyên và Môi trường", "Lào Cai", date(2026, 1, 1))
    assert match.confidence < 0.7
    assert match.rule.endswith("other-time")


def test_a_shared_name_stays_open(registry):
    found = registry.find("UBND huyện Châu Thành")
    assert len(found) == 10
    assert all(m.confidence < 0.2 for m in found)


def test_lineage_leads_both_ways(registry):
    line = {u.id for u in registry.lineage("can-tho.so-tai-chinh")}
    assert {"soc-trang.so-ke-hoach-va-dau-tu", "hau-giang.so-tai-chinh", "can-tho.so-ke-hoach-va-dau-tu"} <= line
    assert "soc-trang.huyen-ke-sach.ubnd" in {u.id for u in registry.lineage("can-tho.xa-ke-sach.ubnd")}


def test_a_unit_of_today_answers_for_those_of_then(registry):
    answered = {u.id for u in registry.answering("can-tho.so-noi-vu", TODAY)}
    assert {"can-tho.so-noi-vu", "soc-trang.so-noi-vu", "soc-trang.so-lao-dong-thuong-binh-va-xa-hoi"} <= answered
    assert "soc-trang.so-ke-hoach-va-dau-tu" not in answered
    then = date(2025, 5, 1)
    assert "soc-trang.so-noi-vu" not in {u.id for u in registry.answering("can-tho.so-noi-vu", then)}


GROUPS = [
    ("UBND các huyện, thành phố", "Sơn La", date(2024, 1, 1), 12),
    ("UBND các huyện, thành phố", "Sơn La", date(2026, 1, 1), 0),
    ("UBND các xã, phường", "Lào Cai", date(2026, 1, 1), 99),
    ("các bộ, cơ quan ngang bộ", None, date(2024, 1, 1), 22),
    ("các bộ, cơ quan ngang bộ", None, date(2026, 1, 1), 17),
    ("UBND các tỉnh, thành phố trực thuộc Trung ương", None, date(2024, 1, 1), 63),
    ("UBND các tỉnh, thành phố trực thuộc Trung ương", None, date(2026, 1, 1), 34),
    ("các đơn vị liên quan", "Lào Cai", date(2026, 1, 1), 0),
]


@pytest.mark.parametrize(("group", "place", "day", "size"), GROUPS)
def test_members(registry, group, place, day, size):
    found = registry.members(group, place, day)
    assert len(found) == size
    assert all(u.lives(day) for u in found)


def test_a_group_is_a_unit_too(registry):
    unit = registry.unit("lao-cai.nhom.so_ban_nganh")
    assert (unit.kind, unit.full_name) == ("group", "các sở, ban, ngành tỉnh Lào Cai")
    assert registry.belongs("lao-cai.so-y-te", unit.id, date(2026, 1, 1))
    assert unit.id == registry.find("các sở, ban, ngành", "Lào Cai")[0].unit.id
    assert len(registry.today(unit.id, TODAY)) == 22
    districts = registry.find("UBND các huyện, thành phố", "Sơn La")[0].unit
    assert {u.kind for u in registry.today(districts.id, TODAY)} == {"ubnd"}
    assert len(registry.today(districts.id, TODAY)) == 75
    assert not registry.belongs("lao-cai.so-ke-hoach-va-dau-tu", unit.id, date(2026, 1, 1))


def test_threads_may_share_a_registry():
    registry = Registry()  # nothing read yet
    ids = [f"{p}.ubnd" for p in ("can-tho.xa-ke-sach", "can-tho.xa-my-tu", "soc-trang.huyen-ke-sach.xa-an-my")] * 20
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda i: [u.id for u in registry.today(i, TODAY)], ids))
    assert found[0] == ["can-tho.xa-ke-sach.ubnd"]
    assert all(found[i] == found[i % 3] for i in range(len(ids)))


def test_unknown_ids_are_key_errors(registry):
    for identity in ("", "x", "lao-cai.", "lao-cai.so-x", "x.so-y-te", "lao-cai.nhom.x", ".nhom.so"):
        with pytest.raises(KeyError):
            registry.unit(identity)


def test_loading_takes_less_than_200_ms():
    code = (
        "import time; from nlp.registry import Registry; t = time.process_time();"
        "Registry.load(); print(time.process_time() - t)"
    )
    times = [float(subprocess.check_output([sys.executable, "-c", code])) for _ in range(3)]
    assert min(times) < 0.2


def test_a_warm_look_up_takes_microseconds(registry):
    registry.find("Sở Xây dựng", "Lào Cai", BEFORE)
    start = time.process_time()
    for _ in range(1000):
        registry.find("Sở Xây dựng", "Lào Cai", BEFORE)
    assert time.process_time() - start < 0.5


@given(st.text(max_size=60))
def test_keys_are_stable(text):
    assert exact(exact(text)) == exact(text)
    assert folded(unicodedata.normalize("NFD", text)) == folded(text)


@given(st.text(alphabet=st.sampled_from("sở tài chính ubnd huyện xã ,-&'"), max_size=80))
def test_find_never_fails(text):
    for match in Registry.load().find(text, "Lào Cai", BEFORE):
        assert 0 <= match.confidence <= 1
