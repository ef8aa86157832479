"""The enumerations of planning, promises, memos and care (F-06 to F-08, F-28): codes and the msgids of their labels."""

from app.i18n import N_
from app.models.fields import choice_list as _list

VISIT_CLASS = _list(
    ("gold", N_("Gold")), ("silver", N_("Silver")), ("ordinary", N_("Ordinary")), ("watch", N_("Watch")),
    ("new", N_("Newly won")), ("at_risk", N_("At risk")),
)  # fmt: skip
VISIT_LEVEL = _list(
    ("manager", N_("Sales manager")), ("director", N_("Director")), ("vp", N_("Vice president")),
    ("cxo", N_("General manager")), ("touch", N_("Phone or WeChat")),
)  # fmt: skip
ABSENCE = _list(
    ("leave", N_("Leave")), ("sick", N_("Sick leave")), ("training", N_("Training")), ("trip", N_("Business trip")),
    ("other", N_("Other")),
)  # fmt: skip
OUR_SIDE = _list(("us", N_("We")), ("them", N_("The customer")))
VISIT_PROMISE = _list(
    ("action", N_("Something to do")), ("order", N_("Order")), ("payment", N_("Payment")), ("delivery", N_("Delivery")),
    ("material", N_("Sample or document")), ("other", N_("Other")),
)  # fmt: skip
MEMO_STATE = _list(
    ("open", N_("Not dealt with")), ("called", N_("Called back")), ("complaint", N_("Became a complaint")),
    ("request", N_("Became a service request")), ("settled", N_("Settled")),
)  # fmt: skip
CARE_EVENT = _list(
    ("birthday", N_("Birthday")), ("founding", N_("Founding day")), ("festival", N_("Festival")),
    ("contract", N_("End of a contract")), ("warranty", N_("End of a warranty")), ("delivery", N_("After a delivery")),
    ("first_order", N_("Anniversary of the first order")), ("quarter", N_("Every quarter")),
    ("closed", N_("After a complaint was closed")), ("silent", N_("Long without contact")), ("manual", N_("Special occasion")),
)  # fmt: skip
CARE_FESTIVAL = _list(
    ("spring", N_("Spring Festival")), ("mid_autumn", N_("Mid-Autumn Festival")), ("new_year", N_("New Year's Day")),
    ("dragon_boat", N_("Dragon Boat Festival")), ("national", N_("National Day")), ("tomb", N_("Qingming Festival")),
    ("labour", N_("Labour Day")),
)  # fmt: skip
CARE_MEANS = _list(
    ("phone", N_("Phone call")), ("wechat", N_("WeChat")), ("sms", N_("Text message")), ("email", N_("Email message")),
    ("letter", N_("Letter")), ("card", N_("Greeting card")), ("visit", N_("Visit")), ("gift", N_("Gift")),
)  # fmt: skip
AGREEMENT = _list(("contract", N_("Contract")), ("warranty", N_("Warranty")))
CARE_STATE = _list(
    ("open", N_("To do")), ("done", N_("Done")), ("skipped", N_("Skipped")), ("held", N_("Held, ask the owner")),
)  # fmt: skip
CARE_OWNER = _list(("owner", N_("Owner of the customer")), ("manager", N_("Their manager")), ("named", N_("A named colleague")))
LEAD_UNIT = _list(("d", N_("Calendar days")), ("wd", N_("Working days")))
