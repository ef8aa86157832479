import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from app.errors import Cancelled, StorageError
from app.reports import charts
from app.reports import document as doc
from app.reports.cjk import collect_missing, printable
from app.reports.layout import BOTTOM, TOP, build, paginate, setting
from app.reports.pdf import RenderResult, render, render_bytes
from app.reports.pieces import Turn
from tests.effort import costs_at_most
from tests.hostile import HOSTILE
from tests.reports.demo_paper import WORDS, demo, everything
from tests.reports.reading import darkness, picture, poppler_text, squeezed


def shown(text):
    with collect_missing():
        return squeezed(printable(text))


def paper(*blocks, **more):
    return render_bytes(doc.Document(more.pop("title", "T"), blocks, **more))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_word_of_the_paper_reads_back(language, tmp_path):
    data, result = render_bytes(demo(language))
    text = poppler_text(data, tmp_path)
    assert result.missing == ()
    for pair in WORDS.values():
        own = pair[0 if language == "zh" else 1]
        for word in () if own == WORDS["sign"][0 if language == "zh" else 1] else own if isinstance(own, tuple) else (own,):
            for token in word.split():
                assert squeezed(token) in text
    assert "100%" in text
    assert "52,410" in text


@pytest.mark.parametrize("place", ["paragraph", "cell", "title", "fact", "form", "event"])
def test_hostile_texts_are_printed_as_typed(place, tmp_path):
    makers = {
        "paragraph": lambda text: doc.Paragraph(text),
        "cell": lambda text: doc.Table((doc.Column("A"), doc.Column("B", kind="number")), ((text, 1),)),
        "title": lambda text: doc.Heading(text),
        "fact": lambda text: doc.Facts(((text, "x"), ("y", text))),
        "form": lambda text: doc.FormGrid((doc.FormField("L", text),)),
        "event": lambda text: doc.Timeline((doc.Event("2026", text, text),)),
    }
    data, _result = paper(*(makers[place](text) for text in HOSTILE))
    text = poppler_text(data, tmp_path)
    lost = [each for each in HOSTILE if not _stands_in(shown(each), text)]
    assert lost == []


def _stands_in(wanted, text):
    """Accents stacked by the hundred are not ordered by readers: their number is compared."""
    stacked = len(wanted) > 400
    return text.count("\u0301") >= 499 if stacked else wanted in text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_title_number_and_company_break_nothing(text):
    data, _result = paper(title=text, company=text, number=text, meta=(text, text), footer=(text,), signatures=(text,))
    assert len(PdfReader(io.BytesIO(data)).pages) >= 1


def test_chart_labels_are_printed_as_typed(tmp_path):
    short = [text for text in HOSTILE if len(shown(text)) <= 14]
    blocks = [
        doc.ChartBlock(lambda width, height, own=text: charts.bars([own], [1], size=(width, height)), 160, 12) for text in short
    ]
    data, _result = paper(*blocks)
    text = poppler_text(data, tmp_path)
    assert [each for each in short if not _chart_shows(each, text)] == []


def _chart_shows(text, found):
    """Charts have two fonts only: what these lack stands as its code; right-to-left letters are not turned."""
    wanted = shown(text)
    coded = "".join(each if each in found else f"[U+{ord(each):04X}]" for each in wanted)
    return wanted in found or wanted[::-1] in found or coded in found


def test_head_foot_and_repeated_table_head_are_on_every_page():
    rows = tuple((f"R{index}", index) for index in range(120))
    data, result = paper(
        doc.Table((doc.Column("Kopf"), doc.Column("n", kind="number")), rows, total=("Sum", 7140)),
        title="Titel",
        company="Firma",
        number="N-7",
        footer=("cut-off",),
        language="en",
    )
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    assert result.pages == len(pages) > 2
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in text
        assert all(word in text for word in ("Firma · Titel", "N-7", "cut-off", "Kopf"))
    rows_seen = re.findall(r"R\d+", " ".join(pages))
    assert rows_seen == [f"R{index}" for index in range(120)]


def test_metadata_and_language():
    data, _result = render_bytes(demo("zh"))
    reader = PdfReader(io.BytesIO(data))
    assert reader.metadata.title == "2026 年 7 月客户投诉月报"
    assert reader.metadata.author == "示例工业用品有限公司"
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"


def test_charts_are_vectors():
    page = PdfReader(io.BytesIO(render_bytes(demo("zh"))[0])).pages[0]
    kinds = [each.get_object()["/Subtype"] for each in page["/Resources"]["/XObject"].values()]
    assert kinds == ["/Form", "/Form"]


def test_landscape_pages_lie_across_and_no_page_is_empty():
    data, result = render_bytes(everything())
    reader = PdfReader(io.BytesIO(data))
    across = [page.mediabox.width > page.mediabox.height for page in reader.pages]
    assert any(across)
    assert not across[-1]
    assert all(len(page.extract_text()) > 120 for page in reader.pages)
    assert result.pages == len(across)


def test_the_page_looks_filled_where_it_should_be():
    image = picture(render_bytes(demo("zh"))[0])
    assert darkness(image, 0.1, 0.08, 0.9, 0.12) > 0.02  # title
    assert darkness(image, 0.13, 0.72, 0.45, 0.9) > 0.02  # chart, left
    assert darkness(image, 0.55, 0.72, 0.9, 0.9) > 0.1  # chart, right
    assert darkness(image, 0.0, 0.0, 1.0, 0.03) == 0  # margins
    assert darkness(image, 0.0, 0.0, 0.1, 1.0) == 0


