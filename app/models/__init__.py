"""What exists: the entities, in the order in which they refer to one another.

``ENTITIES`` is a written tuple: greppable, and the frozen build sees it. A new entity is one file and one line here.
"""

from app.models.attachment import Attachment
from app.models.base import Entity, derived_of, fields_of, title_of
from app.models.complaint import Complaint, ComplaintEvent
from app.models.contact import Contact
from app.models.customer import Customer
from app.models.customer_parts import Capability, Competitor, Need, Shareholder, Standard, Trait
from app.models.employment import Employment
from app.models.favourites import INDEXES
from app.models.fields import Choice, Field
from app.models.firm import Company, Employee, Product, Setting
from app.models.firm_lists import CustomField, DistinctPair, SavedView
from app.models.handover import Handover
from app.models.visit import Visit

ENTITIES: tuple[type[Entity], ...] = (
    Company, Employee, Product, Setting, Customer, Contact, Visit, Complaint, ComplaintEvent,
    Shareholder, Capability, Standard, Need, Competitor, Trait, Employment, Attachment, CustomField, SavedView, DistinctPair,
    Handover,
)  # fmt: skip

BY_KEY: dict[str, type[Entity]] = {entity.entity: entity for entity in ENTITIES}

__all__ = [
    "BY_KEY",
    "ENTITIES",
    "INDEXES",
    "Attachment",
    "Capability",
    "Choice",
    "Company",
    "Competitor",
    "Complaint",
    "ComplaintEvent",
    "Contact",
    "CustomField",
    "Customer",
    "DistinctPair",
    "Employee",
    "Employment",
    "Entity",
    "Field",
    "Handover",
    "Need",
    "Product",
    "SavedView",
    "Setting",
    "Shareholder",
    "Standard",
    "Trait",
    "Visit",
    "derived_of",
    "entity_named",
    "fields_of",
    "title_of",
]  # fmt: skip


def entity_named(key: str) -> type[Entity]:
    """The entity with this public key (``customers``); KeyError is a bug."""
    return BY_KEY[key]
