"""The views that screens bring along, without making the screens."""

from collections.abc import Sequence

from app.ui.lists.views import View


def views_of(screen: str) -> Sequence[View]:
    """The own views of a list screen; none for other screens."""
    from app.ui.screens.business.kinds import KINDS
    from app.ui.screens.complaints import layout as complaint_layout
    from app.ui.screens.customers import list as customer_list
    from app.ui.screens.improvements import layout as improvement_layout
    from app.ui.screens.memos import layout as memo_layout
    from app.ui.screens.people import layout as people_layout
    from app.ui.screens.requests import layout as request_layout
    from app.ui.screens.visits import layout as visit_layout

    known = {
        "customers": customer_list.VIEWS, "people": people_layout.VIEWS, "visits": visit_layout.VIEWS,
        "complaints": complaint_layout.VIEWS, "improvements": improvement_layout.VIEWS,
        "requests": request_layout.VIEWS, "phone_memos": memo_layout.VIEWS,
    }  # fmt: skip
    known |= {kind.place: kind.views for kind in KINDS.values()}
    return known.get(screen, ())
