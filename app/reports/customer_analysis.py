"""客户分析报告 (R-02): one customer on paper in thirteen sections (domain/50 §5.5), whose captions keep the four classic blocks
基础资料, 客户特征, 业务状况, 交易现状.

Rooms: customer_reading (what is read), customer_people (III), customer_trade (IV to VI), customer_standing (grades in V),
customer_service (VII, VIII), customer_dealings (X), customer_course (IX to XI), customer_business, customer_outlook (XII, XIII).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis.completeness import Completeness
from app.analysis.decision_chain import ChainView
from app.formats import local, money_text
from app.i18n import gettext_text as _
from app.i18n import language
from app.models import Customer, Employee, fields_of
from app.models.types import now_utc
from app.reports import customer_business, customer_course
from app.reports import customer_reading as reading
from app.reports.customer_dealings import one_row, visit_blocks
from app.reports.customer_outlook import Situation, outlook_blocks
from app.reports.customer_people import people_blocks
from app.reports.customer_service import satisfaction_blocks, service_blocks
from app.reports.customer_standing import grade_blocks
from app.reports.customer_trade import money, trade_blocks
from app.reports.document import Block, Cell, Document, Facts, Heading, Paragraph
from app.reports.heading import firm, printed_text
from app.reports.subject import find_customer
from app.services import contacts, file_fullness, present, records, settings
from app.services.account_view import AccountView, account_view
from app.services.business.words import STATUS

_SHOWN_FIRM = (
    "code", "name", "short_name", "credit_code", "company_type", "ownership", "industry", "business", "size", "employees",
    "founded", "region", "address", "phone", "grade", "status", "stage", "owner_id", "source", "project_no",
)  # fmt: skip
_SHOWN_PERSON = (
    "code", "name", "gender", "birthday", "mobile", "wechat", "email", "region", "address", "employer", "position",
    "grade", "status", "stage", "owner_id", "source", "roles", "project_no",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Subject:
    """One customer with everything the report says of it, as of ``today``."""

    values: dict[str, Any]
    titles: dict[str, str]
    words: dict[str, dict[str, str]]
    people: tuple[contacts.ChainLine, ...]
    chain: ChainView
    colleagues: dict[UUID, str]
    visits: tuple[reading.VisitLine, ...]
    complaints: tuple[reading.ComplaintLine, ...]
    today: date
    now: datetime
    gap_days: int
    file: Completeness


def build(session: Session, customer: str | UUID) -> Document:
    """The analysis of one customer, by number or id, as of now."""
    return document(session, subject_of(session, find_customer(session, customer)))


def subject_of(session: Session, values: dict[str, Any]) -> Subject:
    """Everything the analysis says of a customer, of these columns."""
    moment = now_utc()
    today = local(moment).date()
    people, chain = contacts.chain(session, values["id"], moment)
    ours = [line.values["our_contact_id"] for line in people if line.values["our_contact_id"]]
    return Subject(
        values, records.link_titles(session, Customer, values), present.lexicons(session, fields_of(Customer)), people, chain,
        records.titles(session, Employee, ours), reading.visits(session, values["id"], today),
        reading.complaints(session, values["id"]), today, local(moment), int(settings.value(session, "visit.gap_days")),
        file_fullness.missing(session, values["id"], today),
    )  # fmt: skip


def document(session: Session, subject: Subject) -> Document:
    """The pages about a customer, in the language in force."""
    ours, values = firm(session), subject.values
    owner = _("Salesperson {name}").format(name=subject.titles["owner_id"]) if subject.titles.get("owner_id") else ""
    return Document(
        title=_("Customer Analysis: {name}").format(name=values["short_name"] or values["name"]),
        blocks=_blocks(session, subject),
        meta=(_("Customer no. {number}").format(number=values["code"]), owner, _("As of {day}").format(day=subject.today)),
        number=values["code"],
        subject=values["short_name"] or values["name"],
        company=ours.name,
        logo=ours.logo,
        signatures=(_("Prepared by"), _("Reviewed by"), _("Approved by")),
        footer=(_("Figures as of {moment}").format(moment=subject.today), printed_text()),
        language=language(),
    )


def _blocks(session: Session, subject: Subject) -> tuple[Block, ...]:
    key, view = subject.values["id"], account_view(session, subject.values["id"], subject.today)
    return (
        Heading(_("I Identity and summary")), *_summary(subject, view),
        Heading(_("II Basic data")), _identity(subject),
        Heading(_("III Who decides")), *people_blocks(subject.people, subject.chain, subject.colleagues),
        *trade_blocks(view, grade_blocks(session, key, subject.today), subject.today),
        Heading(_("VII Service and quality")),
        *service_blocks(subject.complaints, reading.requests(session, key), reading.warranties(session, key), subject.now),
        Heading(_("VIII Satisfaction and loyalty")), *satisfaction_blocks(subject.complaints),
        Heading(_("IX Competitors, strengths and weaknesses")), *customer_course.rivals(session, key, view.wallet),
        Heading(_("X Visits and care")), *visit_blocks(subject.visits, subject.today),
        *customer_course.care(session, key, view, subject.today),
        Heading(_("XI How the plan goes")), *customer_course.plan(view.progress),
        *outlook_blocks(_situation(session, subject, view), subject.file),
    )  # fmt: skip


def _situation(session: Session, subject: Subject, view: AccountView) -> Situation:
    key = subject.values["id"]
    return Situation(
        subject.values, subject.chain, subject.people, subject.visits, subject.complaints, subject.now, subject.gap_days,
        customer_business.warnings(session, key, view, subject.today), customer_business.chances(view),
        customer_business.steps(session, key, view, subject.today), customer_business.decision(session, view),
        subject.titles.get("owner_id", ""),
    )  # fmt: skip


def _summary(subject: Subject, view: AccountView) -> tuple[Block, ...]:
    """What the manager reads first: whom it is about, and the figures that count."""
    fields, values, earned = fields_of(Customer), subject.values, view.dealings.earned
    whom = " · ".join(filter(None, (values["name"], values["code"], subject.titles.get("owner_id"))))
    figures: dict[str, Cell] = {
        _("Grade"): present.text_of(fields["grade"], values["grade"]) or None,
        _("Status"): _(STATUS[view.status.code]) if view.traded and view.status is not None else (
            present.text_of(fields["status"], values["status"]) or None),
    }  # fmt: skip
    if view.traded:
        figures |= {
            _("Net sales, 12 months"): money_text(earned.profit.net if earned is not None else 0),
            _("Profit"): money(earned.profit.profit) if earned is not None else None,
            _("Open amount"): money_text(view.dealings.owed.total), _("Overdue amount"): money_text(view.dealings.owed.overdue),
        }  # fmt: skip
    figures[_("Open complaints")] = sum(line.open for line in subject.complaints)
    return Paragraph(whom, bold=True), one_row(figures)


def _identity(subject: Subject) -> Facts:
    fields = fields_of(Customer)
    shown = _SHOWN_PERSON if subject.values["kind"] == "person" else _SHOWN_FIRM
    items = tuple(
        (_(fields[key].label),
         present.shown_text(fields[key], subject.values[key], subject.titles.get(key, ""), subject.words) or None)
        for key in shown
    )  # fmt: skip
    return Facts(items, 2)
