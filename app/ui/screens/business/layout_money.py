"""Where the fields of dunning steps and credit files stand."""

from app.analysis.credit_score import WEIGHTS
from app.formats import today
from app.i18n import N_
from app.services.lists import Filter
from app.ui.lists.columns import Fit
from app.ui.lists.filters import View
from app.ui.screens.business.layout import Kind


def _promises() -> tuple[Filter, ...]:
    return (Filter("promised_on", "before", (today(),)), Filter("kept_on", "empty"), Filter("broken", "not_in", (True,)))


def _next() -> tuple[Filter, ...]:
    return (Filter("next_on", "to", (today(),)),)


_STEP = ("customer_id", "step", "done_on", "method", "amount", "words")
_PROMISE = ("promised", "promised_on", "kept_on", "broken")
DUNNINGS = Kind(
    "dunnings", "dunnings", ("done_on", "customer_id", "step", "amount", "promised_on", "next_on"), "-done_on",
    Fit({"done_on": 92, "customer_id": 140, "step": 130, "amount": 104, "promised_on": 92, "next_on": 92},
        ("customer_id", "step"), ("amount", "next_on"), 100),
    ("step", "done_on", "promised_on", "next_on", "broken", "done_by_id"),
    (
        View(N_("All dunning steps")), View(N_("Promises that are over"), _promises), View(N_("Next steps that are due"), _next),
        View(N_("Broken promises"), (Filter("broken", "in", (True,)),)),
    ),
    (
        ("", _STEP, False), (N_("Promise"), ("promised", "promised_on"), False),
        (N_("What comes next"), ("next_step", "next_on"), False),
        (N_("More about the step"), ("invoice_id", "contact_id", "done_by_id"), True),
    ),
    (
        ("", (*_STEP, "invoice_id", "contact_id", "done_by_id"), False), (N_("Promise"), _PROMISE, False),
        (N_("What comes next"), ("next_step", "next_on"), False),
    ),
    N_("New dunning step"), N_("Add dunning step"),
    (N_("No dunning steps yet."), N_("Note each reminder, call and letter: a written demand interrupts the limitation period.")),
    (N_("No dunning step is chosen."), N_("Choose one in the list, or add a new one.")), N_("Filter by customer, words"), "",
    N_("Changed the dunning step {name}"), N_("Deleted the dunning step {name}"), N_("Added the dunning step {name}"),
)  # fmt: skip

_MARKS = tuple(WEIGHTS)
CREDIT = Kind(
    "credit_files", "credit_files", ("number", "customer_id", "grade", "score", "approved_limit", "state", "valid_until"),
    "-number",
    Fit({"number": 100, "customer_id": 140, "grade": 60, "score": 64, "approved_limit": 112, "state": 84, "valid_until": 92},
        ("customer_id",), ("number", "score"), 100),
    ("grade", "state", "valid_until", "assessed_on", "dishonest"),
    (
        View(N_("All credit files")), View(N_("Valid"), lambda: (Filter("state", "in", ("approved",)),
                                                                  Filter("valid_until", "from", (today(),)))),
        View(N_("Waiting for approval"), (Filter("state", "in", ("applied",)),)),
        View(N_("Run out"), lambda: (Filter("valid_until", "before", (today(),)),)),
    ),
    (
        ("", ("customer_id", "assessed_on"), False), (N_("Marks"), (*_MARKS, "dishonest"), False),
        (N_("Limit"), ("wished_limit", "wished_days", "guarantee", "notes"), False),
    ),
    (
        ("", ("customer_id", "assessed_on"), False), (N_("Marks"), (*_MARKS, "dishonest"), False),
        (N_("Limit"), ("wished_limit", "wished_days", "guarantee"), False), (N_("Notes"), ("notes",), False),
    ),
    N_("New credit file"), N_("Add credit file"),
    (N_("No credit files yet."), N_("Assess a customer: the marks give score, grade and limit.")),
    (N_("No credit file is chosen."), N_("Choose one in the list, or add a new one.")), N_("Filter by number, customer"), "",
    N_("Changed the credit file {name}"), N_("Deleted the credit file {name}"), N_("Added the credit file {name}"),
)  # fmt: skip
