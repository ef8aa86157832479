"""Roles and signing in: one table of rights, secrets that are never shown, supervisors and approvers of domain/40."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from app.errors import ValidationError
from app.exchange.export import export
from app.models import Complaint, Contact, Customer, Employee
from app.safety.erasing import Wish, erase_person
from app.services import complaint_steps, complaints, disclosures, records, roles, settings, sign_in
from app.store.changes import Label
from app.store.log import history
from app.store.notes import note
from app.store.store import Store

SAID = "correct horse é 电池"


def made(store: Store, entity: Any, **values: Any) -> UUID:
    return store.write("Made", records.create, entity, values).value


@pytest.fixture
def team(store: Store) -> dict[str, UUID]:
    roles_given = {"陈立": "owner", "周敏": "manager", "王强": "salesperson", "李读": "reader", "无名": None}
    return {name: made(store, Employee, name=name, role=role) for name, role in roles_given.items()}


def at_keyboard(store: Store, who: UUID | None) -> None:
    store.actor = who


def test_without_roles_nobody_is_restricted(store: Store) -> None:
    made(store, Employee, name="陈立")
    assert all(store.read(roles.may, right) for right in roles.RIGHTS)


@pytest.mark.parametrize(
    ("name", "rights"),
    [
        ("陈立", set(roles.RIGHTS)),
        ("周敏", set(roles.RIGHTS) - {"roles"}), ("王强", {"write", "export", "sensitive"}),
        ("李读", set()), ("无名", {"write", "export", "sensitive"}), ("", set()),
    ],
)  # fmt: skip
def test_each_role_has_its_rights(store: Store, team: dict[str, UUID], name: str, rights: set[str]) -> None:
    store.write("me", settings.change, "me", str(team[name]) if name else "")
    assert {right for right in roles.RIGHTS if store.read(roles.may, right)} == rights


def test_what_is_denied_says_so(store: Store, team: dict[str, UUID]) -> None:
    at_keyboard(store, team["李读"])
    with pytest.raises(ValidationError) as error:
        store.write("x", roles.require, "write")
    assert error.value.sentence.startswith("“Read only” does not include changing records.")


def test_only_owner_and_managers_approve(store: Store, team: dict[str, UUID]) -> None:
    at_keyboard(store, team["陈立"])
    firm = made(store, Customer, name="甲")
    given = {"customer_id": firm, "subject": "漏水", "severity": "S3", "received_at": datetime(2026, 7, 1, tzinfo=UTC)}
    case = store.write("Complaint", complaints.register, given).value
    store.write("x", lambda session: setattr(session.get(Complaint, case), "state", "S50"))
    at_keyboard(store, team["王强"])
    with pytest.raises(ValidationError) as error:
        store.write("x", complaint_steps.step, case, "T12")
    assert "supervising and approving" in error.value.sentence
    at_keyboard(store, team["周敏"])
    store.write("x", complaint_steps.step, case, "T12")
    assert store.read(records.get, Complaint, case)["state"] == "S55"


def test_only_owner_and_managers_erase(store: Store, team: dict[str, UUID]) -> None:
    key = made(store, Contact, customer_id=made(store, Customer, name="甲"), name="王芳")
    at_keyboard(store, team["王强"])
    with pytest.raises(ValidationError):
        erase_person(store, Wish("contacts", key))
    assert store.read(records.get, Contact, key)["name"] == "王芳"


def sign(store: Store, who: UUID, secret: str) -> bool:
    return note(store, Label(sign_in.LABEL), sign_in.sign_in, who, secret).value


def test_a_secret_keeps_others_out(store: Store, team: dict[str, UUID]) -> None:
    store.quietly(sign_in.set_secret, team["陈立"], SAID)
    assert sign(store, team["周敏"], "")  # who has none needs none
    assert not sign(store, team["陈立"], "wrong")
    assert not sign(store, team["陈立"], "")
    assert not sign(store, team["陈立"], "x" * 100_000)
    assert store.read(roles.me) == team["周敏"]
    assert sign(store, team["陈立"], "correct horse e\u0301 电池")  # typed with another keyboard
    assert store.read(roles.me) == team["陈立"]
    kinds = [line.kind for line in store.read(disclosures.listed)]
    assert kinds == ["signed_in", "refused", "refused", "refused", "signed_in"]
    store.undo()  # nobody is switched by undo
    assert store.read(roles.me) == team["陈立"]


def test_the_secret_is_nowhere_in_clear_and_never_goes_out(store: Store, team: dict[str, UUID], tmp_path: Any) -> None:
    before = len(store.read(history, team["陈立"]))
    store.quietly(sign_in.set_secret, team["陈立"], SAID)
    kept = store.read(lambda session: session.get(Employee, team["陈立"]).secret)
    assert kept.startswith("scrypt$")
    assert "secret" not in store.read(lambda session: str(records.link_titles(session, Employee, {"secret": kept})))
    assert len(store.read(history, team["陈立"])) == before
    with pytest.raises(ValidationError):
        store.read(export, "customers", tmp_path / "a.csv")  # nobody in particular
    store.write("me", settings.change, "me", str(team["陈立"]))
    store.read(export, "customers", tmp_path / "a.csv")
    store.close()
    content = b"".join(path.read_bytes() for path in store.path.parent.rglob("*") if path.is_file())
    assert SAID.encode() not in content
    assert b"correct horse" not in content


def test_the_present_secret_is_asked_but_of_the_owner(store: Store, team: dict[str, UUID]) -> None:
    at_keyboard(store, team["王强"])
    store.quietly(sign_in.set_secret, team["王强"], SAID)
    with pytest.raises(ValidationError):
        store.quietly(sign_in.set_secret, team["王强"], "another one", "wrong")
    with pytest.raises(ValidationError):
        store.quietly(sign_in.set_secret, team["王强"], "abc", SAID)
    at_keyboard(store, team["陈立"])
    store.quietly(sign_in.set_secret, team["王强"], "")
    assert sign(store, team["王强"], "")
