"""The customer file: which fields and parts belong to it, for firms (F-02, eight dimensions) and private customers (F-01)."""

from dataclasses import dataclass

from app.analysis.completeness import Weight
from app.i18n import N_
from app.models import BY_KEY, Customer, fields_of


@dataclass(frozen=True, slots=True)
class FileSection:
    """A section of the file: ``title`` is a msgid; ``extra`` fields are shown, but an empty one is no gap.

    ``dimension`` is the one of F-02 that the section counts for ("" for none); ``parts`` are the records kept in it, in the
    order in which they stand, those in ``counted`` being a gap while there are none.
    """

    key: str
    title: str
    fields: tuple[str, ...]
    extra: tuple[str, ...] = ()
    folded: bool = False
    dimension: str = ""
    parts: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dimension:
    """One of the sides a file is looked at from: its title (msgid) and the field that says when it was last checked."""

    key: str
    title: str
    verified: str = ""


PEOPLE, DECIDER = "contacts", "decider"
"""What the people of a customer count as: anybody at all, and somebody who decides."""

FIRM_DIMENSIONS = (
    Dimension("basic", N_("Basics"), "verified_basic_on"),
    Dimension("ownership", N_("Owners"), "verified_ownership_on"),
    Dimension("business", N_("Strategy"), "verified_business_on"),
    Dimension("finance", N_("Credit"), "verified_finance_on"),
    Dimension("people", N_("Deciders"), "verified_people_on"),
    Dimension("needs", N_("Demand"), "verified_needs_on"),
    Dimension("service", N_("Service"), "verified_service_on"),
    Dimension("competition", N_("Competition"), "verified_competition_on"),
)
PERSON_DIMENSIONS = (
    Dimension("person", N_("About the person"), "verified_basic_on"),
    Dimension("care", N_("Relationship")),
    Dimension("contact", N_("Contact")),
    Dimension("needs", N_("Products and use"), "verified_needs_on"),
    Dimension("consent", N_("Consent")),
)

_CARE = ("owner_id", "grade", "status", "stage", "source")
_CARE_EXTRA = ("referred_by_id", "tags", "notes")
_FORM = ("code", "filled_by_id", "filled_on")
_FORM_EXTRA = ("project_no", "internal", "retain_until", "hold_reason")
_PROSPECT = FileSection(
    "prospect", N_("Prospect card"), (),
    ("prospect_no", "prospect_class", "prospect_grade", "expected_amount", "next_touch_on", "fit", "touches", "won_on",
     "dropped_reason"), True,
)  # fmt: skip

FIRM: tuple[FileSection, ...] = (
    FileSection(
        "company", N_("Company"),
        ("name", "short_name", "credit_code", "company_type", "ownership", "industry", "size", "employees",
         "legal_representative", "registered_capital", "founded"),
        ("kind", "english_name", "former_name"), dimension="basic",
    ),
    FileSection("care", N_("Relationship"), _CARE, _CARE_EXTRA, dimension="basic"),
    FileSection(
        "contact", N_("Contact"), ("phone", "email", "region", "address"),
        ("mobile", "fax", "website", "official_account", "wechat", "qq", "registered_address", "postcode", "region_code"),
        dimension="basic",
    ),
    _PROSPECT,
    FileSection(
        "ownership", N_("Ownership and organisation"), ("supervisor",), ("parent_id", "verified_ownership_on"), True,
        "ownership", ("shareholders",), ("shareholders",),
    ),
    FileSection(
        "business", N_("Business and strategy"),
        ("business", "yearly_turnover", "turnover_year", "market_position", "market_area", "strategy_1y", "strategy_3y",
         "strategy_long"),
        ("planning", "certificates", "verified_business_on"), True, "business", ("standards", "capabilities"), ("standards",),
    ),
    FileSection(
        "finance", N_("Finance and credit"),
        ("invoice_title", "tax_number", "bank_name", "bank_account", "taxpayer_kind", "payment_method", "terms_days"),
        ("credit_grade", "credit_limit", "payment_attitude", "bank_credit", "invoice_kind", "tax_rate", "invoice_email",
         "invoice_phone", "invoice_address", "verified_finance_on"), True, "finance",
    ),
    FileSection(
        "people", N_("Decision-makers"), (), ("verified_people_on",), True, "people", (PEOPLE,), (PEOPLE, DECIDER),
    ),
    FileSection(
        "needs", N_("Needs and buying"), ("yearly_investment", "yearly_purchases", "buying_method", "buying_process"),
        ("buying_cycle", "latent_needs", "verified_needs_on"), True, "needs", ("needs",), ("needs",),
    ),
    FileSection(
        "service", N_("Dealings and service"), ("service_level",), ("service_agreement", "verified_service_on"), True, "service",
        ("agreements",),
    ),
    FileSection(
        "competition", N_("Competition"), (), ("verified_competition_on",), True, "competition",
        ("competitors", "traits"), ("competitors", "traits"),
    ),
    FileSection("form", N_("Form"), _FORM, (*_FORM_EXTRA, "verified_basic_on"), True, "basic"),
)  # fmt: skip

