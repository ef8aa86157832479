"""The views that screens bring along, without making the screens."""

from collections.abc import Sequence

from app.ui.views import View


def views_of(screen: str) -> Sequence[View]:
    """The own views of a list screen; none for other screens."""
    from app.ui.screens import complaint_layout, customer_list, people_layout, visit_layout

    known = {
        "customers": customer_list.VIEWS, "people": people_layout.VIEWS, "visits": visit_layout.VIEWS,
        "complaints": complaint_layout.VIEWS,
    }  # fmt: skip
    return known.get(screen, ())
