"""Where the fields of a person stand: the decision-maker file F-03 with its place in the chain F-04."""

from app.i18n import N_
from app.services.lists import Filter
from app.ui.forms.form import Layout
from app.ui.lists.columns import Fit
from app.ui.lists.filters import View

COLUMNS = ("name", "customer_id", "title", "role", "attitude", "phone", "last_contact_at")
FIT = Fit(
    {"name": 76, "customer_id": 180, "title": 72, "role": 72, "attitude": 72, "phone": 100, "last_contact_at": 88},
    ("customer_id",), ("phone", "role", "attitude", "title"), 150,
)  # fmt: skip
FILTERS = ("role", "attitude", "our_contact_id", "customer_id", "last_contact_at", "influence", "department")
VIEWS = (
    View(N_("Working there now"), (Filter("has_left", "in", (False,)),)),
    View(N_("Deciders and approvers"), (Filter("role", "in", ("decider", "approver")), Filter("has_left", "in", (False,)))),
    View(N_("Starred"), (Filter("starred", "in", (True,)),)),
    View(N_("Left"), (Filter("has_left", "in", (True,)),)),
)
NEW: Layout = (("", ("name", "customer_id", "title", "phone", "role"), False),)
ABOUT, CONSENT = N_("About the person"), N_("Consent")
FILE: Layout = (
    (ABOUT,
     ("name", "customer_id", "title", "department", "rank", "in_post_since", "form_of_address", "gender"), False),
    (N_("Surname and given name"), ("surname",), True),
    (N_("In the decision"),
     ("role", "other_roles", "reports_to_id", "chain_order", "weight", "influence", "attitude", "closeness", "our_contact_id",
      "concerns"), False),
    (N_("Contact"), ("phone", "office_phone", "email", "wechat", "qq", "workplace", "residence", "address"), False),
    (N_("Birthday"), ("birthday", "birthday_calendar", "age_band"), False),
    (N_("Background"),
     ("skill", "expertise", "education", "home_town", "personality", "interests", "taboos", "family"), True),
    (N_("Trust"), ("trust_credibility", "trust_reliability", "trust_intimacy", "trust_self_interest"), True),
    (CONSENT, ("consent", "consent_on", "consent_channels", "consent_purpose", "retain_until", "hold_reason"), True),
    (N_("Other"), ("tags", "notes"), False),
    (N_("Has left"), ("has_left", "new_employer"), True),
)  # fmt: skip
FILE_KEYS = tuple(key for _title, keys, _folded in FILE for key in keys)
