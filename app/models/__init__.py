"""What exists: the entities, in the order in which they refer to one another.

``ENTITIES`` is a written tuple: greppable, and the frozen build sees it. A new entity is one file and one line here.
"""

from app.models.base import Entity, derived_of, fields_of, title_of
from app.models.complaint import Complaint, ComplaintEvent
from app.models.contact import Contact
from app.models.customer import Customer
from app.models.fields import Choice, Field
from app.models.firm import Company, Employee, Product, Setting
from app.models.visit import Visit

ENTITIES: tuple[type[Entity], ...] = (
    Company, Employee, Product, Setting, Customer, Contact, Visit, Complaint, ComplaintEvent,
)  # fmt: skip

BY_KEY: dict[str, type[Entity]] = {entity.entity: entity for entity in ENTITIES}

__all__ = [
    "BY_KEY", "ENTITIES", "Choice", "Company", "Complaint", "ComplaintEvent", "Contact", "Customer", "Employee", "Entity",
    "Field", "Product", "Setting", "Visit", "derived_of", "entity_named", "fields_of", "title_of",
]  # fmt: skip


def entity_named(key: str) -> type[Entity]:
    """The entity with this public key (``customers``); KeyError is a bug."""
    return BY_KEY[key]
