"""The deeper side of the sample company: six prospects, groups, parts in every file worth looking at, all acceptable."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from app.models import Customer
from app.models.customer_parts import Capability, Competitor, Need, Shareholder, Standard, Trait
from app.services import file_fullness
from app.services.customer_group import group
from app.store.store import Store, open_file

DAY = date(2026, 11, 22)
EVERY = sa.true()


@pytest.fixture(scope="module")
def sampled(sample_file: Callable[[str, date], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_file(Path(shutil.copy(sample_file("en", DAY), tmp_path_factory.mktemp("files") / "sample.db")))
    yield opened
    opened.close()


def rows(store: Store, *columns: Any, where: Any = EVERY) -> list[Any]:
    return store.read(lambda session: [tuple(row) for row in session.execute(sa.select(*columns).where(where))])


def test_six_are_yet_to_be_won_and_have_their_cards(sampled: Store) -> None:
    found = rows(sampled, Customer.code, Customer.prospect_no, Customer.prospect_grade, Customer.fit, Customer.expected_amount,
                 Customer.next_touch_on, where=Customer.status == "prospect")  # fmt: skip
    assert sorted(row[0] for row in found) == [f"QK{number:06d}" for number in range(1, 7)]
    assert all(row[0] == row[1] and all(row) for row in found)
    assert Counter(row[2] for row in found) == {"A": 2, "B": 2, "C": 2}


def test_numbers_of_customers_have_no_gap(sampled: Store) -> None:
    codes = sorted(code for (code,) in rows(sampled, Customer.code) if code.startswith("KH"))
    assert codes == [f"KH{number:06d}" for number in range(1, 55)]


def test_groups_have_a_head_and_levels(sampled: Store) -> None:
    (key,) = rows(sampled, Customer.id, where=Customer.name == "Hailing Instrument Works")[0]
    found = sampled.read(group, key)
    assert [(member.name, member.level) for member in found.members] == [
        ("Ningjiang Pumps Co., Ltd.", 0), ("Baichuan Fluid Control Co., Ltd.", 1), ("Shicheng Valves Co., Ltd.", 1),
        ("Hailing Instrument Works", 2),
    ]  # fmt: skip


@pytest.mark.parametrize("entity", [Shareholder, Capability, Standard, Need, Competitor, Trait])
def test_every_kind_of_part_occurs(sampled: Store, entity: Any) -> None:
    assert len(rows(sampled, entity.id)) >= 20


def test_shares_never_exceed_the_whole_and_weaknesses_have_answers(sampled: Store) -> None:
    whole: Counter[Any] = Counter()
    for customer, share in rows(sampled, Shareholder.customer_id, Shareholder.share):
        whole[customer] += share
    assert set(whole.values()) <= set(range(1, 10_001))
    assert all(answer for kind, answer in rows(sampled, Trait.kind, Trait.counter) if kind == "weakness")


def test_files_are_full_by_grade_and_some_checks_are_old(sampled: Store) -> None:
    shares: dict[str, list[float]] = {}
    stale = 0
    for key, grade in rows(sampled, Customer.id, Customer.grade, where=Customer.kind == "company"):
        found = sampled.read(file_fullness.missing, key, DAY)
        shares.setdefault(grade, []).append(float(found.overall.value))
        stale += len(found.stale)
    mean = {grade: sum(found) / len(found) for grade, found in shares.items()}
    assert min(mean["gold"], mean["silver"]) > mean["ordinary"]  # what the gradings made of them since mixes gold and silver
    assert mean["gold"] < 0.95
    assert stale > 5
