"""The list of reports, and the forms that print blank for the car park."""

import subprocess
import sys
from importlib import import_module

import pytest

from app.i18n import gettext_text, use_language
from app.models import Complaint, Contact, Customer, Visit, fields_of
from app.models.memo import PhoneMemo
from app.reports import REPORTS, build, document, report
from app.reports import form_layouts as layouts
from app.reports.form_fields import COLUMNS, places
from app.reports.pdf import render_bytes
from tests.reports.reading import darkness, picture, poppler_text, squeezed

LANGUAGES = ("zh", "en")
FORMS = {
    "blank-customer": (Customer, layouts.FIRM, layouts.FIRM_REQUIRED, 4),
    "blank-person": (Customer, layouts.PERSON, layouts.PERSON_REQUIRED, 1),
    "blank-contact": (Contact, layouts.CONTACT, layouts.CONTACT_REQUIRED, 1),
    "blank-visit": (Visit, layouts.VISIT, layouts.VISIT_REQUIRED, 1),
    "blank-memo": (PhoneMemo, layouts.MEMO, layouts.MEMO_REQUIRED, 1),
    "blank-complaint": (Complaint, layouts.COMPLAINT, layouts.COMPLAINT_REQUIRED, 1),
}


def boxes(paper):
    return [box for block in paper.blocks if isinstance(block, document.FormGrid) for box in block.fields]


def test_listing_the_reports_loads_nothing_heavy():
    code = "import sys, app.reports; print([m for m in ('reportlab', 'matplotlib', 'numpy', 'pypdf') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_report_has_a_builder_and_its_own_key():
    assert len({each.key for each in REPORTS}) == len(REPORTS)
    for each in REPORTS:
        module, _colon, name = each.builder.partition(":")
        assert callable(getattr(import_module(module), name))
        assert each.form == (each.key.startswith("blank-") or each.key == "complaint-notice")
        assert not (each.form and each.parameters)
    assert report("complaints").parameters == ("month",)
    with pytest.raises(KeyError):
        report("nothing")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", FORMS)
def test_a_blank_form_has_every_label_and_fits_its_sheets(store, tmp_path, key, language):
    entity, parts, required, sheets = FORMS[key]
    paper = store.read(build, key, language)
    data, result = render_bytes(paper)
    text = poppler_text(data, tmp_path)
    fields = fields_of(entity)
    with use_language(language):
        for place in (place for part in parts for place in part.places):
            label = gettext_text(fields[place.key].label) + (" *" if place.key in required else "")
            assert squeezed(label) in text
    assert result.pages == sheets
    assert result.missing == ()


@pytest.mark.parametrize("key", FORMS)
def test_a_blank_form_is_blank(store, key):
    for box in boxes(store.read(build, key, "en")):
        assert box.value == ""
        assert box.chosen == frozenset()


@pytest.mark.parametrize("key", FORMS)
def test_required_fields_stand_on_the_form(key):
    entity, parts, required, _sheets = FORMS[key]
    standing = [place.key for part in parts for place in part.places]
    assert required <= set(standing)
    assert len(set(standing)) == len(standing)
    assert set(standing) <= set(fields_of(entity))


@pytest.mark.parametrize("key", FORMS)
def test_rows_of_boxes_are_full(key):
    for part in FORMS[key][1]:
        free = 0
        for place in part.places:
            if place.span > free:
                assert free == 0, place.key
                free = COLUMNS
            free -= place.span


@pytest.mark.parametrize("key", FORMS)
def test_boxes_are_drawn_with_room_for_a_pen(store, key):
    data, _result = render_bytes(store.read(build, key, "zh"))
    page = picture(data, width=840)
    assert 0.005 < darkness(page, 0.1, 0.12, 0.92, 0.9) < 0.12
    left = [y for y in range(page.height()) if page.pixelColor(int(25 / 210 * page.width()), y).alpha() > 40]
    assert len(left) > page.height() * 0.5  # the frame runs down the margin


def test_a_layout_reads_as_written():
    found = places("name:3 notes:4x2 size:2* code")
    assert [(p.key, p.span, p.lines, p.ticks) for p in found] == [
        ("name", 3, 1, False), ("notes", 4, 2, False), ("size", 2, 1, True), ("code", 1, 1, False),
    ]  # fmt: skip


def test_a_choice_stays_with_its_box(store, tmp_path):
    data, _result = render_bytes(store.read(build, "blank-complaint", "en"))
    text = poppler_text(data, tmp_path)
    for choice in ("□Foundinfollow-up", "□Onlineplatform", "□Notimepressure"):
        assert choice in text
