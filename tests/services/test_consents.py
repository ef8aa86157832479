"""Consents with purpose and date, their withdrawal, and whom the firm keeps longer than it should."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from app.errors import ValidationError
from app.models import Contact, Customer, Visit
from app.services import records, retention, settings
from app.services.consents import of_customers, of_people
from app.store.store import Store

TODAY = date(2026, 11, 22)


def made(store: Store, entity: Any, **values: Any) -> UUID:
    return store.write("Made", records.create, entity, values).value


@pytest.fixture
def person(store: Store) -> UUID:
    return made(store, Contact, customer_id=made(store, Customer, name="甲"), name="王芳")


def consent(store: Store, key: UUID, day: date, **values: Any) -> UUID:
    return store.write("Consent", of_people.add, "consents", key, {"given_on": day, "purpose": "News", **values}).value


def marks(store: Store, key: UUID) -> tuple[Any, ...]:
    values = store.read(records.get, Contact, key)
    return tuple(values[name] for name in ("consent", "consent_on", "consent_purpose", "consent_channels"))


def test_the_record_says_what_is_in_force(store: Store, person: UUID) -> None:
    first = consent(store, person, date(2025, 1, 2), channels="email,phone")
    consent(store, person, date(2026, 3, 4), purpose="Gifts", channels="wechat")
    assert marks(store, person) == (True, date(2026, 3, 4), "Gifts", "email,phone,wechat")
    store.write("Withdrawn", of_people.change, "consents", first, {"withdrawn_on": date(2026, 5, 6)})
    assert marks(store, person) == (True, date(2026, 3, 4), "Gifts", "wechat")
    store.undo()
    assert marks(store, person) == (True, date(2026, 3, 4), "Gifts", "email,phone,wechat")


def test_withdrawn_or_removed_nothing_is_in_force(store: Store, person: UUID) -> None:
    key = consent(store, person, date(2025, 1, 2))
    store.write("Withdrawn", of_people.change, "consents", key, {"withdrawn_on": TODAY})
    assert marks(store, person) == (False, None, None, None)
    other = consent(store, person, TODAY)
    store.write("Removed", of_people.remove, "consents", other)
    assert marks(store, person)[0] is False


def test_another_basis_is_no_consent(store: Store, person: UUID) -> None:
    consent(store, person, TODAY, basis="contract")
    assert marks(store, person)[0] is False


def test_it_cannot_end_before_it_begins(store: Store, person: UUID) -> None:
    with pytest.raises(ValidationError) as error:
        consent(store, person, date(2026, 1, 2), withdrawn_on=date(2026, 1, 1))
    assert error.value.field == "withdrawn_on"


def test_private_customers_have_them_too(store: Store) -> None:
    key = made(store, Customer, name="李静", kind="person")
    store.write("Consent", of_customers.add, "consents", key, {"given_on": TODAY, "purpose": "News"})
    assert store.read(records.get, Customer, key)["consent"] is True


def proposed(store: Store) -> dict[str, tuple[str, date]]:
    return {one.name: (one.why, one.day) for one in store.read(retention.proposals, TODAY)}


def test_those_kept_too_long_are_proposed_and_nobody_else(store: Store, person: UUID) -> None:
    firm = made(store, Customer, name="乙", retain_until=date(2020, 1, 1))  # a firm is nobody
    made(store, Contact, customer_id=firm, name="过期", retain_until=date(2026, 11, 21))
    made(store, Contact, customer_id=firm, name="今天", retain_until=TODAY)
    made(store, Contact, customer_id=firm, name="诉讼", retain_until=date(2020, 1, 1), hold_reason="Court case")
    gone = made(store, Contact, customer_id=firm, name="撤回")
    store.write("x", of_people.add, "consents", gone, {"given_on": date(2025, 1, 1), "purpose": "a", "withdrawn_on": TODAY})
    quiet = made(store, Contact, customer_id=firm, name="沉默")
    store.write("x", lambda session: setattr(session.get(Contact, quiet), "created_at", datetime(2019, 5, 1, tzinfo=UTC)))
    assert proposed(store) == {
        "过期": (retention.DATE, date(2026, 11, 21)), "撤回": (retention.WITHDRAWN, TODAY),
        "沉默": (retention.SILENCE, date(2019, 5, 1)),
    }  # fmt: skip
    made(store, Visit, customer_id=firm, contact_id=quiet, state="done", happened_at=datetime(2025, 1, 1, tzinfo=UTC))
    assert "沉默" not in proposed(store)
    store.write("x", settings.change, "privacy.quiet_years", 1)
    assert proposed(store)["沉默"] == (retention.SILENCE, date(2025, 1, 1))
