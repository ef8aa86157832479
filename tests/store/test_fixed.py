"""The first-contact owner of a complaint never changes, by whatever write (domain/40 §4.4)."""

import pytest

from app.errors import ValidationError
from app.models import Complaint, Employee
from app.models.session import recorder
from app.models.types import now_utc
from app.services import complaints, records


def test_the_first_contact_never_changes_by_whatever_write(store):
    case = store.write("x", complaints.import_cases, [{"subject": "旧", "received_at": now_utc()}]).value[0]
    first, second = (store.write("x", records.create, Employee, {"name": name}).value for name in ("陈立", "王桥"))

    def owner():
        return store.read(records.get, Complaint, case)["first_owner_id"]

    assert owner() is None  # of a firm of nobody: filled once
    assert store.write("x", records.update, Complaint, case, {"first_owner_id": first}).value
    ways = (
        (records.update, Complaint, case, {"first_owner_id": second}),
        (lambda session: setattr(session.get(Complaint, case), "first_owner_id", None),),
        (lambda session: recorder(session).update_many(session, Complaint, "first_owner_id", [(case, first, second)]),),
    )
    for way in ways:
        with pytest.raises(ValidationError, match="first-contact owner never changes"):
            store.write("x", *way)
        assert owner() == first
    store.undo()
    assert owner() is None
    store.redo()
    assert owner() == first
    store.write("x", complaints.register, {"complainant": "李工", "subject": "新", "severity": "S2"})
    store.undo()  # of a registration: a draft is left, with its first contact
    store.redo()
