"""What can be printed: ``REPORTS`` is a written list, greppable, and the frozen build sees it.

Importing this module loads neither reportlab nor matplotlib. A report is built in a reading session, into a plain
``Document``; printing that (``app.reports.pdf.render``) needs no session and may run elsewhere.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal, cast

from sqlalchemy.orm import Session

from app.i18n import N_, use_language
from app.reports.document import Document
from app.reports.subject import as_day
from app.services import roles
from app.services.sensitive import in_clear

Parameter = Literal["month", "customer", "person", "complaint", "query", "sheet", "day", "colleague", "memo"]
OPTIONAL = frozenset({"day", "colleague"})
"""What a builder does without: today, everybody."""

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_NAME_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Report:
    """One card of the reports screen. ``title`` and ``description`` are msgids; ``builder`` is "module:function", called
    with the session and the parameters; ``form`` says that it prints empty, to be filled in by hand; ``entity``
    whose records the list must hold, "" where any will do."""

    key: str
    title: str
    description: str
    builder: str
    parameters: tuple[Parameter, ...] = ()
    form: bool = False
    entity: str = ""


REPORTS: tuple[Report, ...] = (
    Report("complaints", N_("Monthly complaint report"),
           N_("The month's complaints: indicators, flow, categories, trend, timeliness, costs, and what is still open."),
           "app.reports.complaints_month:build", ("month",)),
    Report("customer", N_("Customer analysis"),
           N_("One customer: who decides there, visits and complaints, what is missing in the file, what comes next."),
           "app.reports.customer_analysis:build", ("customer",)),
    Report("customer-file", N_("Customer file"),
           N_("One customer's file as a form, to be signed and stamped."),
           "app.reports.customer_file:build", ("customer",)),
    Report("decision-chain", N_("Decision chain"),
           N_("One customer's people as an org chart: roles, attitudes, coverage and support, what to look at."),
           "app.reports.decision_chain:build", ("customer",)),
    Report("decision-maker", N_("Decision-maker card"),
           N_("One person on one page: file, place in the chain, last visits, promises."),
           "app.reports.person_card:build", ("person",)),
    Report("complaint", N_("Complaint sheet"),
           N_("One complaint from receipt to follow-up as a form, to be signed."),
           "app.reports.complaint_sheet:build", ("complaint",)),
    Report("complaint-record", N_("Complaint process record"),
           N_("One complaint step by step, with every change of what is recorded."),
           "app.reports.complaint_record:build", ("complaint",)),
    Report("eight-d", N_("8D report"),
           N_("One complaint in eight disciplines: from the emergency action to prevention."),
           "app.reports.eight_d:build", ("complaint",)),
    Report("fishbone", N_("Fishbone diagram"),
           N_("The possible causes of one complaint by the branches of the cause tree, and the five whys."),
           "app.reports.fishbone:build", ("complaint",)),
    Report("complaint-notice", N_("How to complain (notice)"),
           N_("For customers: how they reach the firm with a complaint, what happens then and by when."),
           "app.reports.complaint_notice:build", form=True),
    Report("receivables", N_("Receivables and dunning"),
           N_("What customers owe on a day by age, days of sales, who is to be reminded, promises, what is disputed."),
           "app.reports.receivables:build", ("day",)),
    Report("dunning-letter", N_("Dunning letter"),
           N_("One customer: the letter of the step that is due, with its open invoices, on one page to be sealed."),
           "app.reports.dunning_letter:build", ("customer", "day")),
    Report("customers", N_("State of the customer base"),
           N_("All customers in thirteen sections: movement, structure, value, growth, credit, coverage, risk, measures."),
           "app.reports.base_report:build", ("day",)),
    Report("segments", N_("Customer segments"),
           N_("Customers by class, tier, size, industry, region: sales, margin, growth, complaints, needs, treatment."),
           "app.reports.segments:build", ("day",)),
    Report("profit", N_("Customer profitability"),
           N_("Twelve months: from sales to profit, the whale curve, tiers, who earns and who loses money, products."),
           "app.reports.customer_profit:build", ("day",)),
    Report("ranking", N_("Ranking by payment and margin"),
           N_("Customers by payment and gross margin, 20 points each, from the first to the last."),
           "app.reports.score_ranking:build", ("day",)),
    Report("visits", N_("Visit plan and performance"),
           N_("The month's visits by person and level: due, done in time, coverage, purpose achieved, and each one."),
           "app.reports.visits_month:build", ("month", "colleague")),
    Report("visit-sheet", N_("Preparation for a visit"),
           N_("One customer on one page: people, last visits, promises, open complaints, what to ask."),
           "app.reports.visit_sheet:build", ("customer",)),
    Report("visit-week", N_("Week plan"),
           N_("The visits of a week with addresses and phones, to take along."),
           "app.reports.visit_plans:week", ("day", "colleague")),
    Report("visit-route", N_("Route of a day"),
           N_("The visits of a day in their order, with space to write."),
           "app.reports.visit_plans:route", ("day", "colleague")),
    Report("phone-memo", N_("Phone memo"),
           N_("A call taken for somebody else, as a slip to hand on."), "app.reports.phone_memo:build", ("memo",)),
    Report("prospect-cards", N_("Prospect cards"),
           N_("Cards of those yet to be won, two a sheet, to be cut apart."),
           "app.reports.prospect_cards:build", ("query",)),
    Report("list", N_("List as shown"),
           N_("A list with its columns, its order and what it was filtered by."), "app.reports.list_paper:build", ("query",)),
    Report("labels", N_("Address labels"),
           N_("For a list of customers, on sheets of labels."),
           "app.reports.labels:build", ("query", "sheet"), entity="customers"),
    Report("handover", N_("Hand-over list"),
           N_("What a colleague handed over last, and to whom; to be signed."), "app.reports.handover:build"),
    Report("blank-customer", N_("Customer file, firm (blank)"),
           N_("To be filled in by hand at a firm."), "app.reports.blank_forms:customer", form=True),
    Report("blank-person", N_("Customer file, private (blank)"),
           N_("To be filled in by hand for a private customer."), "app.reports.blank_forms:person", form=True),
    Report("blank-prospect", N_("Prospect cards (blank)"),
           N_("Two cards, for a trade fair or on the road."), "app.reports.prospect_cards:blank", form=True),
    Report("blank-contact", N_("Decision-maker card (blank)"),
           N_("One person who decides at a customer."), "app.reports.blank_forms:contact", form=True),
    Report("blank-visit", N_("Visit record (blank)"),
           N_("What was planned, said, promised and agreed."), "app.reports.blank_forms:visit", form=True),
    Report("blank-memo", N_("Phone memo (blank)"),
           N_("Who called for whom, what about, when to call back; three on a sheet."),
           "app.reports.blank_forms:memo", form=True),
    Report("blank-complaint", N_("Complaint intake (blank)"),
           N_("Taking down a complaint away from the screen."), "app.reports.blank_forms:complaint", form=True),
)  # fmt: skip


def report(key: str) -> Report:
    """The report with this key; KeyError is a bug."""
    return {each.key: each for each in REPORTS}[key]


def build(session: Session, key: str, language: str, clear: bool = False, **parameters: Any) -> Document:
    """The report's pages as plain values, in ``language`` ("zh" or "en") whatever the window speaks.

    ``month`` is "2026-07" or a YearMonth; ``customer`` a customer number or an id; ``person`` a whole name or an id;
    ``complaint`` a complaint number or an id, ``memo`` that of a phone memo; ``query`` a ListQuery (left out: everything),
    ``sheet`` the key of a sheet of labels; ``day`` a date or "2026-07-01" (left out: today), ``colleague`` a colleague's whole
    name or id (left out: everybody). Sensitive values are hidden unless ``clear``.
    Raises ValidationError where the role does not allow ``clear``, and (its field is the parameter's name) for a month that is
    none, a customer, a person or a complaint that isn't there, and a name that several people have.
    """
    module, _colon, name = report(key).builder.partition(":")
    builder = cast(Callable[..., Document], getattr(import_module(module), name))
    if clear:
        roles.require(session, "sensitive")
    if parameters.get("day") is not None:
        parameters["day"] = as_day(parameters["day"])
    with use_language(language), in_clear(clear):
        return builder(session, **parameters)


def file_name(document: Document) -> str:
    """A name for the printed file that every system takes: number, whom it is about, title, so that a folder sorts by customer;
    title and number of what is about nobody."""
    title, subject = document.title, document.subject
    kind = title.removesuffix(subject).rstrip(" :：") if subject else title
    words = _FORBIDDEN.sub(" ", f"{document.number} {subject[:40]} {kind or title}" if subject else f"{title} {document.number}")
    return " ".join(words.split())[:_NAME_LENGTH].strip(" .") + ".pdf"
