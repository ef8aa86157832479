"""Each task of cjk.py has a test that fails without it (the fourth, line breaks, in test_lines.py)."""

import io

from pypdf import PdfReader
from reportlab.pdfbase import pdfmetrics

from app.reports import cjk
from app.reports.document import Document, Paragraph
from app.reports.pdf import render_bytes
from tests.reports.reading import poppler_text, pypdf_text


def printed(*texts):
    return render_bytes(Document("T", tuple(Paragraph(text) for text in texts)))


def test_the_bundled_font_is_embedded_and_loaded_once():
    data, _result = printed("客户经营")
    face, widths = pdfmetrics.getFont(cjk.REGULAR).face, cjk._faces[cjk.REGULAR]
    fonts = PdfReader(io.BytesIO(data)).pages[0]["/Resources"]["/Font"]
    embedded = [font.get_object() for font in fonts.values() if "FontDescriptor" in str(font.get_object())]
    assert any("NotoSansSC" in font["/BaseFont"] and "/FontFile2" in font["/FontDescriptor"] for font in embedded)
    printed("第二次")
    assert pdfmetrics.getFont(cjk.REGULAR).face is face
    assert cjk._faces[cjk.REGULAR] is widths


def test_characters_the_first_font_lacks_come_from_another():
    assert "Łódź" in "".join(text for _font, text in cjk.runs("Łódź客户"))
    fonts = {text: font for font, text in cjk.runs("Łód客户")}
    assert fonts["Ł"] != cjk.REGULAR
    assert fonts["ód客户"] == cjk.REGULAR
    assert "Łód" in pypdf_text(printed("Łódź客户 İ ı")[0])


def test_a_character_no_font_has_is_shown_by_its_code_with_a_notice():
    data, result = printed("户\U000323b0名")
    assert result.missing == ("\U000323b0",)
    text = pypdf_text(data)
    assert "户[U+323B0]名" in text
    assert text.count("U+323B0") == 2


def test_missing_characters_of_one_document_are_not_those_of_the_next():
    printed("\U000323b0")
    assert printed("客户")[1].missing == ()


def test_characters_above_ffff_can_be_searched(tmp_path):
    data, result = printed("x𝖠𝖡𝕏y")
    assert result.missing == ()
    assert "x𝖠𝖡𝕏y" in pypdf_text(data)
    assert "x𝖠𝖡𝕏y" in poppler_text(data, tmp_path)


def test_the_unicode_table_has_blocks_of_a_hundred():
    table = cjk.to_unicode_map("F", [0, *range(32, 280), 0x20BB7])
    assert "<F9> <D842DFB7>" in table
    assert [int(line.split()[0]) for line in table.splitlines() if line.endswith("beginbfchar")] == [100, 100, 49]


def test_figures_stand_under_each_other():
    assert len({cjk.WIDTHS[False][digit] for digit in "0123456789"}) == 1
    assert len({cjk.WIDTHS[True][digit] for digit in "0123456789"}) == 1


def test_right_to_left_words_read_back_in_their_order(tmp_path):
    assert "שלום" in poppler_text(printed("a שלום b")[0], tmp_path)
