"""Where the fields of policies, portfolio decisions, development plans, overrides and never-serve applications stand."""

from app.formats import today
from app.i18n import N_
from app.services.lists import Filter
from app.ui.lists.columns import Fit
from app.ui.lists.filters import View
from app.ui.screens.business.layout import Kind

_CHOOSE = N_("Choose one in the list, or add a new one.")
_SIX = (
    ("", ("payment", "payment_days", "prepaid", "credit_most", "cash_discount"), False),
    ("", ("training", "training_times"), False), ("", ("staffing", "man_days"), False),
    ("", ("authority", "price_authority"), False), ("", ("reward", "rebate"), False),
    ("", ("price", "price_discount", "protection_days"), False),
)  # fmt: skip
_WHOM = ("", ("grade", "customer_id", "begins_on", "ends_on", "approver_id", "reason"), False)
POLICIES = Kind(
    "customer_policies", "customer_policies", ("grade", "customer_id", "payment_days", "rebate", "price_discount", "begins_on"),
    "grade",
    Fit({"grade": 70, "customer_id": 140, "payment_days": 90, "rebate": 76, "price_discount": 96, "begins_on": 92},
        ("customer_id",), ("begins_on",), 100),
    ("grade", "begins_on", "ends_on", "approver_id"),
    (
        View(N_("All policies")), View(N_("Of the classes"), (Filter("customer_id", "empty"),)),
        View(N_("Exceptions"), (Filter("customer_id", "filled"),)),
    ),
    (_WHOM, *_SIX), (_WHOM, *_SIX), N_("New policy"), N_("Add policy"),
    (N_("No policies yet."), N_("Say for each class what it gets in the six dimensions; a customer may be an exception.")),
    (N_("No policy is chosen."), _CHOOSE), N_("Filter by customer, reason"), "", N_("Changed the policy {name}"),
    N_("Deleted the policy {name}"), N_("Added the policy {name}"),
)  # fmt: skip

_STRATEGY = (N_("Strategy"), ("approach", "winning", "control", "long_term"), False)
PLANS = Kind(
    "development_plans", "development_plans", ("number", "customer_id", "first_year", "owner_id", "approved_on"), "-number",
    Fit({"number": 100, "customer_id": 150, "first_year": 80, "owner_id": 76, "approved_on": 92}, ("customer_id",),
        ("approved_on",), 100),
    ("owner_id", "first_year", "approved_on"),
    (View(N_("All plans")), View(N_("Not yet approved"), (Filter("approved_on", "empty"),))),
    (("", ("customer_id", "first_year", "owner_id"), False), _STRATEGY),
    (
        ("", ("customer_id", "first_year", "owner_id", "approver_id", "approved_on"), False), _STRATEGY,
        (N_("Five Es"), ("environment", "expectations", "emotions", "experience", "engagement"), True),
    ),
    N_("New development plan"), N_("Add development plan"),
    (N_("No development plans yet."), N_("Plan sales, costs and profit of a customer over three years.")),
    (N_("No development plan is chosen."), _CHOOSE), N_("Filter by number, customer"), "",
    N_("Changed the development plan {name}"), N_("Deleted the development plan {name}"), N_("Added the development plan {name}"),
)  # fmt: skip

_DECISION = (("", ("customer_id", "decision", "decided_on", "reason", "decided_by_id", "review_on"), False),)
PORTFOLIO = Kind(
    "portfolio_decisions", "portfolio_decisions", ("customer_id", "decision", "decided_on", "review_on", "reason"), "-decided_on",
    Fit({"customer_id": 150, "decision": 110, "decided_on": 92, "review_on": 92, "reason": 130}, ("customer_id", "reason"),
        ("reason", "review_on"), 100),
    ("decision", "decided_on", "review_on", "decided_by_id"),
    (View(N_("All decisions")), View(N_("To be looked at again"), lambda: (Filter("review_on", "to", (today(),)),))),
    _DECISION, _DECISION, N_("New portfolio decision"), N_("Add decision"),
    (N_("No portfolio decisions yet."), N_("Raise the share, maintain, control or withdraw: say it for the important ones.")),
    (N_("No decision is chosen."), _CHOOSE), N_("Filter by customer, reason"), "", N_("Changed the decision {name}"),
    N_("Deleted the decision {name}"), N_("Added the decision {name}"),
)  # fmt: skip

_BY_HAND = (("", ("customer_id", "system", "value", "reason", "decided_by_id", "begins_on", "ends_on"), False),)
OVERRIDES = Kind(
    "grade_overrides", "grade_overrides", ("customer_id", "system", "value", "reason", "begins_on", "ends_on"), "-begins_on",
    Fit({"customer_id": 150, "system": 100, "value": 72, "reason": 130, "begins_on": 92, "ends_on": 92},
        ("customer_id", "reason"), ("reason", "begins_on"), 100),
    ("system", "begins_on", "ends_on", "decided_by_id"),
    (View(N_("All grades set by hand")), View(N_("In force"), lambda: (Filter("begins_on", "to", (today(),)),
                                                                         Filter("ends_on", "from", (today(),))))),
    _BY_HAND, _BY_HAND, N_("Set a grade by hand"), N_("Set the grade"),
    (N_("No grades are set by hand."), N_("What was computed stays beside it; say why, and until when.")),
    (N_("No grade is chosen."), _CHOOSE), N_("Filter by customer, reason"), "", N_("Changed the grade set by hand {name}"),
    N_("Deleted the grade set by hand {name}"), N_("Set a grade by hand: {name}"),
)  # fmt: skip

_APPLIED = ("", ("customer_id", "reason", "evidence", "tried", "loss", "obligations", "obligations_checked", "applied_on",
                 "applicant_id"), False)  # fmt: skip
NEVER = Kind(
    "never_serves", "never_serves", ("customer_id", "reason", "state", "applied_on", "effective_on", "review_on"), "-applied_on",
    Fit({"customer_id": 150, "reason": 130, "state": 110, "applied_on": 92, "effective_on": 92, "review_on": 92},
        ("customer_id", "reason"), ("effective_on", "review_on"), 100),
    ("state", "reason", "applied_on", "review_on"),
    (
        View(N_("All applications")), View(N_("To be decided"), (Filter("state", "in", ("applied", "endorsed")),)),
        View(N_("In force"), (Filter("state", "in", ("approved",)),)),
    ),
    (_APPLIED,),
    (
        _APPLIED, (N_("Director"), ("director_id", "director_on", "director_words"), True),
        (N_("General manager"), ("manager_id", "manager_on", "manager_words", "effective_on", "review_on"), True),
        (N_("Lifting"), ("lifted_on", "lifted_reason"), True),
    ),
    N_("Apply to serve no longer"), N_("Apply"),
    (N_("No applications."), N_("Never because of a complaint: evidence, what was tried, and two signatures.")),
    (N_("No application is chosen."), _CHOOSE), N_("Filter by customer, evidence"), "", N_("Changed the application {name}"),
    N_("Deleted the application {name}"), N_("Applied to serve no longer: {name}"),
)  # fmt: skip
