"""The list of customers: its columns, its own views, where the fields stand in the menu of filters."""

from app.i18n import N_
from app.services.approaches import STATUS
from app.services.customer_file import sections
from app.services.filtering import Filter
from app.ui.forms.form import Layout
from app.ui.lists.columns import Fit
from app.ui.lists.views import View

COLUMNS = ("name", "grade", "status", "owner_id", "last_contact_at")
FIT = Fit({"name": 180, "grade": 76, "status": 84, "owner_id": 76, "last_contact_at": 88}, ("name",), ("owner_id", "status"), 150)
FILTERS = ("owner_id", "status", "grade", "kind", "last_contact_at", "stage", "industry", "source", "prospect_grade")
VIEWS = (
    View(N_("All customers")),
    View(N_("Starred"), (Filter("starred", "in", (True,)),)),
    View(N_("Firms"), (Filter("kind", "in", ("company",)),)),
    View(N_("Private customers"), (Filter("kind", "in", ("person",)),)),
    View(N_("Prospects"), (Filter("status", "in", (STATUS,)),)),
    View(N_("Prospects, hot"), (Filter("status", "in", (STATUS,)), Filter("prospect_grade", "in", ("A",)))),
    View(N_("Prospects, warm"), (Filter("status", "in", (STATUS,)), Filter("prospect_grade", "in", ("B",)))),
    View(N_("Prospects, cold"), (Filter("status", "in", (STATUS,)), Filter("prospect_grade", "in", ("C",)))),
)
FIELDS: Layout = tuple(
    (part.title, (*part.fields, *part.extra), part.folded) for kind in ("company", "person") for part in sections(kind)
)
"""Where the fields stand in the menu of filters: as in the files of firms, then what only private customers have."""
