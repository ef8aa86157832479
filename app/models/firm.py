"""The firm itself and its short lists: profile, colleagues, products, settings."""

from uuid import UUID

from sqlalchemy.orm import Mapped

from app.i18n import N_
from app.models import choices as c
from app.models import fields as f
from app.models.base import Entity, derived_text, secret_text
from app.models.checks import amount_problem, credit_code_problem, email_problem, name_problem


class Company(Entity):
    """The profile of the firm that uses the program: one record, printed on every report's head."""

    entity = "companies"
    label = N_("Company profile")
    plural = N_("Company profile")
    searched = False

    name: Mapped[str] = f.name(N_("Company name"), 200, check=name_problem)
    credit_code: Mapped[str | None] = f.code(N_("Unified social credit code"), 18, check=credit_code_problem)
    address: Mapped[str | None] = f.line(N_("Address"), 300)
    phone: Mapped[str | None] = f.phone(N_("Phone"))
    email: Mapped[str | None] = f.email(N_("Email"), check=email_problem)
    website: Mapped[str | None] = f.url(N_("Website"))
    bank: Mapped[str | None] = f.line(N_("Bank"), 120)
    bank_account: Mapped[str | None] = f.code(N_("Bank account"), grouped=4)
    complaint_department: Mapped[str | None] = f.line(N_("Department that writes the report"), 80)
    logo: Mapped[str | None] = f.image(N_("Logo"))


class Employee(Entity):
    """A colleague: owner of customers, handler of complaints."""

    entity = "employees"
    label = N_("Colleague")
    plural = N_("Colleagues")

    name: Mapped[str] = f.name(N_("Full name"), 120, check=name_problem)
    level: Mapped[str | None] = f.choice(N_("Level"), c.LEVEL)
    title: Mapped[str | None] = f.line(N_("Position"), 80)
    department: Mapped[str | None] = f.line(N_("Department"), 80)
    phone: Mapped[str | None] = f.phone(N_("Phone"))
    email: Mapped[str | None] = f.email(N_("Email"), check=email_problem)
    manager_id: Mapped[UUID | None] = f.link(N_("Manager"), "employees")
    has_left: Mapped[bool] = f.flag(N_("Has left"))
    daily_visits: Mapped[int | None] = f.integer(N_("Visits a day at most"), check=amount_problem)
    role: Mapped[str | None] = f.choice(N_("May do"), c.ROLE)
    secret: Mapped[str | None] = secret_text()
    name_key: Mapped[str | None] = derived_text()


class Product(Entity):
    """A product or service of ours, for choosing in complaints and needs."""

    entity = "products"
    label = N_("Product")
    plural = N_("Products")
    prefix = "CP"
    number_field = "code"

    code: Mapped[str] = f.code(N_("Product no."))
    name: Mapped[str] = f.name(N_("Name"), 200, check=name_problem)
    model: Mapped[str | None] = f.line(N_("Model"), 80)
    product_group: Mapped[str | None] = f.line(N_("Product group"), 80)
    retired: Mapped[bool] = f.flag(N_("No longer sold"))
    own: Mapped[dict[str, str] | None] = f.own_values()
    name_key: Mapped[str | None] = derived_text()


class Setting(Entity):
    """A default of the program changed by the firm: ``value`` is JSON (domain/00 G6)."""

    entity = "settings"
    label = N_("Setting")
    plural = N_("Settings")
    titles = ("key",)
    searched = False

    key: Mapped[str] = f.code(N_("Setting"), 80)
    value: Mapped[str | None] = f.text(N_("Value"))
    employee_id: Mapped[UUID | None] = f.link(N_("Colleague"), "employees")
