"""Names and numbers in a file that mean other records: found, met in the same file, or made on the way.

A person's or a complaint's customer is made where nobody has it, and noted; without a name it is the walk-in customer.
Any other record that doesn't exist is left out with a problem.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.errors import ValidationError
from app.exchange import existing, tables
from app.exchange.drafts import Draft
from app.exchange.names import public_name, same
from app.exchange.plan_types import NewCustomer, RowOf
from app.exchange.sheet import Trouble
from app.formats import excerpt
from app.i18n import N_
from app.models import BY_KEY, Customer, Field, fields_of
from app.services import complaint_people
from app.services.records import problem_with

WALK_IN = ""
NOBODY = N_("There is no record named “{value}”.")
"""What is said of a link whose name or number nobody has."""

_SEVERAL = N_(
    "There are {count} customers named “{value}”: number {number} is taken. Write the number instead of the name where "
    "another one is meant."
)


@dataclass(slots=True)
class Links:
    """What the rows of one file can refer to. ``new_customers`` grows while links are resolved."""

    entity: str
    known: dict[str, existing.Names]
    in_file: dict[str, int]
    people: dict[tuple[Any, str], list[UUID]]
    walk_in: UUID | None = None
    arriving: Mapping[str, UUID | None] = field(default_factory=dict)
    new_customers: dict[str, str] = field(default_factory=dict)


def prepare(session: Session, entity: str, drafts: Sequence[Draft], arriving: Mapping[str, UUID | None]) -> Links:
    """Everything the links of these rows may point to; ``arriving`` are customers of another part of the file."""
    targets = {one.link for one in fields_of(BY_KEY[entity]).values() if one.kind == "link"} - {"contacts"}
    known = {target: existing.names_of(session, target) for target in targets}
    people: dict[tuple[Any, str], list[UUID]] = {}
    if any("contact_id" in draft.links or "reports_to_id" in draft.links for draft in drafts):
        for record_id, (customer, name) in existing.keyed(session, "contacts", ("customer_id", "name")):
            people.setdefault((customer, same(name)), []).append(record_id)
    in_file: dict[str, int] = {}
    for draft in drafts:
        for key in ("code", "name", "number"):
            if draft.refusal is None and draft.values.get(key):
                in_file.setdefault(same(draft.values[key]), draft.row)
    return Links(entity, known, in_file, people, complaint_people.walk_in(session, make=False), arriving)


def resolve(links: Links, draft: Draft) -> None:
    """Put ids, or what stands for records to come, in the place of the draft's names."""
    fields = fields_of(BY_KEY[links.entity])
    owner = next((one for one in fields.values() if one.owned), None)
    if links.entity == "costs" and draft.links.get("customer_id"):
        owner = fields["customer_id"]  # a cost need not have a customer; one it names is made like any other
    if owner is not None:
        draft.values[owner.key] = _owner(links, draft, owner.key, draft.links.pop(owner.key, ""))
    for key, text in draft.links.items():
        several = _found(links, draft, fields[key], text)
        found = several[0] if several else _other_row(links, draft, fields[key], text)
        draft.namesakes[key] = frozenset(several)
        if found is None:
            error = ValidationError(NOBODY, value=excerpt(text, 60))
            draft.leave_out(public_name(fields[key]), key, error)
        else:
            draft.values[key] = found


def _owner(links: Links, draft: Draft, key: str, text: str) -> Any:
    """The customer a row belongs to: known, to be made, or the walk-in customer."""
    text = "" if same(text) in tables.words()["walk-in"] else text
    problem = problem_with(fields_of(Customer)["name"], text) if text else None
    if text and problem is None:
        return _firm(links, draft, text)
    if problem is not None:
        draft.leave_out("customer", key, problem)
    if links.walk_in is not None:
        return links.walk_in
    links.new_customers.setdefault(WALK_IN, "")
    return NewCustomer(WALK_IN)


def _firm(links: Links, draft: Draft, text: str) -> Any:
    known, name = links.known["customers"].find(text), same(text)
    if known:
        draft.doubts += _namesakes(links, draft, known, text)
        return known[0]
    if name in links.arriving:
        return links.arriving[name] or NewCustomer(name)
    if name not in links.new_customers:
        links.new_customers[name] = text
        made = N_("There was no customer “{value}”: it was added.")
        draft.problems.append(Trouble(draft.row, "customer", made, (("value", excerpt(text, 60)),)))
    return NewCustomer(name)


def _namesakes(links: Links, draft: Draft, known: Sequence[UUID], text: str) -> list[Trouble]:
    """That a name means several customers, and which of them is taken."""
    if len(known) < 2:
        return []
    number = links.known["customers"].numbers.get(known[0], "")
    values = (("count", len(known)), ("value", excerpt(text, 60)), ("number", number))
    return [Trouble(draft.row, "customer", _SEVERAL, values)]


def _found(links: Links, draft: Draft, found: Field, text: str) -> list[UUID]:
    """The records a text may mean: people are looked for at the row's customer."""
    if found.link == "contacts":
        return links.people.get((draft.values.get("customer_id"), same(text)), [])
    return links.known[found.link].find(text)


def _other_row(links: Links, draft: Draft, found: Field, text: str) -> RowOf | None:
    row = links.in_file.get(same(text)) if found.link == links.entity else None
    return RowOf(row) if row is not None and row != draft.row else None
