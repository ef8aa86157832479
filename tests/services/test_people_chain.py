"""The decision chain in the store: the oracle of F-04, warnings in sentences, lines that never close, changing jobs."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.decision_chain import to_hundred
from app.errors import ValidationError
from app.models import Contact, Customer, Visit
from app.models.employment import Employment
from app.services import chain_words, former_posts, job_change, people_chain, records, timeline
from app.services.job_change import Move
from app.services.people_chain import Chain
from app.store.store import Store

NOW = datetime(2026, 7, 31, 4, tzinfo=UTC)
ORACLES = json.loads((Path(__file__).parents[1] / "oracles.json").read_text(encoding="utf-8"))
Make = Callable[..., UUID]


@pytest.fixture
def make(store: Store) -> Make:
    return lambda entity, **values: store.write("make", records.create, entity, values).value


@pytest.fixture
def firm(make: Make) -> UUID:
    return make(Customer, name="华信钢构有限公司")


def stored(store: Store, key: UUID) -> dict[str, Any]:
    return store.read(records.get, Contact, key)


def chain(store: Store, firm: UUID) -> Chain:
    return store.read(people_chain.load, firm, NOW)


def sentences(store: Store, firm: UUID) -> list[str]:
    return [remark.sentence for remark in chain_words.remarks(chain(store, firm))]


def test_the_oracle_of_the_support_score(store: Store, make: Make, firm: UUID) -> None:
    for weight, attitude in ((50, "2"), (30, "0"), (20, "-1")):
        make(Contact, customer_id=firm, name=f"人{weight}", weight=weight, attitude=attitude, role="decider")
    found = chain(store, firm)
    assert found.figures.support.value == Decimal(str(ORACLES["F04_chain"]["support"]))
    assert chain_words.figure_words(found.figures) == "Coverage in 90 days 0% · support +0.40"


def test_warnings_are_sentences_with_names(store: Store, make: Make, firm: UUID) -> None:
    boss = make(Contact, customer_id=firm, name="王芳", role="approver", weight=60)
    make(Contact, customer_id=firm, name="周工", other_roles="decider", weight=30, reports_to_id=boss)
    make(Visit, customer_id=firm, contact_id=boss, state="done", happened_at=NOW - timedelta(days=91))
    assert sentences(store, firm) == [
        "周工 decides, and no contact is recorded.",
        "王芳 approves, and the last contact was 91 days ago.",
        "The weights add up to 90, not to 100.",
    ]
    make(Visit, customer_id=firm, contact_id=boss, state="done", happened_at=NOW - timedelta(days=90))
    assert len(sentences(store, firm)) == 2
    assert str(chain(store, firm).figures.coverage.value)[:5] == "0.666"


def test_nobody_decides_and_missing_figures_say_why(store: Store, make: Make, firm: UUID) -> None:
    assert sentences(store, firm) == []
    make(Contact, customer_id=firm, name="周工")
    found = chain(store, firm)
    assert sentences(store, firm) == ["Nobody is marked as the one who decides."]
    assert chain_words.figure_words(found.figures) == "Coverage in 90 days — · support —"
    assert chain_words.gap_words(found.figures) == "Coverage appears once somebody has a weight."


def test_lines_never_close_and_stay_in_the_firm(store: Store, make: Make, firm: UUID) -> None:
    boss = make(Contact, customer_id=firm, name="王芳")
    middle = make(Contact, customer_id=firm, name="周工", reports_to_id=boss)
    last = make(Contact, customer_id=firm, name="李办", reports_to_id=middle)
    stranger = make(Contact, customer_id=make(Customer, name="别家"), name="外人")
    for person, above, sentence in (
        (boss, last, "李办 stands below 王芳. Change that line first."),
        (boss, boss, "Nobody can report to themself, not even by way of others."),
        (last, stranger, "外人 does not work there."),
    ):
        with pytest.raises(ValidationError) as refused:
            store.write("line", people_chain.reline, person, above)
        assert refused.value.sentence == sentence
    store.write("line", people_chain.reline, last, boss)
    assert [member.depth for member in chain(store, firm).members] == [0, 1, 1]
    store.undo()
    assert stored(store, last)["reports_to_id"] == middle
    store.write("line", people_chain.reline, middle, None)
    assert stored(store, middle)["reports_to_id"] is None


def test_circles_and_strays_that_came_in_are_told_and_drawn(store: Store, make: Make, firm: UUID) -> None:
    one, other = make(Contact, customer_id=firm, name="甲"), make(Contact, customer_id=firm, name="乙")
    gone = make(Contact, customer_id=firm, name="丙", has_left=True)
    make(Contact, customer_id=firm, name="丁", reports_to_id=gone, role="decider")
    for person, above in ((one, other), (other, one)):
        store.write("import", records.update, Contact, person, {"reports_to_id": above})
    assert sentences(store, firm)[1:] == [
        "The line of 甲 leads back to where it begins; it is not drawn.",
        "丁 reports to somebody who no longer works there.",
    ]
    assert len(chain(store, firm).members) == 3


def test_marking_the_decider_keeps_the_other_role(store: Store, make: Make, firm: UUID) -> None:
    person = make(Contact, customer_id=firm, name="王芳", role="buyer", other_roles="user,decider")
    store.write("decide", people_chain.make_decider, person)
    values = stored(store, person)
    assert (values["role"], values["other_roles"]) == ("decider", "buyer,user")


def test_weights_are_brought_to_a_hundred_in_one_step(store: Store, make: Make, firm: UUID) -> None:
    keys = [make(Contact, customer_id=firm, name=name, weight=weight) for name, weight in (("a", 30), ("b", 30), ("c", 30))]
    without = make(Contact, customer_id=firm, name="d")
    store.write("even", people_chain.even_weights, firm)
    assert [stored(store, key)["weight"] for key in (*keys, without)] == [34, 33, 33, None]
    store.undo()
    assert [stored(store, key)["weight"] for key in keys] == [30, 30, 30]


@given(st.lists(st.integers(-5, 400), min_size=1, max_size=60))
def test_shares_always_add_up_to_a_hundred(weights: list[int]) -> None:
    shares = to_hundred(weights)
    assert sum(shares) == 100
    total = sum(max(weight, 0) for weight in weights)
    if total:
        assert all(abs(share - 100 * max(weight, 0) / total) < 1 for share, weight in zip(shares, weights, strict=True))


# changing jobs --------------------------------------------------------------------------------------------------------


@pytest.fixture
def team(make: Make, firm: UUID) -> list[UUID]:
    boss = make(Contact, customer_id=firm, name="王芳", role="decider", title="总经理")
    mover = make(
        Contact, customer_id=firm, name="周工", role="user", other_roles="coach", title="工程师", department="技术部",
        reports_to_id=boss, weight=40, influence="4", attitude="2", phone="13800001111", office_phone="0755-88888888",
        in_post_since=date(2020, 3, 1), notes="爱钓鱼",
    )  # fmt: skip
    below = make(Contact, customer_id=firm, name="小李", reports_to_id=mover)
    return [boss, mover, below]


def test_a_person_moves_to_another_customer(store: Store, make: Make, firm: UUID, team: list[UUID]) -> None:
    boss, mover, below = team
    other = make(Customer, name="宁江泵业股份有限公司")
    visit = make(Visit, customer_id=firm, contact_id=mover, state="done", happened_at=NOW, content="谈年度合同")
    move = Move(other, title="总工", department="研发", since=date(2026, 7, 1), role="decider")
    store.write("move", job_change.change_employer, mover, move)
    values = stored(store, mover)
    assert [values[key] for key in ("customer_id", "title", "role", "weight", "reports_to_id", "influence", "other_roles")] == [
        other, "总工", "decider", None, None, None, None,
    ]  # fmt: skip
    assert [values[key] for key in ("attitude", "phone", "office_phone", "notes", "has_left")] == [
        "2", "13800001111", None, "爱钓鱼", False,
    ]  # fmt: skip
    assert stored(store, below)["reports_to_id"] == boss
    posts = store.read(job_change.posts, mover)
    assert [(post.employer, post.title, post.since, post.until, post.present) for post in posts] == [
        ("宁江泵业股份有限公司", "总工", date(2026, 7, 1), None, True),
        ("华信钢构有限公司", "工程师", date(2020, 3, 1), date(2026, 7, 1), False),
    ]
    assert [member.values["name"] for member in chain(store, other).members] == ["周工"]
    (former,) = chain(store, firm).former
    assert (former.name, former.title, former.now, former.now_id) == ("周工", "工程师", "宁江泵业股份有限公司", other)
    assert [each.id for each in store.read(timeline.happenings, "customer_id", firm)] == [visit]
    assert [each.id for each in store.read(timeline.happenings, "contact_id", mover)] == [visit]


def test_a_move_is_taken_back_whole(store: Store, make: Make, firm: UUID, team: list[UUID]) -> None:
    before = [stored(store, key) for key in team]
    other = make(Customer, name="宁江泵业")
    store.write("move", job_change.change_employer, team[1], Move(other))
    store.undo()
    ignored = {"row_version", "updated_at", "doc"}
    for old, new in zip(before, [stored(store, key) for key in team], strict=True):
        assert {k: v for k, v in old.items() if k not in ignored} == {k: v for k, v in new.items() if k not in ignored}
    assert [post.present for post in store.read(job_change.posts, team[1])] == [True]
    assert chain(store, firm).former == ()


def test_a_person_leaves_for_a_firm_that_is_only_named_and_comes_to_a_customer_later(
    store: Store, make: Make, firm: UUID, team: list[UUID]
) -> None:
    store.write("left", job_change.change_employer, team[1], Move(employer=" 远方贸易 ", title="顾问", since=date(2026, 1, 1)))
    values = stored(store, team[1])
    assert (values["has_left"], values["new_employer"], values["customer_id"], values["role"]) == (True, "远方贸易", firm, None)
    assert [former.now for former in chain(store, firm).former] == ["远方贸易"]
    other = make(Customer, name="宁江泵业")
    store.write("back", job_change.change_employer, team[1], Move(other, since=date(2026, 6, 1)))
    posts = store.read(job_change.posts, team[1])
    assert [(post.employer, post.customer_id) for post in posts] == [
        ("宁江泵业", other), ("远方贸易", None), ("华信钢构有限公司", firm),
    ]  # fmt: skip
    assert [(post.since, post.until) for post in posts[1:]] == [
        (date(2026, 1, 1), date(2026, 6, 1)), (date(2020, 3, 1), date(2026, 1, 1)),
    ]  # fmt: skip
    assert not stored(store, team[1])["has_left"]
    store.write("home", job_change.change_employer, team[1], Move(firm, since=date(2026, 7, 1)))
    assert chain(store, firm).former == ()
    assert [former.title for former in chain(store, other).former] == [""]


@pytest.mark.parametrize(
    ("move", "field", "sentence"),
    [
        (Move(), "customer_id", "Name the new firm."),
        (Move(employer="x", since=date(2019, 1, 1)), "in_post_since", "The former post began on 2020-03-01, later than this."),
    ],
)
def test_what_can_not_be_is_refused(store: Store, team: list[UUID], move: Move, field: str, sentence: str) -> None:
    with pytest.raises(ValidationError) as refused:
        store.write("move", job_change.change_employer, team[1], move)
    assert (refused.value.field, refused.value.sentence) == (field, sentence)


def test_nobody_moves_to_where_they_are(store: Store, firm: UUID, team: list[UUID]) -> None:
    with pytest.raises(ValidationError, match="works there already"):
        store.write("move", job_change.change_employer, team[1], Move(firm))
    assert store.read(lambda session: session.query(Employment).count()) == 0


def test_former_posts_are_typed_too(store: Store, make: Make, firm: UUID, team: list[UUID]) -> None:
    other = make(Customer, name="宁江泵业")
    add = store.write("post", former_posts.add, "employments", team[1], {"customer_id": other, "until": date(2019, 1, 1)}).value
    (former,) = chain(store, other).former
    assert (former.name, former.until, former.now) == ("周工", date(2019, 1, 1), "华信钢构有限公司")
    with pytest.raises(ValidationError, match="A post can't end before it begins"):
        store.write("post", former_posts.change, "employments", add, {"since": date(2019, 2, 1)})
    store.write("post", former_posts.change, "employments", add, {"since": date(2010, 2, 1), "title": "钳工"})
    ((row, titles),) = store.read(former_posts.listed, "employments", team[1])
    assert (row["employer"], row["title"], titles["customer_id"]) == ("宁江泵业", "钳工", "宁江泵业")
    store.write("gone", former_posts.remove, "employments", add)
    assert chain(store, other).former == ()
    with pytest.raises(ValidationError, match="Employer is missing"):
        store.write("post", former_posts.add, "employments", team[1], {"title": "x"})
