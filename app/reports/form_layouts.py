"""The layouts of the forms, by hand: which fields, in which order, how wide, how many lines to write on.

F-02, F-01, F-03, F-06, F-07 and F-25 of domain/20; the marked ones are its ● fields.
"""

from app.i18n import N_
from app.reports.form_fields import Part, places

_HEAD = "code project_no owner_id filled_by_id filled_on grade status stage"

FIRM = (
    Part("", places(_HEAD)),
    Part(N_("Basic information"), places(
        "name:3 short_name english_name:2 former_name:2 credit_code:2 legal_representative founded company_type:4* ownership:4* "
        "industry:2 size:2* employees registered_capital:3^ phone mobile fax qq email:2 website:2 official_account:2 wechat "
        "region address:3 postcode registered_address:4 source:4* referred_by_id:2 internal:2*!"), "basic", 1),
    Part(N_("Ownership and organisation"), places("parent_id:2 supervisor:2"), "ownership", 2),
    Part(N_("Business and strategy"), places(
        "business:4 yearly_turnover turnover_year market_position:2* market_area:4 strategy_1y:2x2 strategy_3y:2x2 "
        "strategy_long:2x2 planning:2x2 certificates:4"), "business", 3),
    Part(N_("Finance and credit"), places(
        "invoice_title:2 tax_number:2 invoice_address:3 invoice_phone bank_name:2 bank_account:2 invoice_kind:4* "
        "invoice_email:2 tax_rate:2 taxpayer_kind:2* payment_method:2* terms_days credit_grade credit_limit:2^ "
        "payment_attitude:2* bank_credit:2"), "finance", 4),
    Part(N_("Decision-makers"), (), "people", 5),
    Part(N_("Needs and buying"), places(
        "yearly_investment:2 yearly_purchases:2 buying_method:4* buying_process:4 buying_cycle:2 latent_needs:2"), "needs", 6),
    Part(N_("Dealings and service"), places("service_level:2* service_agreement:2"), "service", 7),
    Part(N_("Competition"), (), "competition", 8),
    Part(N_("Notes"), places("notes:4x2"), "notes"),
)  # fmt: skip
FIRM_REQUIRED = frozenset({"code", "owner_id", "filled_by_id", "filled_on", "name", "company_type", "source"})

PERSON = (
    Part("", places(_HEAD)),
    Part(N_("Person"), places(
        "name:2 form_of_address:2* gender:2* birthday birthday_calendar:1 mobile wechat qq phone email:2 region postcode "
        "address:4 employer:2 position occupation income_band source:3* referred_by_id:2 roles:2*")),
    Part(N_("Background"), places(
        "family:2x2 preferences:2x2 interests:2x2 taboos:2x2 consent:1* consent_on consent_channels:2* notes:4x2"), "background"),
)  # fmt: skip
PERSON_REQUIRED = frozenset({"code", "owner_id", "filled_by_id", "filled_on", "name", "source", "roles", "consent"})

CONTACT = (
    Part("", places("customer_id:2 our_contact_id in_post_since")),
    Part(N_("Person"), places(
        "name:2 form_of_address reports_to_id gender:2* birthday birthday_calendar title:2 department office_phone phone wechat "
        "email:2 workplace residence education home_town")),
    Part(N_("Role in the decision"), places("role:4* attitude:4* influence:2* closeness:2* weight concerns:3")),
    Part(N_("Background"), places(
        "skill:4* expertise:2 personality age_band interests:2x2 taboos:2x2 family:2x2 notes:2x2 consent:2* consent_on:2")),
)  # fmt: skip
CONTACT_REQUIRED = frozenset({"name", "title", "role", "influence", "attitude", "consent"})

VISIT = (
    Part("", places("number customer_id:2 project_no")),
    Part(N_("Plan"), places("planned_on contact_id level:1 owner_id purpose:2 preparation:2")),
    Part(N_("Record"), places(
        "kind:4* phase:2* direction:2* happened_at minutes place:2 with_us:2 with_them:2 content:4x4 needs:2x2 competition:2x2")),
    Part(N_("Result and next step"), places("promise:3 promise_due result:2* mood:2* next_step:2 next_on cost")),
)  # fmt: skip
VISIT_REQUIRED = frozenset({"kind", "happened_at", "with_us", "purpose", "content", "next_step", "next_on", "result"})

MEMO = (
    Part("", places(
        "called_at for_id taken_by_id:2 caller caller_firm:2 caller_phone subject:4x2 urgency:4* call_back:1* call_by "
        "result:2")),
)  # fmt: skip
MEMO_REQUIRED = frozenset({"called_at", "caller", "caller_firm", "caller_phone", "for_id", "subject", "taken_by_id"})

COMPLAINT = (
    Part("", places("number received_at first_owner_id salesperson_id")),
    Part(N_("Who complains"), places(
        "customer_id:2 complainant complainant_phone relation:2 anonymous:1* region channel:4*")),
    Part(N_("What about"), places(
        "product:2 batch serial_no order_no:2 occurred_at place text:4x3 description:4x2 demands:4* demand_amount expected_on "
        "mood:2* restated:1* safety:1* publicity:2* severity:2* urgency:2* told:4x2")),
)  # fmt: skip
COMPLAINT_REQUIRED = frozenset({
    "number", "received_at", "channel", "first_owner_id", "complainant", "customer_id", "text", "description", "demands",
    "restated", "safety", "publicity", "told",
})  # fmt: skip
