"""The customer analysis (R-02): service, repairs, warranties, how soon was answered; grades with their reasons."""

from datetime import timedelta

import pytest

from app import formats
from app.models import Customer
from app.models.customer_parts import Agreement
from app.models.request import ServiceRequest
from app.models.types import now_utc
from app.services import grade_overrides, records
from tests.reports.reading import squeezed
from tests.reports.test_customer_paper import LANGUAGES, fill, pages, said, trade


@pytest.mark.parametrize("language", LANGUAGES)
def test_repairs_warranties_and_how_soon_was_answered(store, tmp_path, language):
    """Three requests: answered in time after two hours, too late after six, called off before anybody had to answer."""

    def served(session):
        firm, now = records.create(session, Customer, {"name": "维修户", "code": "R1"}), now_utc()
        for hours, state, subject in ((2, "rated", "轴承异响"), (6, "working", "阀门漏油"), (None, "cancelled", "问价")):
            came = now - timedelta(days=20)
            answered = None if hours is None else came + timedelta(hours=hours)
            given = {"customer_id": firm, "subject": subject, "state": state, "received_at": came,
                     "respond_due": came + timedelta(hours=4), "responded_at": answered, "product": "6205",
                     "kind": "enquiry" if hours is None else "repair", "entitlement": "included"}  # fmt: skip
            records.create(session, ServiceRequest, given)
        for name, days in (("主轴", 40), ("旧泵", -40)):
            ends = formats.today() + timedelta(days=days)
            records.create(session, Agreement, {"customer_id": firm, "kind": "warranty", "name": name, "ends_on": ends})

    store.write("x", served)
    text, _result = pages(store, tmp_path, "customer", language, customer="R1")
    names = ("Service requests, 12 months", "Still open", "Repairs", "Answered in time", "Hours to an answer", "Mean rating")
    assert "31250.0%4.0—" in text.split(squeezed(said(language, names[-1])))[1][:20]
    assert "轴承异响" in text
    for words, name in (("Under warranty: {name}, until {day}.", "主轴"), ("Warranty over: {name}, since {day}.", "旧泵")):
        assert squeezed(said(language, words).partition(", ")[0].partition("，")[0].format(name=name)) in text


def test_grades_by_hand_and_never_served_are_told_with_their_reasons(store, tmp_path):
    firm = store.write("Filled", fill).value
    store.write("Traded", trade, firm)
    store.write("x", grade_overrides.save, {"customer_id": firm, "system": "scorecard", "value": "gold", "reason": "战略客户"})
    text, _result = pages(store, tmp_path, "customer", "en", customer=firm)
    assert squeezed("By hand: Gold, until it is ended. 战略客户") in text
    store.write("x", records.update, Customer, firm, {"grade": "never"})
    text, _result = pages(store, tmp_path, "customer", "en", customer=firm)
    assert squeezed("Never serve") in text
