"""F-32: receipts pay the invoice due longest first, never more than is open, never more than came in."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.analysis.allocation import Owed, Share, oldest_first, too_much

DAY = date(2026, 6, 1)
OWED = st.lists(
    st.builds(Owed, st.uuids().map(str), st.integers(0, 90).map(lambda n: DAY + timedelta(n)),
              st.integers(-40, 0).map(lambda n: DAY + timedelta(n)), st.integers(-5, 900)),
    max_size=8, unique_by=lambda one: one.key,
)  # fmt: skip


@given(st.integers(-100, 4000), OWED, st.randoms())
def test_nothing_is_lost_or_paid_twice(amount, owed, random):  # type: ignore[no-untyped-def]
    found = oldest_first(amount, owed)
    assert sum(share.amount for share in found.shares) + found.rest == amount
    left = {one.key: one.open for one in owed}
    assert all(0 < share.amount <= left[share.key] for share in found.shares)
    paid = {share.key: share.amount for share in found.shares}
    full = [one for one in sorted(owed, key=lambda one: (one.due, one.issued, one.key)) if one.open > 0]
    states = [paid.get(one.key, 0) == one.open for one in full]
    assert states == sorted(states, reverse=True)  # never a later one before an earlier one is whole
    assert found.rest <= 0 or all(states)
    shuffled = list(owed)
    random.shuffle(shuffled)
    assert oldest_first(amount, shuffled) == found
    assert too_much(amount, found.shares, owed) == ""


def test_what_is_wrong_by_hand_has_a_name() -> None:
    owed = [Owed("a", DAY, DAY, 100), Owed("b", DAY, DAY, 50)]
    cases = (("invoice", [Share("a", 101)]), ("receipt", [Share("a", 100), Share("b", 30)]), ("negative", [Share("a", -1)]),
             ("unknown", [Share("z", 1)]), ("", [Share("a", 70), Share("b", 50)]))  # fmt: skip
    for wrong, shares in cases:
        assert too_much(120, shares, owed) == wrong
