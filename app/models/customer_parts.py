"""What hangs on a file: shareholders, capabilities, standards, needs, competitors, strengths, contracts (F-02, F-11, F-28)."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped

from app.i18n import N_
from app.models import choices as c
from app.models import fields as f
from app.models import visit_choices as v
from app.models.base import Entity, live_index


class Shareholder(Entity):
    """Who owns a part of the firm (F-02 dimension 2)."""

    entity = "shareholders"
    label = N_("Shareholder")
    plural = N_("Shareholders")
    tells_owner = True

    customer_id: Mapped[UUID] = f.link(N_("Customer"), "customers", owned=True)
    name: Mapped[str] = f.name(N_("Name"), 200)
    share: Mapped[int | None] = f.percent(N_("Share"))
    kind: Mapped[str | None] = f.choice(N_("Kind"), c.SHAREHOLDER_KIND)


class Capability(Entity):
    """What the customer can do well itself: 核心客户技能 (F-03, S1-17)."""

    entity = "capabilities"
    label = N_("Capability")
    plural = N_("Capabilities")
    tells_owner = True

    customer_id: Mapped[UUID] = f.link(N_("Customer"), "customers", owned=True)
    name: Mapped[str] = f.line(N_("Skill"), 200)
    level: Mapped[str | None] = f.choice(N_("Level"), c.SKILL)
    importance: Mapped[str | None] = f.choice(N_("Importance"), c.SCALE)


class Standard(Entity):
    """A policy or technical standard that affects the customer (F-02 dimension 3)."""

    entity = "standards"
    label = N_("Policy or standard")
    plural = N_("Policies and standards")
    tells_owner = True

    customer_id: Mapped[UUID] = f.link(N_("Customer"), "customers", owned=True)
    name: Mapped[str] = f.line(N_("Title"), 300)
    issuer: Mapped[str | None] = f.line(N_("Issued by"), 200)
    effective_on: Mapped[date | None] = f.day(N_("In force from"))
    effect: Mapped[str | None] = f.line(N_("Effect on the customer"), 500)


class Need(Entity):
    """What a customer needs: a product of ours or something else, and how well it is met (F-02 dimension 6, F-15)."""

    entity = "needs"
    label = N_("Need")
    plural = N_("Needs")
    tells_owner = True

    customer_id: Mapped[UUID] = f.link(N_("Customer"), "customers", owned=True)
    name: Mapped[str] = f.line(N_("What is needed"), 300)
    product_id: Mapped[UUID | None] = f.link(N_("Product"), "products")
    quantity: Mapped[str | None] = f.line(N_("Quantity"), 80)
    yearly_amount: Mapped[int | None] = f.money(N_("Amount a year"))
    importance: Mapped[str | None] = f.choice(N_("Importance"), c.SCALE)
    expectation: Mapped[str | None] = f.choice(N_("Expectation"), c.SCALE)
    performance: Mapped[str | None] = f.choice(N_("How well we meet it"), c.SCALE)


class Competitor(Entity):
    """Who else supplies this customer, and what we do about it (F-02 dimension 8)."""

    entity = "competitors"
    label = N_("Competitor")
    plural = N_("Competitors")
    tells_owner = True

    customer_id: Mapped[UUID] = f.link(N_("Customer"), "customers", owned=True)
    name: Mapped[str] = f.name(N_("Name"), 200)
    products: Mapped[str | None] = f.line(N_("Products"), 300)
    share: Mapped[int | None] = f.percent(N_("Share"))
    strengths: Mapped[str | None] = f.line(N_("Strengths"), 500)
    counter: Mapped[str | None] = f.line(N_("Our answer"), 500)


class Trait(Entity):
    """A strength or weakness of the customer, with our answer to a weakness: 优缺点与应对策略 (F-11)."""

    entity = "traits"
    label = N_("Strength or weakness")
    plural = N_("Strengths and weaknesses")
    tells_owner = True

    customer_id: Mapped[UUID] = f.link(N_("Customer"), "customers", owned=True)
    kind: Mapped[str] = f.choice(N_("Kind"), c.TRAIT_KIND, default="strength")
    name: Mapped[str] = f.line(N_("Description"), 500)
    impact: Mapped[str | None] = f.choice(N_("Impact"), c.SCALE)
    counter: Mapped[str | None] = f.line(N_("Our answer"), 500)
    responsible_id: Mapped[UUID | None] = f.link(N_("Responsible"), "employees")
    due_on: Mapped[date | None] = f.day(N_("Due on"))
    state: Mapped[str | None] = f.choice(N_("State"), c.TRAIT_STATE)


class Agreement(Entity):
    """Something that runs out: a framework contract, a warranty, a licence (F-28: care before the end of it)."""

    entity = "agreements"
    label = N_("Contract or warranty")
    plural = N_("Contracts and warranties")
    tells_owner = True

    customer_id: Mapped[UUID] = f.link(N_("Customer"), "customers", owned=True)
    kind: Mapped[str] = f.choice(N_("Kind"), v.AGREEMENT, default="contract")
    name: Mapped[str] = f.line(N_("Contract or product"), 200)
    number: Mapped[str | None] = f.line(N_("Contract number"), 60)
    starts_on: Mapped[date | None] = f.day(N_("Valid from"))
    ends_on: Mapped[date | None] = f.day(N_("Valid until"))
    notes: Mapped[str | None] = f.line(N_("Notes"), 500)


live_index(Agreement, "ends_on")
