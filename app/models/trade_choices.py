"""The enumerations of orders, money, grades, policy and credit (F-09, F-10, F-12, F-29 to F-33): codes and their labels."""

from app.i18n import N_
from app.models.fields import choice_list as _list

ORDER_KIND = _list(("sale", N_("Sale")), ("return", N_("Return of goods")))
ORDER_STATE = _list(
    ("draft", N_("Draft")), ("confirmed", N_("Placed")), ("delivered", N_("Delivered")), ("cancelled", N_("Cancelled")),
)  # fmt: skip
INVOICE_KIND = _list(
    ("invoice", N_("Invoice")), ("credit", N_("Credit note")), ("opening", N_("Opening balance")),
)  # fmt: skip
RECEIPT_METHOD = _list(
    ("transfer", N_("Bank transfer")), ("acceptance", N_("Bank acceptance bill")), ("cash", N_("Cash")), ("cheque", N_("Cheque")),
    ("wechat", N_("WeChat Pay")), ("alipay", N_("Alipay")), ("offset", N_("Set off")), ("other", N_("Other")),
)  # fmt: skip
COST_KIND = _list(
    ("visits", N_("Visits")), ("service", N_("Service work")), ("logistics", N_("Logistics")), ("complaints", N_("Complaints")),
    ("gifts", N_("Gifts and events")), ("financing", N_("Financing")), ("bad_debt", N_("Bad debt")),
    ("acquisition", N_("Winning customers")),
)  # fmt: skip
GRADE_SYSTEM = _list(
    ("matrices", N_("ABC matrices")), ("scorecard", N_("Scorecard")), ("pyramid", N_("Customer pyramid")),
    ("pareto", N_("ABC by share of sales")),
)  # fmt: skip
NEVER_REASON = _list(
    ("arrears", N_("Pays late on purpose")), ("fraud", N_("Fraud")), ("unlawful", N_("Breaks the law")),
    ("abuse", N_("Insults or harasses colleagues")), ("losses", N_("Loses money for years without getting better")),
    ("credit", N_("Credit is gone")), ("other", N_("Other")),
)  # fmt: skip
NEVER_STATE = _list(
    ("applied", N_("Applied for")), ("endorsed", N_("Endorsed by the director")), ("approved", N_("Approved")),
    ("refused", N_("Turned down")), ("lifted", N_("Lifted")),
)  # fmt: skip
PORTFOLIO = _list(
    ("raise", N_("Raise the share")), ("keep", N_("Maintain")), ("control", N_("Control the contracts")),
    ("exit", N_("Withdraw from it")),
)  # fmt: skip
PLAN_ACTIVITY = _list(("promotion", N_("Public relations and promotion")), ("training", N_("Training and people")))
CREDIT_STATE = _list(
    ("draft", N_("Draft")), ("applied", N_("Applied for")), ("approved", N_("Approved")), ("refused", N_("Turned down")),
)  # fmt: skip
CREDIT_PAYMENT = _list(
    ("5", N_("5: 95% and more paid in time")), ("3", N_("3: 80 to 95% paid in time")), ("1", N_("1: 60 to 80% paid in time")),
    ("0", N_("0: less than 60% paid in time")),
)  # fmt: skip
CREDIT_YEARS = _list(
    ("5", N_("5: three years and more")), ("3", N_("3: one to three years")), ("1", N_("1: less than a year")),
    ("0", N_("0: new, no dealings yet")),
)  # fmt: skip
CREDIT_FINANCES = _list(
    ("5", N_("5: strong")), ("3", N_("3: normal")), ("1", N_("1: weak")), ("0", N_("0: unknown")),
)  # fmt: skip
CREDIT_OUTLOOK = _list(
    ("5", N_("5: growing")), ("3", N_("3: stable")), ("1", N_("1: falling")), ("0", N_("0: in distress")),
)  # fmt: skip
CREDIT_REPUTATION = _list(
    ("5", N_("5: good")), ("3", N_("3: normal")), ("1", N_("1: doubts")), ("0", N_("0: court record")),
)  # fmt: skip
CREDIT_MARGIN = _list(
    ("5", N_("5: 30% and more")), ("3", N_("3: 15 to 30%")), ("1", N_("1: 5 to 15%")), ("0", N_("0: less than 5%")),
)  # fmt: skip
CREDIT_SECURITY = _list(
    ("5", N_("5: full security")), ("3", N_("3: partly secured")), ("1", N_("1: by word of mouth")), ("0", N_("0: none")),
)  # fmt: skip
CREDIT_STRATEGIC = _list(
    ("5", N_("5: high, hard to replace")), ("3", N_("3: middling")), ("1", N_("1: low")), ("0", N_("0: no value")),
)  # fmt: skip
CREDIT_OUTSIDE = _list(
    ("5", N_("5: clean")), ("3", N_("3: minor entries")), ("1", N_("1: several entries or suits")),
    ("0", N_("0: listed as dishonest")),
)  # fmt: skip
DUNNING_STEP = _list(
    ("reminder", N_("Reminder before it is due")), ("message", N_("Short message")), ("call", N_("Call and statement")),
    ("letter", N_("Visit or letter")), ("stop", N_("Credit stopped, call of the director")), ("lawyer", N_("Lawyer's letter")),
    ("court", N_("Agency, arbitration or court")),
)  # fmt: skip
DUNNING_METHOD = _list(
    ("phone", N_("Phone")), ("wechat", N_("WeChat")), ("email", N_("Email message")), ("letter", N_("Letter")),
    ("visit", N_("Visit")), ("lawyer", N_("Lawyer's letter")), ("arbitration", N_("Arbitration")), ("court", N_("Court")),
    ("agency", N_("Collection agency")),
)  # fmt: skip
