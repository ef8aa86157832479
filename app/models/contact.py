"""Contact: the decision-maker file F-03 with its place in the decision chain F-04 (domain/20)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Mapped

from app.i18n import N_
from app.models import choices as c
from app.models import fields as f
from app.models.base import Entity, derived_moment, derived_text, live_index
from app.models.checks import email_problem, name_problem


class Contact(Entity):
    """A person at a customer: who decides there, how they stand to us, what they care about."""

    entity = "contacts"
    label = N_("Decision-maker")
    plural = N_("People")
    pictured = True

    customer_id: Mapped[UUID] = f.link(N_("Customer"), "customers", owned=True)
    name: Mapped[str] = f.name(N_("Full name"), 120, check=name_problem)
    surname: Mapped[str | None] = f.line(N_("Surname"), 40)
    form_of_address: Mapped[str | None] = f.choice(N_("Form of address"), c.ADDRESS_FORM)
    gender: Mapped[str | None] = f.choice(N_("Gender"), c.GENDER)
    title: Mapped[str | None] = f.line(N_("Position"), 120)
    department: Mapped[str | None] = f.line(N_("Department"), 80)
    rank: Mapped[str | None] = f.line(N_("Rank"), 80)
    role: Mapped[str | None] = f.choice(N_("Role in the decision"), c.CHAIN_ROLE)
    reports_to_id: Mapped[UUID | None] = f.link(N_("Reports to"), "contacts")
    other_roles: Mapped[str | None] = f.choices(N_("Further roles"), c.CHAIN_ROLE)
    chain_order: Mapped[int | None] = f.integer(N_("Order in the process"))
    weight: Mapped[int | None] = f.integer(N_("Weight in the decision"))
    influence: Mapped[str | None] = f.choice(N_("Influence"), c.SCALE)
    attitude: Mapped[str | None] = f.choice(N_("Attitude to us"), c.ATTITUDE)
    closeness: Mapped[str | None] = f.choice(N_("Closeness"), c.SCALE)
    our_contact_id: Mapped[UUID | None] = f.link(N_("Our contact"), "employees")
    concerns: Mapped[str | None] = f.text(N_("Concerns"))
    phone: Mapped[str | None] = f.phone(N_("Mobile"))
    office_phone: Mapped[str | None] = f.phone(N_("Office phone"))
    email: Mapped[str | None] = f.email(N_("Email"), check=email_problem)
    wechat: Mapped[str | None] = f.code(N_("WeChat"))
    qq: Mapped[str | None] = f.code(N_("QQ"), 20)
    birthday: Mapped[str | None] = f.sensitive(f.birthday(N_("Birthday"), "birthday_calendar"), "minor")
    birthday_calendar: Mapped[str | None] = f.choice(N_("Birthday calendar"), c.CALENDAR)
    age_band: Mapped[str | None] = f.line(N_("Age band"), 40)
    residence: Mapped[str | None] = f.line(N_("Residence"))
    address: Mapped[str | None] = f.sensitive(f.line(N_("Address"), 300))
    workplace: Mapped[str | None] = f.line(N_("Workplace"))
    skill: Mapped[str | None] = f.choice(N_("Technical level"), c.SKILL)
    expertise: Mapped[str | None] = f.line(N_("Expertise"))
    education: Mapped[str | None] = f.line(N_("Schooling"))
    home_town: Mapped[str | None] = f.line(N_("Home town"), 80)
    personality: Mapped[str | None] = f.line(N_("Personality"))
    interests: Mapped[str | None] = f.text(N_("Interests"))
    taboos: Mapped[str | None] = f.text(N_("Taboos"))
    family: Mapped[str | None] = f.text(N_("Family"))
    in_post_since: Mapped[date | None] = f.day(N_("In post since"))
    trust_credibility: Mapped[str | None] = f.choice(N_("Credibility"), c.TRUST)
    trust_reliability: Mapped[str | None] = f.choice(N_("Reliability"), c.TRUST)
    trust_intimacy: Mapped[str | None] = f.choice(N_("Intimacy"), c.TRUST)
    trust_self_interest: Mapped[str | None] = f.choice(N_("Self-interest"), c.TRUST)
    has_left: Mapped[bool] = f.flag(N_("Has left"))
    new_employer: Mapped[str | None] = f.line(N_("New employer"))
    consent: Mapped[bool] = f.flag(N_("Consent to use of data"))
    consent_on: Mapped[date | None] = f.day(N_("Consent given on"))
    consent_channels: Mapped[str | None] = f.choices(N_("Channels agreed to"), c.CONSENT_CHANNEL)
    consent_purpose: Mapped[str | None] = f.line(N_("Purpose of the consent"))
    retain_until: Mapped[date | None] = f.day(N_("Keep until"))
    hold_reason: Mapped[str | None] = f.line(N_("Must be kept because"), 300)
    starred: Mapped[bool] = f.flag(N_("Starred"))
    tags: Mapped[str | None] = f.tags(N_("Tags"))
    notes: Mapped[str | None] = f.text(N_("Notes"))
    merged_into_id: Mapped[UUID | None] = f.link(N_("Merged into"), "contacts")
    own: Mapped[dict[str, str] | None] = f.own_values()
    name_key: Mapped[str | None] = derived_text()
    last_contact_at: Mapped[datetime | None] = derived_moment(N_("Last contact"))


live_index(Contact, "name_key")
live_index(Contact, "birthday")