PERSON: tuple[FileSection, ...] = (
    FileSection(
        "person", N_("About the person"), ("name", "form_of_address", "gender", "birthday", "birthday_calendar"),
        ("kind", "employer", "position"), dimension="person",
    ),
    FileSection("care", N_("Relationship"), _CARE, _CARE_EXTRA, dimension="care"),
    FileSection(
        "contact", N_("Contact"), ("mobile", "region", "address"), ("wechat", "qq", "email", "phone", "postcode"),
        dimension="contact",
    ),
    _PROSPECT,
    FileSection(
        "needs", N_("Products and use"), ("roles", "preferences"), ("verified_needs_on",), dimension="needs",
        parts=("needs", "agreements"),
    ),
    FileSection(
        "consent", N_("Consent"), ("consent", "consent_on", "consent_channels"), ("consent_purpose", "consent_evidence"),
        dimension="consent", parts=("consents",),
    ),
    FileSection(
        "background", N_("Background"), (), ("occupation", "income_band", "family", "interests", "taboos"), True
    ),
    FileSection("identity", N_("Identity document"), (), ("id_kind", "id_number", "id_reason"), True),
    FileSection("form", N_("Form"), _FORM, (*_FORM_EXTRA, "verified_basic_on"), True, "person"),
)  # fmt: skip

_REQUIRED = {
    "name", "code", "owner_id", "filled_by_id", "filled_on", "source", "referred_by_id", "company_type", "consent", "roles",
    PEOPLE,
}  # fmt: skip
_IMPORTANT = {
    "credit_code", "phone", "mobile", "address", "industry", "business", "legal_representative", "grade", "status",
    "invoice_title", "tax_number", "bank_name", "bank_account", "payment_method", "terms_days", "birthday", "consent_channels",
    DECIDER, "needs", "competitors", "service_level",
}  # fmt: skip


def sections(kind: str) -> tuple[FileSection, ...]:
    """The sections of the file of a firm or of a private customer."""
    return PERSON if kind == "person" else FIRM


def dimensions(kind: str) -> tuple[Dimension, ...]:
    """The sides the file of a firm (eight) or of a private customer is looked at from."""
    return PERSON_DIMENSIONS if kind == "person" else FIRM_DIMENSIONS


def section_with(kind: str, key: str) -> FileSection | None:
    """The section in which a field or a part stands."""
    return next((part for part in sections(kind) if key in (*part.fields, *part.extra, *part.parts, *part.counted)), None)


def weight(key: str) -> Weight:
    """How much an empty field weighs."""
    return "required" if key in _REQUIRED else "important" if key in _IMPORTANT else "other"


def label_of(key: str) -> str:
    """The msgid that names a field or a part in the list of what is missing."""
    if key == DECIDER:
        return N_("Who decides")
    if key == PEOPLE:
        return N_("Decision-makers")
    fields = fields_of(Customer)
    return fields[key].label if key in fields else BY_KEY[key].plural
