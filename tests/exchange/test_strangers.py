"""Colleagues whom rows name and nobody has are offered by column."""

from collections import Counter

from app.exchange.mapping import propose
from app.exchange.newcomers import strangers
from app.exchange.plan import plan
from tests.exchange.test_import import sheet_of


def test_each_column_offers_its_forty_most_frequent_names(store):
    rows = [(f"C{number}", f"业务员{number}", f"首问{number % 45}") for number in range(90)]
    sheet = sheet_of(("Subject", "Salesperson", "First contact"), *rows)
    mapping = propose("complaints", sheet).with_choice("Salesperson", "salesperson").with_choice("First contact", "first_owner")
    found = strangers(store.read(plan, "complaints", sheet, mapping), {})
    assert Counter(one.header for one in found) == {"Salesperson": 40, "First contact": 40}
    assert {one.rows for one in found if one.header == "First contact"} == {2}
