"""The customer file: which fields belong to it, for firms (F-02) and private customers (F-01), and how full it is (C39)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis.completeness import Completeness, FileField, Section, Weight, completeness
from app.i18n import N_
from app.models import Customer
from app.services import records


@dataclass(frozen=True, slots=True)
class FileSection:
    """A section of the file: ``title`` is a msgid; ``extra`` fields are shown, but an empty one is no gap."""

    key: str
    title: str
    fields: tuple[str, ...]
    extra: tuple[str, ...] = ()
    folded: bool = False


_CARE = ("owner_id", "grade", "status", "stage", "source")
_CARE_EXTRA = ("referred_by_id", "tags", "notes")

_CHECKED = (
    "verified_basic_on", "verified_ownership_on", "verified_business_on", "verified_finance_on", "verified_people_on",
    "verified_needs_on", "verified_service_on", "verified_competition_on",
)  # fmt: skip
_PROSPECT = FileSection(
    "prospect", N_("Prospect card"), (),
    ("prospect_no", "prospect_class", "prospect_grade", "expected_amount", "fit", "touches", "next_touch_on", "won_on",
     "dropped_reason"), True,
)  # fmt: skip

FIRM: tuple[FileSection, ...] = (
    FileSection(
        "company", N_("Company"),
        ("name", "short_name", "credit_code", "company_type", "ownership", "industry", "business", "size", "employees",
         "legal_representative", "registered_capital", "founded"),
        ("kind", "english_name", "former_name"),
    ),
    FileSection("care", N_("Relationship"), _CARE, _CARE_EXTRA),
    FileSection(
        "contact", N_("Contact"), ("phone", "email", "region", "address"),
        ("mobile", "fax", "website", "official_account", "wechat", "qq", "registered_address", "postcode", "region_code"),
    ),
    FileSection("ownership", N_("Ownership and organisation"), ("parent_id", "supervisor"), (), True),
    FileSection(
        "business", N_("Business and strategy"),
        ("yearly_turnover", "turnover_year", "market_position", "market_area", "strategy_1y", "strategy_3y", "strategy_long"),
        ("planning", "certificates"), True,
    ),
    FileSection(
        "finance", N_("Finance and credit"),
        ("invoice_title", "tax_number", "bank_name", "bank_account", "taxpayer_kind", "payment_method", "terms_days"),
        ("credit_grade", "credit_limit", "payment_attitude", "bank_credit", "invoice_kind", "tax_rate", "invoice_email",
         "invoice_phone", "invoice_address"), True,
    ),
    FileSection(
        "needs", N_("Needs and buying"), ("yearly_investment", "yearly_purchases", "buying_method", "buying_process"),
        ("buying_cycle", "latent_needs"), True,
    ),
    FileSection("service", N_("Service"), ("service_level",), ("service_agreement",), True),
    _PROSPECT,
    FileSection("checked", N_("Checked on"), (), _CHECKED, True),
    FileSection("form", N_("Form"), ("code", "filled_by_id", "filled_on"), ("project_no", "internal"), True),
)  # fmt: skip

PERSON: tuple[FileSection, ...] = (
    FileSection(
        "person", N_("About the person"), ("name", "form_of_address", "gender", "birthday", "birthday_calendar"),
        ("kind", "employer", "position"),
    ),
    FileSection("care", N_("Relationship"), _CARE, _CARE_EXTRA),
    FileSection("contact", N_("Contact"), ("mobile", "region", "address"), ("wechat", "qq", "email", "phone", "postcode")),
    FileSection("needs", N_("Products and use"), ("roles", "preferences"), ()),
    FileSection("consent", N_("Consent"), ("consent", "consent_on", "consent_channels"), ("consent_purpose", "consent_evidence")),
    FileSection(
        "background", N_("Background"), (), ("occupation", "income_band", "family", "interests", "taboos"), True
    ),
    FileSection("identity", N_("Identity document"), (), ("id_kind", "id_number", "id_reason"), True),
    _PROSPECT,
    FileSection("form", N_("Form"), ("code", "filled_by_id", "filled_on"), ("project_no", "internal"), True),
)  # fmt: skip

_REQUIRED = {"name", "code", "owner_id", "filled_by_id", "filled_on", "source", "company_type", "consent", "roles"}
_IMPORTANT = {
    "credit_code", "phone", "mobile", "address", "industry", "business", "legal_representative", "grade", "status",
    "invoice_title", "tax_number", "bank_name", "bank_account", "payment_method", "terms_days", "birthday", "consent_channels",
}  # fmt: skip
_EITHER = {"phone": ("phone", "mobile"), "mobile": ("mobile", "phone", "wechat", "qq", "email"), "source": ("source",)}


def sections(kind: str) -> tuple[FileSection, ...]:
    """The sections of the file of a firm or of a private customer."""
    return PERSON if kind == "person" else FIRM


def weight(key: str) -> Weight:
    """How much an empty field weighs."""
    return "required" if key in _REQUIRED else "important" if key in _IMPORTANT else "other"


def fullness(values: Mapping[str, Any]) -> Completeness:
    """C39 over the file of a customer; ``missing`` holds field keys, the weightiest first."""
    return completeness([
        Section(part.key, tuple(FileField(key, weight(key), _filled(values, key)) for key in _applicable(part, values)))
        for part in sections(values["kind"])
    ])  # fmt: skip


def _applicable(part: FileSection, values: Mapping[str, Any]) -> list[str]:
    extra = ["referred_by_id"] if "referred_by_id" in part.extra and values.get("source") == "referral" else []
    return [*part.fields, *extra]


def _filled(values: Mapping[str, Any], key: str) -> bool:
    return any(values.get(each) not in (None, "", False) for each in _EITHER.get(key, (key,)))


def missing(session: Session, customer_id: UUID) -> Completeness:
    """How full a customer's file is and which fields it lacks."""
    return fullness(records.get(session, Customer, customer_id))
