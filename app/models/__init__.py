"""What exists: the entities, in the order in which they refer to one another.

``FIRST`` are those the first screen asks for; a start maps no others (mapping costs 0.2 ms a column). Every other one
stands in ``app/models/later.py``, which is read when ``entities`` or ``BY_KEY`` is first asked for one of them. Both are
written tuples: greppable, and the frozen build sees them. A new entity is one file and one line there.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from app.models.base import Entity, derived_of, fields_of, title_of
from app.models.complaint import Complaint, ComplaintEvent
from app.models.contact import Contact
from app.models.customer import Customer
from app.models.favourites import INDEXES
from app.models.fields import Choice, Field
from app.models.firm import Company, Employee, Product, Setting
from app.models.visit import Visit

FIRST: tuple[type[Entity], ...] = (Company, Employee, Product, Setting, Customer, Contact, Visit, Complaint, ComplaintEvent)


@cache
def entities() -> tuple[type[Entity], ...]:
    """Every entity there is; the first call maps those that a start does without."""
    from app.models.later import LATER

    return (*FIRST, *LATER)


class _ByKey(Mapping[str, type[Entity]]):
    """The entities by their public key (``customers``)."""

    def __init__(self) -> None:
        self._known = {entity.entity: entity for entity in FIRST}

    def __getitem__(self, key: str) -> type[Entity]:
        return self._known[key] if key in self._known else self._all()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def _all(self) -> dict[str, type[Entity]]:
        self._known = {entity.entity: entity for entity in entities()}
        return self._known


BY_KEY: Mapping[str, type[Entity]] = _ByKey()

__all__ = [
    "BY_KEY",
    "FIRST",
    "INDEXES",
    "Choice",
    "Company",
    "Complaint",
    "ComplaintEvent",
    "Contact",
    "Customer",
    "Employee",
    "Entity",
    "Field",
    "Product",
    "Setting",
    "Visit",
    "derived_of",
    "entities",
    "entity_named",
    "fields_of",
    "title_of",
]


def entity_named(key: str) -> type[Entity]:
    """The entity with this public key (``customers``); KeyError is a bug."""
    return BY_KEY[key]
