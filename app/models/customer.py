"""Customer: F-02 for firms and F-01 for private customers, one entity with a kind (domain/20).

Foundation holds the dimensions 1 (basic) and 4 (finance and credit) of F-02 and the whole of F-01.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from app.i18n import N_
from app.models import choices as c
from app.models import fields as f
from app.models.base import Entity, derived_moment, derived_text, live_index
from app.models.checks import credit_code_problem, email_problem, name_problem


class Customer(Entity):
    """A firm or a private person who buys, or may buy, from us."""

    entity = "customers"
    label = N_("Customer")
    plural = N_("Customers")
    prefix = "KH"
    number_field = "code"

    code: Mapped[str] = f.code(N_("Customer no."), 40)
    name: Mapped[str] = f.name(N_("Name"), 200, check=name_problem)
    kind: Mapped[str] = f.choice(N_("Kind"), c.CUSTOMER_KIND, default="company")
    short_name: Mapped[str | None] = f.name(N_("Short name"))
    english_name: Mapped[str | None] = f.name(N_("English name"), 200)
    former_name: Mapped[str | None] = f.name(N_("Former name"), 200)
    credit_code: Mapped[str | None] = f.code(N_("Unified social credit code"), 18, check=credit_code_problem)
    project_no: Mapped[str | None] = f.code(N_("Project no."))
    owner_id: Mapped[UUID | None] = f.link(N_("Salesperson"), "employees")
    filled_by_id: Mapped[UUID | None] = f.link(N_("Filled in by"), "employees")
    filled_on: Mapped[date | None] = f.day(N_("Filled in on"))
    grade: Mapped[str | None] = f.choice(N_("Grade"), c.GRADE)
    status: Mapped[str | None] = f.choice(N_("Status"), c.STATUS)
    stage: Mapped[str | None] = f.choice(N_("Stage"), c.STAGE)
    company_type: Mapped[str | None] = f.choice(N_("Company type"), c.COMPANY_TYPE)
    parent_id: Mapped[UUID | None] = f.link(N_("Parent company"), "customers")
    industry: Mapped[str | None] = f.choice(N_("Industry"), c.INDUSTRY)
    business: Mapped[str | None] = f.line(N_("Main business"))
    size: Mapped[str | None] = f.choice(N_("Size"), c.SIZE)
    employees: Mapped[int | None] = f.integer(N_("Number of employees"))
    ownership: Mapped[str | None] = f.choice(N_("Ownership"), c.OWNERSHIP)
    legal_representative: Mapped[str | None] = f.name(N_("Legal representative"))
    registered_capital: Mapped[int | None] = f.money(N_("Registered capital"))
    founded: Mapped[date | None] = f.day(N_("Founded on"))
    phone: Mapped[str | None] = f.phone(N_("Phone"))
    mobile: Mapped[str | None] = f.phone(N_("Mobile"))
    fax: Mapped[str | None] = f.phone(N_("Fax"))
    email: Mapped[str | None] = f.email(N_("Email"), check=email_problem)
    website: Mapped[str | None] = f.url(N_("Website"))
    official_account: Mapped[str | None] = f.line(N_("WeChat official account"), 80)
    wechat: Mapped[str | None] = f.code(N_("WeChat"))
    qq: Mapped[str | None] = f.code(N_("QQ"), 20)
    region: Mapped[str | None] = f.line(N_("Region"), 80)
    address: Mapped[str | None] = f.line(N_("Address"), 300)
    registered_address: Mapped[str | None] = f.line(N_("Registered address"), 300)
    postcode: Mapped[str | None] = f.code(N_("Postcode"), 20)
    source: Mapped[str | None] = f.choice(N_("Source"), c.SOURCE)
    referred_by_id: Mapped[UUID | None] = f.link(N_("Referred by"), "customers")
    internal: Mapped[bool] = f.flag(N_("Internal customer"))
    # F-02 dimension 4: finance and credit
    invoice_title: Mapped[str | None] = f.name(N_("Invoice title"), 200)
    tax_number: Mapped[str | None] = f.code(N_("Taxpayer no."))
    bank_name: Mapped[str | None] = f.line(N_("Bank"))
    bank_account: Mapped[str | None] = f.code(N_("Bank account"))
    taxpayer_kind: Mapped[str | None] = f.choice(N_("Taxpayer kind"), c.TAXPAYER)
    payment_method: Mapped[str | None] = f.choice(N_("Way of payment"), c.PAYMENT)
    terms_days: Mapped[int | None] = f.integer(N_("Terms (days)"))
    credit_grade: Mapped[str | None] = f.choice(N_("Credit grade"), c.CREDIT_GRADE)
    credit_limit: Mapped[int | None] = f.money(N_("Credit limit"))
    payment_attitude: Mapped[str | None] = f.choice(N_("Attitude to paying"), c.PAYMENT_ATTITUDE)
    bank_credit: Mapped[str | None] = f.line(N_("Bank credit"))
    # F-01: private customers
    form_of_address: Mapped[str | None] = f.choice(N_("Form of address"), c.ADDRESS_FORM)
    gender: Mapped[str | None] = f.choice(N_("Gender"), c.GENDER)
    birthday: Mapped[date | None] = f.day(N_("Birthday"))
    birthday_calendar: Mapped[str | None] = f.choice(N_("Birthday calendar"), c.CALENDAR)
    employer: Mapped[str | None] = f.line(N_("Employer"))
    position: Mapped[str | None] = f.line(N_("Position"), 80)
    occupation: Mapped[str | None] = f.line(N_("Occupation"), 80)
    income_band: Mapped[str | None] = f.line(N_("Income band"), 80)
    family: Mapped[str | None] = f.text(N_("Family"))
    interests: Mapped[str | None] = f.text(N_("Interests"))
    taboos: Mapped[str | None] = f.text(N_("Taboos"))
    roles: Mapped[str | None] = f.choices(N_("Payer or user"), c.USER_ROLE)
    preferences: Mapped[str | None] = f.text(N_("Products, use, preferences"))
    consent: Mapped[bool] = f.flag(N_("Consent to use of data"))
    consent_on: Mapped[date | None] = f.day(N_("Consent given on"))
    consent_channels: Mapped[str | None] = f.choices(N_("Channels agreed to"), c.CONSENT_CHANNEL)
    starred: Mapped[bool] = f.flag(N_("Starred"))
    tags: Mapped[str | None] = f.tags(N_("Tags"))
    notes: Mapped[str | None] = f.text(N_("Notes"))
    name_key: Mapped[str | None] = derived_text()
    last_contact_at: Mapped[datetime | None] = derived_moment(N_("Last contact"))


Index("ix_customers_code", Customer.code)
Index("ix_customers_credit_code", Customer.credit_code)
Index("ix_customers_name", Customer.name)
live_index(Customer, "name_key")
live_index(Customer, "birthday")
live_index(Customer, "last_contact_at")