def test_a_blank_form_has_boxes():
    data, _result = paper(doc.FormGrid(tuple(doc.FormField(f"L{n}", lines=2) for n in range(8)), columns=2))
    assert darkness(picture(data), 0.1, 0.1, 0.95, 0.4) > 0.005


@pytest.mark.parametrize(
    ("word", "count", "place"),
    [
        ("x", 100_000, "paragraph"),
        ("客", 100_000, "paragraph"),
        ("word ", 200_000, "paragraph"),
        ("客户，", 3400, "cell"),
        ("x", 10_000, "cell"),
        ("客户", 5000, "form"),
        ("客户", 5000, "fact"),
        ("客户", 5000, "event"),
        ("客户", 5000, "side"),
    ],
)
def test_endless_texts_are_printed_whole_and_in_proportion_to_their_length(word, count, place):
    blocks = {
        "paragraph": doc.Paragraph,
        "cell": lambda text: doc.Table((doc.Column("A"), doc.Column("B")), (("a", text), ("b", "c"))),
        "form": lambda text: doc.FormGrid((doc.FormField("L", text),)),
        "fact": lambda text: doc.Facts((("L", text),)),
        "event": lambda text: doc.Timeline((doc.Event("w", "t", text),)),
        "side": lambda text: doc.SideBySide((doc.Paragraph(text), doc.Paragraph("b"))),
    }
    text, made = word * count, []
    assert costs_at_most(10, lambda: made.append(paper(blocks[place](text))), lambda: paper(blocks[place](word * (count // 4))))
    data, result = made[-1]
    assert result.pages > 1
    if len(text) <= 100_000:
        pages = PdfReader(io.BytesIO(data)).pages
        assert sum(page.extract_text().count(text[0]) for page in pages) >= text.count(text[0])


def test_four_times_as_many_complaints_cost_about_four_times_as_much():
    render_bytes(demo("zh"))
    rows = tuple(
        (f"TS{n}", "苏州精密轴承有限公司", "到货尺寸超差，装配困难，要求换货。" * 2, "2026-07-01", n) for n in range(200)
    )
    columns = (doc.Column("a"), doc.Column("b"), doc.Column("c", weight=2), doc.Column("d"), doc.Column("e", kind="number"))
    assert costs_at_most(8, lambda: paper(doc.Table(columns, rows)), lambda: paper(doc.Table(columns, rows[:50])))


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    path = tmp_path / "r.pdf"
    path.write_bytes(b"old")

    def stop(done, total):
        raise Cancelled

    with pytest.raises(Cancelled):
        render(demo("en"), path, progress=stop)
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["r.pdf"]
    seen = []
    assert render(demo("en"), path, progress=lambda done, total: seen.append((done, total))) == RenderResult(2)
    assert path.read_bytes().startswith(b"%PDF")
    assert seen == [(0, 2), (1, 2)]
    with pytest.raises(StorageError):
        render(demo("en"), tmp_path / "none" / "r.pdf")


def test_a_damaged_logo_is_left_out_and_a_good_one_drawn():
    from PIL import Image

    store = io.BytesIO()
    Image.new("RGB", (80, 20), "#2F6F6B").save(store, "PNG")
    for logo, dark in ((b"not a picture", 0.0), (store.getvalue()[:60], 0.0), (store.getvalue(), 0.3)):
        data, _result = paper(doc.Paragraph("x"), logo=logo, language="en", title="Z")
        share = darkness(picture(data), 0.13, 0.035, 0.2, 0.05)
        assert share >= dark
        assert dark or share < 0.3


HEIGHT = 297 * 72 / 25.4 - TOP - BOTTOM
some_blocks = st.lists(
    st.one_of(
        st.builds(doc.Heading, st.text(max_size=60)),
        st.builds(doc.Paragraph, st.text(max_size=3000)),
        st.just(doc.PageBreak()),
        st.builds(doc.Spacer, st.floats(0, 400)),
        st.builds(doc.Lines, st.integers(0, 60)),
        st.builds(
            lambda rows: doc.Table((doc.Column("A"), doc.Column("B", weight=1)), tuple(rows)),
            st.lists(st.tuples(st.text(max_size=40), st.text(max_size=1500)), max_size=20),
        ),
        st.builds(
            lambda texts: doc.Landscape(tuple(doc.Paragraph(text) for text in texts)), st.lists(st.text(max_size=99), max_size=3)
        ),
    ),
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(some_blocks)
def test_whatever_the_blocks_pages_hold_what_they_can_and_nothing_overlaps(blocks):
    pieces = build(blocks, setting(False, []))
    pages = paginate(pieces)
    for page in pages:
        bottom = 0.0
        for piece, top in page.placed:
            assert top >= bottom - 0.01
            bottom = top + piece.height
        room = 210 * 72 / 25.4 - TOP - BOTTOM if page.across else HEIGHT
        assert bottom <= room + 0.02
    drawn = sum(piece.height for page in pages for piece, _top in page.placed)
    assert drawn >= sum(piece.height for piece in pieces if not isinstance(piece, Turn)) - 0.1


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 60))
def test_a_heading_never_ends_a_page(lines):
    blocks = [doc.Paragraph("\n".join("x" * lines)), *[doc.Heading("H"), doc.Table((doc.Column("A"),), (("a",),) * 8)] * 4]
    for page in paginate(build(blocks, setting(False, []))):
        assert not page.placed[-1][0].keep
