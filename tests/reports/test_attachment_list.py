"""The printed list of attachments: every name as it is, nothing where there are none."""

import pytest

from app.models import Customer
from app.reports import build
from app.reports.pdf import render_bytes
from app.services import attachments, records
from app.services.attachments import Fresh
from tests.hostile import MARKUP
from tests.reports.reading import poppler_text, squeezed

NAMES = ("采购合同（盖章）.pdf", "../../x.txt", "a" * 200 + ".docx", *(f"{text}.txt" for text in MARKUP[:6]))


@pytest.mark.parametrize(("language", "heading"), [("en", "Attachments"), ("zh", "附件")])
def test_every_attachment_stands_in_the_customer_file(store, tmp_path, language, heading):
    key = store.write("a", records.create, Customer, {"name": "华信"}).value

    def paper():
        return poppler_text(render_bytes(store.read(build, "customer-file", language, customer=key))[0], tmp_path)

    assert heading not in paper()
    files = [Fresh(name, name.encode(), "contract", "正本在档案室") for name in NAMES]
    store.write("b", attachments.add_all, "customers", key, files)
    binned = store.write("c", attachments.add, "customers", key, Fresh("deleted.txt", b"x")).value
    store.write("d", attachments.delete, [binned])
    text = paper()
    assert heading in text
    for name in NAMES:
        assert squeezed(name) in text
    assert "正本在档案室" in text
    assert "31B" in text
    assert "deleted.txt" not in text
