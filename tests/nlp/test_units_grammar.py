"""Which words name a unit, where the phrase ends, and how side by side is split (guidelines, "Cases that came up")."""

from __future__ import annotations

import pytest

from nlp.passages import Passage, join
from nlp.units import coordination, unit_at


def passage(text: str) -> Passage:
    return join(text, [(0, len(text))])


def names(text: str) -> list[str]:
    read = passage(text)
    units, _ = coordination(read, 0)
    return [read.text[read.spans[u.first][0] : read.spans[u.last - 1][1]] for u in units]


WHOLE = [
    ("Ban Quản lý các khu công nghiệp tỉnh báo cáo", ["Ban Quản lý các khu công nghiệp tỉnh"], "what a board manages"),
    ("Ban Thường vụ Tỉnh ủy yêu cầu", ["Ban Thường vụ Tỉnh ủy"], "a committee's office bears its name"),
    ("Trung tâm Văn hóa - Thông tin huyện rà soát", ["Trung tâm Văn hóa - Thông tin huyện"], "a verb in a name"),
    ("Tổ phó thường trực", ["Tổ phó thường trực"], "a deputy's office"),
    ("Hiệu trưởng các trường tiểu học", ["Hiệu trưởng các trường tiểu học"], "schools by their level"),
    ("Sở Xây dựng sớm ban hành hướng dẫn", ["Sở Xây dựng"], "an adverb ends the name"),
    ("Sở Nông nghiệp và Môi trường chủ trì", ["Sở Nông nghiệp và Môi trường"], "a field that holds 'và'"),
    ("Sở Lao động - Thương binh và Xã hội rà soát", ["Sở Lao động - Thương binh và Xã hội"], "a field with a dash"),
    ("Bộ Văn hóa, Thể thao và Du lịch tổ chức", ["Bộ Văn hóa, Thể thao và Du lịch"], "a field with a comma"),
    ("phòng Tài chính – Kế hoạch tham mưu", ["phòng Tài chính – Kế hoạch"], "a head in lower case"),
    ("Công an tỉnh Khánh Hoà phải", ["Công an tỉnh Khánh Hoà"], "a place"),
    ("UBND các huyện, thị xã, thành phố báo cáo", ["UBND các huyện, thị xã, thành phố"], "a list of levels is one"),
    ("UBND các phường: Yên Bái, Văn Phú thực hiện", ["UBND các phường: Yên Bái, Văn Phú"], "levels with their names"),
    ("Chủ tịch UBND huyện Hoà Vang chỉ đạo", ["Chủ tịch UBND huyện Hoà Vang"], "a person in office"),
    ("Công ty Cổ phần Cấp nước và Phát triển Đô thị cử", ["Công ty Cổ phần Cấp nước và Phát triển Đô thị"], "và"),
    ("Tổng công ty Thương mại và Xây dựng Đông Bắc", ["Tổng công ty Thương mại và Xây dựng Đông Bắc"], "company"),
    ("các cơ quan, đơn vị có liên quan nghiên cứu", ["các cơ quan, đơn vị có liên quan"], "said in one breath"),
    ("Các thành viên Ban Chỉ đạo tỉnh tập trung", ["Các thành viên Ban Chỉ đạo tỉnh"], "members of a body"),
    ("UBND huyện Đắk R'lấp chủ trì", ["UBND huyện Đắk R'lấp"], "an apostrophe in a name"),
]
SPLIT = [
    ("UBND tỉnh, Tỉnh ủy", ["UBND tỉnh", "Tỉnh ủy"], "a committee is no level"),
    (
        "Các sở, ban, ngành, UBND các huyện, thành phố",
        ["Các sở, ban, ngành", "UBND các huyện, thành phố"],
        "a new noun phrase",
    ),
    ("Các cấp, các ngành, các đoàn thể", ["Các cấp", "các ngành", "các đoàn thể"], "each with its own 'các'"),
    ("Các Sở, ban ngành, đơn vị, địa phương", ["Các Sở, ban ngành", "đơn vị", "địa phương"], "kinds apart"),
    ("các bộ, ngành, địa phương", ["các bộ, ngành", "địa phương"], "địa phương apart"),
    ("các sở, ban, ngành, đoàn thể tỉnh", ["các sở, ban, ngành", "đoàn thể tỉnh"], "đoàn thể apart"),
    (
        "Thủ trưởng các sở, ban, ngành, đoàn thể tỉnh",
        ["Thủ trưởng các sở, ban, ngành, đoàn thể tỉnh"],
        "one head noun",
    ),
    ("cấp huyện, xã và các đơn vị liên quan", ["cấp huyện, xã", "các đơn vị liên quan"], "levels"),
    ("Bộ, ngành liên quan", ["Bộ, ngành liên quan"], "no quantifier"),
    ("Sở Y tế; Chủ tịch UBND các xã, thị trấn", ["Sở Y tế", "Chủ tịch UBND các xã, thị trấn"], "a semicolon"),
    ("cơ quan, đơn vị, cá nhân và hộ gia đình", ["cơ quan, đơn vị", "cá nhân", "hộ gia đình"], "people in a list"),
]
NOT_UNITS = [
    ("Tổ chức tiêm phòng bổ sung cho đàn vật nuôi", "a verb at the head of an item"),
    ("tổ chức thực hiện các nhiệm vụ", "to organise"),
    ("Trường hợp xảy ra dịch bệnh", "a case"),
    ("phòng, chống dịch bệnh", "to prevent"),
    ("ban hành kế hoạch", "to issue"),
    ("Lãnh đạo, chỉ đạo thực hiện nghiêm", "to lead"),
    ("Vụ tai nạn xảy ra", "an accident"),
    ("Hội nghị triển khai", "a conference"),
    ("báo cáo kết quả", "to report"),
    ("quỹ đất công", "land"),
    ("Bộ tiêu chí xã nông thôn mới", "a set of criteria"),
    ("cấp phép khai thác", "to license"),
    ("huyện còn ghi nhận", "a level alone"),
    ("thanh tra, kiểm tra việc chấp hành", "to inspect"),
    ("xã hội hóa nguồn lực", "a part of a word"),
    ("Đoàn kết xây dựng", "unity"),
]


@pytest.mark.parametrize(("text", "expected", "why"), WHOLE + SPLIT)
def test_phrases_are_whole_and_split_as_people_say_them(text: str, expected: list[str], why: str) -> None:
    assert names(text) == expected, why


@pytest.mark.parametrize(("text", "why"), NOT_UNITS)
def test_what_looks_like_a_unit_and_is_none(text: str, why: str) -> None:
    assert unit_at(passage(text), 0) == [], why


def test_a_person_s_name_stays_outside() -> None:
    assert names("bà Trương Thị Thúy Diễm, Thanh tra viên Văn phòng tiếp nhận") == ["Thanh tra viên Văn phòng"]


def test_endless_names_and_lists_end() -> None:
    assert len(coordination(passage("các sở, " * 5000), 0)[0]) <= 41
    assert unit_at(passage("Sở Xây " * 5000), 0)[0].last < 100
    assert unit_at(passage("Giám đốc " * 5000), 0) is not None
