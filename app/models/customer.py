"""Customer: F-02 for firms and F-01 for private customers, one entity with a kind (domain/20).

A prospect (F-05) is a customer whose status says so: its card's number stays in ``prospect_no`` when it is won.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from app.i18n import N_
from app.models import choices as c
from app.models import fields as f
from app.models.base import Entity, derived_moment, derived_text, live_index
from app.models.checks import amount_problem, credit_code_problem, email_problem, name_problem


class Customer(Entity):
    """A firm or a private person who buys, or may buy, from us."""

    entity = "customers"
    label = N_("Customer")
    plural = N_("Customers")
    prefix = "KH"
    pictured = True
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
    employees: Mapped[int | None] = f.integer(N_("Number of employees"), check=amount_problem)
    ownership: Mapped[str | None] = f.choice(N_("Ownership"), c.OWNERSHIP)
    legal_representative: Mapped[str | None] = f.name(N_("Legal representative"))
    registered_capital: Mapped[int | None] = f.money(N_("Registered capital"), check=amount_problem)
    founded: Mapped[date | None] = f.day(N_("Founded on"))
    phone: Mapped[str | None] = f.phone(N_("Phone"))
    mobile: Mapped[str | None] = f.phone(N_("Mobile"))
    fax: Mapped[str | None] = f.phone(N_("Fax"))
    email: Mapped[str | None] = f.email(N_("Email"), check=email_problem)
    website: Mapped[str | None] = f.url(N_("Website"))
    official_account: Mapped[str | None] = f.line(N_("WeChat official account"), 80)
    wechat: Mapped[str | None] = f.code(N_("WeChat"))
    qq: Mapped[str | None] = f.code(N_("QQ"), 20)
    region: Mapped[str | None] = f.region(N_("Region"), "region_code")
    region_code: Mapped[str | None] = f.code(N_("Region code"), 12)
    address: Mapped[str | None] = f.sensitive(f.line(N_("Address"), 300), "kind=person")
    registered_address: Mapped[str | None] = f.line(N_("Registered address"), 300)
    postcode: Mapped[str | None] = f.code(N_("Postcode"), 20)
    source: Mapped[str | None] = f.choice(N_("Source"), c.SOURCE)
    referred_by_id: Mapped[UUID | None] = f.link(N_("Referred by"), "customers")
    internal: Mapped[bool] = f.flag(N_("Internal customer"))
    # F-02 dimension 4: finance and credit
    invoice_title: Mapped[str | None] = f.name(N_("Invoice title"), 200)
    tax_number: Mapped[str | None] = f.code(N_("Taxpayer no."))
    bank_name: Mapped[str | None] = f.line(N_("Bank"))
    bank_account: Mapped[str | None] = f.sensitive(f.code(N_("Bank account"), grouped=4), "kind=person")
    taxpayer_kind: Mapped[str | None] = f.choice(N_("Taxpayer kind"), c.TAXPAYER)
    payment_method: Mapped[str | None] = f.choice(N_("Way of payment"), c.PAYMENT)
    terms_days: Mapped[int | None] = f.integer(N_("Terms (days)"), check=amount_problem)
    credit_grade: Mapped[str | None] = f.choice(N_("Credit grade"), c.CREDIT_GRADE)
    credit_limit: Mapped[int | None] = f.money(N_("Credit limit"), check=amount_problem)
    payment_attitude: Mapped[str | None] = f.choice(N_("Attitude to paying"), c.PAYMENT_ATTITUDE)
    bank_credit: Mapped[str | None] = f.line(N_("Bank credit"))
    invoice_kind: Mapped[str | None] = f.choice(N_("Kind of invoice"), c.INVOICE_KIND)
    tax_rate: Mapped[str | None] = f.choice(N_("Tax rate"), c.TAX_RATE)
    invoice_email: Mapped[str | None] = f.email(N_("Email for invoices"), check=email_problem)
    invoice_phone: Mapped[str | None] = f.phone(N_("Phone for invoices"))
    invoice_address: Mapped[str | None] = f.line(N_("Address for invoices"), 300)
    # F-02 dimension 2: ownership and organisation
    supervisor: Mapped[str | None] = f.line(N_("Supervising body"))
    # F-02 dimension 3: business and strategy
    yearly_turnover: Mapped[int | None] = f.money(N_("Yearly turnover"), check=amount_problem)
    turnover_year: Mapped[int | None] = f.integer(N_("Year of the turnover"))
    market_position: Mapped[str | None] = f.choice(N_("Position in its industry"), c.MARKET_POSITION)
    market_area: Mapped[str | None] = f.line(N_("Main markets"))
    strategy_1y: Mapped[str | None] = f.text(N_("Strategy, 1 year"))
    strategy_3y: Mapped[str | None] = f.text(N_("Strategy, 3 years"))
    strategy_long: Mapped[str | None] = f.text(N_("Long-term strategy"))
    planning: Mapped[str | None] = f.text(N_("Plans"))
    certificates: Mapped[str | None] = f.text(N_("Licences and certificates"))
    # F-02 dimension 6: needs and buying
    yearly_investment: Mapped[int | None] = f.money(N_("Yearly investment"), check=amount_problem)
    yearly_purchases: Mapped[int | None] = f.money(N_("Yearly purchases"), check=amount_problem)
    buying_method: Mapped[str | None] = f.choice(N_("Way of buying"), c.BUYING_METHOD)
    buying_process: Mapped[str | None] = f.text(N_("Buying process"))
    buying_cycle: Mapped[str | None] = f.line(N_("Buying cycle"), 120)
    latent_needs: Mapped[str | None] = f.text(N_("Latent needs"))
    # F-02 dimension 7: service
    service_level: Mapped[str | None] = f.choice(N_("Service level"), c.SERVICE_LEVEL)
    service_agreement: Mapped[str | None] = f.text(N_("Special service agreement"))
    # F-05: the prospect card
    prospect_no: Mapped[str | None] = f.code(N_("Prospect no."))
    prospect_class: Mapped[str | None] = f.line(N_("Product line of interest"), 120)
    prospect_grade: Mapped[str | None] = f.choice(N_("Prospect grade"), c.PROSPECT_GRADE)
    expected_amount: Mapped[int | None] = f.money(N_("Expected amount"), check=amount_problem)
    fit: Mapped[str | None] = f.choices(N_("Fit"), c.FIT)
    touches: Mapped[str | None] = f.choices(N_("Ways of approach"), c.TOUCH)
    next_touch_on: Mapped[date | None] = f.day(N_("Next approach"))
    won_on: Mapped[date | None] = f.day(N_("Won on"))
    dropped_reason: Mapped[str | None] = f.line(N_("Why dropped"), 300)
    # when somebody last looked whether a dimension is still true (C39)
    verified_basic_on: Mapped[date | None] = f.day(N_("Basic data checked on"))
    verified_ownership_on: Mapped[date | None] = f.day(N_("Ownership checked on"))
    verified_business_on: Mapped[date | None] = f.day(N_("Business checked on"))
    verified_finance_on: Mapped[date | None] = f.day(N_("Finance checked on"))
    verified_people_on: Mapped[date | None] = f.day(N_("People checked on"))
    verified_needs_on: Mapped[date | None] = f.day(N_("Needs checked on"))
    verified_service_on: Mapped[date | None] = f.day(N_("Service checked on"))
    verified_competition_on: Mapped[date | None] = f.day(N_("Competition checked on"))
    # F-01: private customers
    form_of_address: Mapped[str | None] = f.choice(N_("Form of address"), c.ADDRESS_FORM)
    gender: Mapped[str | None] = f.choice(N_("Gender"), c.GENDER)
    birthday: Mapped[str | None] = f.sensitive(f.birthday(N_("Birthday"), "birthday_calendar"), "minor")
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
    consent_purpose: Mapped[str | None] = f.line(N_("Purpose of the consent"))
    consent_evidence: Mapped[str | None] = f.line(N_("Evidence of the consent"))
    id_kind: Mapped[str | None] = f.choice(N_("Kind of identity document"), c.ID_KIND)
    id_number: Mapped[str | None] = f.sensitive(f.code(N_("Identity document no."), 40))
    id_reason: Mapped[str | None] = f.line(N_("Why the document is needed"))
    retain_until: Mapped[date | None] = f.day(N_("Keep until"))
    hold_reason: Mapped[str | None] = f.line(N_("Must be kept because"), 300)
    starred: Mapped[bool] = f.flag(N_("Starred"))
    tags: Mapped[str | None] = f.tags(N_("Tags"))
    notes: Mapped[str | None] = f.text(N_("Notes"))
    merged_into_id: Mapped[UUID | None] = f.link(N_("Merged into"), "customers")
    own: Mapped[dict[str, str] | None] = f.own_values()
    name_key: Mapped[str | None] = derived_text()
    last_contact_at: Mapped[datetime | None] = derived_moment(N_("Last contact"))


Index("ix_customers_code", Customer.code)
Index("ix_customers_credit_code", Customer.credit_code)
Index("ix_customers_name", Customer.name)
live_index(Customer, "name_key")
live_index(Customer, "birthday")
live_index(Customer, "last_contact_at")
live_index(Customer, "next_touch_on")
