"""Entries made for tests: the same ones every time, unlike enough to be told apart, alike enough to compete."""

from __future__ import annotations

import random
from datetime import date, timedelta

from search.types import Entry

TODAY = date(2025, 9, 15)
PLACES = ["Lạng Sơn", "Hà Giang", "Đắk Nông", "Quảng Nam", "Thanh Hóa", "Cà Mau", "Lào Cai", "Bình Định"]
OFFICES = [
    "Sở Xây dựng", "Sở Tài chính", "Sở Y tế", "Sở Nội vụ", "Sở Nông nghiệp và Môi trường", "Sở Khoa học và Công nghệ",
    "Sở Giáo dục và Đào tạo", "Công an tỉnh", "Thanh tra tỉnh", "Sở Công Thương", "Văn phòng UBND tỉnh", "Ban Dân tộc",
]  # fmt: skip
TYPES = {"công văn": "", "chỉ thị": "CT-", "kế hoạch": "KH-", "quyết định": "QĐ-", "thông báo": "TB-"}
TOPICS = [
    "đầu tư công", "xây dựng nông thôn mới", "phòng cháy, chữa cháy", "cải cách hành chính", "chuyển đổi số",
    "bảo hiểm y tế", "giải phóng mặt bằng", "an toàn thực phẩm", "phòng chống dịch tả lợn Châu Phi",
    "giảm nghèo bền vững", "tiêm chủng mở rộng", "quản lý đất đai", "khai thác khoáng sản", "an toàn giao thông",
    "phổ cập giáo dục", "thi tốt nghiệp trung học phổ thông", "đường cao tốc Bắc - Nam", "thủy lợi nhỏ",
    "hòa giải ở cơ sở", "kỹ thuật trồng trọt", "nhà ở xã hội", "phòng, chống thiên tai", "du lịch cộng đồng",
    "chợ biên giới", "cấp nước sạch", "đào tạo nghề cho lao động nông thôn", "rà soát quy hoạch", "xử lý rác thải",
]  # fmt: skip
ACTS = [
    "đẩy nhanh tiến độ {}", "tăng cường công tác {}", "chấn chỉnh việc {}", "báo cáo kết quả {}", "triển khai {}",
    "tháo gỡ khó khăn trong {}", "kiểm tra, rà soát {}", "tổ chức tuyên truyền về {}",
]  # fmt: skip
FILLERS = [
    "Căn cứ Luật Tổ chức chính quyền địa phương", "Thực hiện chỉ đạo của Thủ tướng Chính phủ",
    "Chủ tịch Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành",
    "Ủy ban nhân dân các xã, phường chủ động bố trí nguồn lực",
    "báo cáo trước ngày 30 hằng tháng", "chịu trách nhiệm trước pháp luật",
    "phối hợp chặt chẽ với các đơn vị liên quan",
    "kịp thời tháo gỡ vướng mắc", "bảo đảm đúng quy định", "Giao Văn phòng theo dõi, đôn đốc",
]  # fmt: skip
STATUSES = ["assigned", "in_progress", "reported", "done", "cancelled"]


def entries(count: int = 240, seed: int = 7) -> list[Entry]:
    """`count` directives, two tasks each, some news, and the units."""
    chance = random.Random(seed)
    made: list[Entry] = []
    for at in range(count):
        made += _directive(chance, at)
        if at % 8 == 0:
            made.append(_news(chance, at))
    for place in PLACES:
        for office in OFFICES:
            name = f"{office} {place}" if office.startswith("Sở") else f"{office.replace('tỉnh', 'tỉnh ' + place)}"
            made.append(Entry("unit", f"u{len(made)}", 1, {"title": name, "place": f"tỉnh {place}"}))
    return made


def _directive(chance: random.Random, at: int) -> list[Entry]:
    place, kind = chance.choice(PLACES), chance.choice(list(TYPES))
    topic, other = chance.sample(TOPICS, 2)
    title = chance.choice(ACTS).format(topic) + chance.choice(
        ["", f" năm {2023 + at % 3}", f" trên địa bàn tỉnh {place}"]
    )
    issued = date(2023, 1, 5) + timedelta(days=(at * 13) % 980)
    number = f"{1 + at * 37 % 2900}/{TYPES[kind]}UBND" + chance.choice(["", "-KT", "-NC", "-VX"])
    common = {
        "number": number, "type": kind, "issuer": f"UBND tỉnh {place}", "place": f"tỉnh {place}", "date": issued,
        "year": str(issued.year), "portal": f"portal{at % 3}",
        "signer": chance.choice(["Nguyễn Văn An", "Trần Thị Bích"]),
        "directive_id": f"v{at}", "document_id": [f"t{at}"],
    }  # fmt: skip
    tasks = [_task(chance, at, n, common, place, topic if n else other, issued) for n in range(2)]
    body = [chance.choice(FILLERS) for _ in range(chance.randint(3, 12))]
    body += [f"Về {topic}: {chance.choice(ACTS).format(topic)}"] * chance.randint(1, 3)
    body += [str(task.fields["title"]) for task in tasks]
    chance.shuffle(body)
    cited = [f"{chance.randint(1, 99)}/{chance.randint(2019, 2024)}/NĐ-CP"]
    fields = {**common, "title": title, "body": ". ".join(body) + ".", "references": cited}
    for name in ("lead", "support", "assignee", "role", "status", "deadline", "open_deadline"):
        values = {value for task in tasks for value in task.fields.get(name, ())}
        if values:
            fields[name] = sorted(values)
    return [Entry("directive", f"v{at}", 10 + at, fields), *tasks]


def _task(
    chance: random.Random, at: int, n: int, common: dict[str, object], place: str, topic: str, issued: date
) -> Entry:
    lead, support = (
        f"{office} tỉnh {place}" if "tỉnh" not in office else office for office in chance.sample(OFFICES, 2)
    )
    status, due = chance.choice(STATUSES), issued + timedelta(days=chance.randint(5, 400))
    fields = {
        **common, "title": f"{chance.choice(ACTS).format(topic)}, báo cáo UBND tỉnh", "span": [10, 20],
        "status": [status],
        "lead": [lead], "assignee": [lead], "role": ["lead"],
    }  # fmt: skip
    if n:
        fields |= {"support": [support], "assignee": [lead, support], "role": ["lead", "support"]}
    if chance.random() < 0.7:
        fields["deadline"] = [due]
        if status in STATUSES[:3]:
            fields["open_deadline"] = [due]
    return Entry("task", f"n{at}-{n}", 10 + at, fields)


def _news(chance: random.Random, at: int) -> Entry:
    topic = chance.choice(TOPICS)
    issued = date(2024, 1, 1) + timedelta(days=at)
    fields = {
        "title": f"Hội nghị {chance.choice(ACTS).format(topic)}",
        "body": f"Sáng nay, {chance.choice(FILLERS)}. {topic}.",
        "date": issued, "year": str(issued.year), "portal": "portal9", "document_id": [f"tin{at}"],
    }  # fmt: skip
    return Entry("document", f"tin{at}", 10 + at, fields)
