"""Index entries made of the texts beside the project (`../shared/bulk`) and of its samples, for benchmarks."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from pathlib import Path

from search.types import Entry

ROOT = Path(__file__).resolve().parents[1]
BULK = ROOT.parent / "shared" / "bulk"
SAMPLES = ROOT / "corpus" / "samples"
_TYPES = (
    "NGHỊ ĐỊNH", "THÔNG TƯ", "THÔNG TƯ LIÊN TỊCH", "QUYẾT ĐỊNH", "NGHỊ QUYẾT", "LUẬT", "BỘ LUẬT", "PHÁP LỆNH",
    "CHỈ THỊ", "VĂN BẢN HỢP NHẤT",
)  # fmt: skip
_SYMBOL = r"(\d+[\w.]*(?: ?[/-] ?[\wĐ.]+)+)"
_NUMBER = re.compile(rf"^(?:Luật |Nghị quyết |Pháp lệnh )?[Ss]ố ?:? ?{_SYMBOL}|^(?:[\w ]{{3,20}}) số {_SYMBOL}", re.M)
_DAY = re.compile(r"ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})")
_END_OF_TITLE = re.compile(r"^(?:Căn cứ|Theo đề nghị|Điều \d|Chương |QUỐC HỘI|CHÍNH PHỦ|--|\s*$)")
_PORTAL_TITLE = re.compile(
    r"^((?:Văn bản hợp nhất|Thông tư|Nghị định|Quyết định|Nghị quyết)(?= số)|Luật)"
    r" .{10,}(?:\n[^\n>]*[^A-ZĐ\n][^\n>]*)?",
    re.M,
)


def laws() -> Iterator[Entry]:
    """The legal texts in Vietnamese, as directives `vbpl-NNNNNN`."""
    for record in _records("vbpl-texts.jsonl.gz"):
        if "vbpqta" in record["url"]:  # in English
            continue
        text = record["text"]
        title, kind = _title(text)
        number = _NUMBER.search(text[:4000])
        day = _DAY.search(text[:4000])
        fields = {
            "title": title,
            "body": text,
            "number": (number[1] or number[2]).replace(" ", "") if number else None,
            "type": kind,
            "issuer": text.split("\n", 1)[0].strip().title() if text[:3].isupper() else None,
            "date": _date(day) if day else None,
            "year": day[3] if day else None,
            "portal": "vbpl",
        }
        yield Entry("directive", f"vbpl-{record['file'][4:10]}", 1, {k: v for k, v in fields.items() if v})


def news() -> Iterator[Entry]:
    """News items, as documents `tin-NNNN`: what is not looked for, in the same words."""
    for at, record in enumerate(_records("news-segmented.jsonl.gz")):
        text = re.sub(r" (?=[,.;:!?)”])|(?<=[(“]) ", "", record["seg"].replace("_", " "))
        title, _, body = text.partition("\n")
        yield Entry("document", f"tin-{at:04}", 1, {"title": title, "body": body.strip(), "portal": "tin"})


def samples() -> Iterator[Entry]:
    """The project's samples, by what is to be read in them: subject and tasks stand for the text."""
    for path in sorted(SAMPLES.glob("*.expected.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        directive = told["directive"] or {}
        tasks = [task["text"] for task in told["tasks"]]
        names = sorted({a["text"] for task in told["tasks"] for a in task["assignees"]})
        fields = {
            "title": directive.get("subject") or told["title"],
            "body": "\n".join([told["title"] or "", *tasks, *names]),
            "number": directive.get("number"),
            "type": directive.get("type"),
            "issuer": directive.get("issuer"),
            "signer": (directive.get("signer") or {}).get("name"),
            "date": date.fromisoformat(directive["date"]) if directive.get("date") else None,
            "year": (directive.get("date") or "")[:4],
            "assignee": names,
            "references": [each["number"] for each in told["references"] if each["number"] and each["role"] == "cited"],
            "portal": "samples",
        }
        yield Entry("directive", told["id"], 1, {k: v for k, v in fields.items() if v})


def _records(name: str) -> Iterator[dict[str, str]]:
    with gzip.open(BULK / name, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _title(text: str) -> tuple[str, str | None]:
    """What a text says that it is about, and its type."""
    lines = text[:6000].split("\n")
    for at, line in enumerate(lines):
        if line.strip() in _TYPES:
            title: list[str] = []
            for following in lines[at + 1 : at + 8]:
                if _END_OF_TITLE.match(following):
                    break
                title.append(following.strip())
            if title:
                return " ".join(title), line.strip().lower()
    portal = _PORTAL_TITLE.search(text[:4000])
    return (" ".join(portal[0].split()), portal[1].lower()) if portal else (" ".join(text[:200].split()), None)


def _date(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


_SENTENCE = re.compile(r"[^\n.;]{40,400}")
_OFFICES = ["Sở Xây dựng", "Sở Tài chính", "Sở Y tế", "Sở Nội vụ", "Sở Công Thương", "Công an tỉnh", "Thanh tra tỉnh"]
_PLACES = ["Lạng Sơn", "Hà Giang", "Đắk Nông", "Quảng Nam", "Thanh Hóa", "Cà Mau", "Lào Cai", "Bình Định", "Kon Tum"]
_SYMBOLS = {"công văn": "", "chỉ thị": "CT-", "kế hoạch": "KH-", "quyết định": "QĐ-", "thông báo": "TB-"}


def made(count: int, seed: int = 1) -> Iterator[Entry]:
    """`count` directives of about 1,000 characters, put together from consecutive sentences of laws and news."""
    chance = random.Random(seed)
    sources = [str(entry.fields["body"]) for entry in chain(laws(), news())]
    sentences = [found for text in sources for found in _SENTENCE.findall(text)]
    titles = [str(entry.fields["title"])[:200] for entry in chain(laws(), news())]
    for at in range(count):
        start = chance.randrange(len(sentences) - 8)
        place, kind = chance.choice(_PLACES), chance.choice(list(_SYMBOLS))
        issued = date(2016, 1, 1) + timedelta(days=chance.randrange(3650))
        leads = chance.sample(_OFFICES, chance.randint(1, 3))
        fields = {
            "title": f"{chance.choice(titles)} {place}",
            "body": ". ".join(sentences[start : start + chance.randint(4, 8)]),
            "number": f"{chance.randint(1, 9000)}/{_SYMBOLS[kind]}UBND-{chance.choice(['KT', 'NC', 'VX', 'TH'])}",
            "type": kind, "issuer": f"UBND tỉnh {place}", "place": f"tỉnh {place}", "date": issued,
            "year": str(issued.year), "portal": place, "lead": leads, "assignee": leads, "role": ["lead"],
            "status": [chance.choice(["assigned", "in_progress", "done"])],
        }  # fmt: skip
        yield Entry("directive", f"m{at}", 1, fields)
