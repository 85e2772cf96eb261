"""Makes the area tables of nlp/data/units/ from a package that keeps them; they are never typed in.

Run when the package has news: `python -m nlp.registry.compile_areas DIR`, where DIR is an unpacked wheel of
vietnam-provinces, 2026.9 or newer (it holds the districts and communes of before 1 July 2025 and what became of them).
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nlp.registry.names import slug

DATA = Path(__file__).parent.parent / "data" / "units"
_PROVINCE_PREFIXES = ("Tỉnh ", "Thành phố ")
# Island districts without communes, which the package's table of conversion leaves out (Nghị quyết 202/2025/QH15).
_ISLANDS = {"Huyện Bạch Long Vĩ", "Huyện Cồn Cỏ", "Huyện Hoàng Sa", "Huyện Lý Sơn", "Huyện Côn Đảo"}


def _lower_first(name: str) -> str:
    return name[:1].lower() + name[1:]


def _province_id(name: str) -> str:
    for prefix in _PROVINCE_PREFIXES:
        name = name.removeprefix(prefix)
    return slug(name)


def _write(name: str, header: str, rows: Sequence[tuple[str, ...]]) -> None:
    assert not any("," in value for row in rows for value in row), "a name holds a comma"
    lines = [f"# {header}", *(",".join(row) for row in rows)]
    (DATA / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _current(package: Path) -> dict[int, str]:
    """The communes of today by code; writes communes.csv."""
    nested: list[dict[str, Any]] = json.loads((package / "data" / "nested-divisions.json").read_text("utf-8"))
    rows, names = [], {}
    for province in nested:
        for ward in province["wards"]:
            names[ward["code"]] = _lower_first(ward["name"])
            rows.append((_province_id(province["name"]), _lower_first(ward["name"])))
    _write("communes.csv", "province, commune: from 2025-07-01; made by compile_areas from vietnam-provinces", rows)
    return names


def _earlier(current: dict[int, str]) -> None:
    """Districts and communes of before 1 July 2025, with the communes that each went into."""
    legacy = importlib.import_module("vietnam_provinces.legacy._lookup")
    conversion = importlib.import_module("vietnam_provinces._ward_conversion_2025")
    provinces = {int(code): _province_id(p.name) for code, p in legacy.PROVINCE_MAPPING.items()}
    districts: list[tuple[str, ...]] = []
    communes: dict[tuple[str, str, str], str] = {}
    names: dict[int, tuple[str, str]] = {}
    for code, district in legacy.DISTRICT_MAPPING.items():
        province = provinces[int(district.province_code)]
        names[int(code)] = (province, _lower_first(district.name))
        heir = "đặc khu " + district.name.removeprefix("Huyện ") if district.name in _ISLANDS else ""
        districts.append((province, _lower_first(district.name), heir))
    for code, ward in legacy.WARD_MAPPING.items():
        entry = conversion.OLD_TO_NEW.get(int(code))
        heirs = "; ".join(current[w.code] for w in entry.new_wards) if entry else ""
        key = (*names[int(ward.district_code)], _lower_first(ward.name))
        communes[key] = communes.get(key) or heirs
    note = "until 2025-07-01; made by compile_areas from vietnam-provinces"
    _write("districts.csv", f"province, district, special zone that it became: {note}", districts)
    _write(
        "communes_earlier.csv",
        f"province, district, commune, communes that it went into: {note}",
        [(*key, heirs) for key, heirs in communes.items()],
    )


def main(directory: str) -> None:
    """Write the tables from the package unpacked in `directory`."""
    sys.path.insert(0, directory)
    _earlier(_current(Path(directory) / "vietnam_provinces"))


if __name__ == "__main__":
    main(sys.argv[1])
