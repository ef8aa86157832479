"""Lay matplotlib figures over the finished pages as vectors with selectable text.

Each figure becomes a form object of its page: the page's own content is neither parsed nor rewritten, which
pypdf's merge would do (0.1 s a page).
"""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pypdf import PdfWriter


def lay_over(
    data: bytes, figures: Sequence["Figure"], alts: Sequence[str], slots: Sequence[tuple[int, int, float, float]]
) -> bytes:
    """Put figure ``slots[i][0]`` on page ``slots[i][1]`` with its lower left corner at the given point."""
    from pypdf import PdfReader, PdfWriter

    charts = PdfReader(io.BytesIO(_as_pdf(figures))).pages
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for index, page, left, bottom in slots:
        form = _as_form(writer, charts[index])
        _place(writer, writer.pages[page], f"Chart{index}", form, f"1 0 0 1 {left:.2f} {bottom:.2f} cm", alts[index])
    result = io.BytesIO()
    writer.write(result)
    return result.getvalue()


def _as_pdf(figures: Sequence["Figure"]) -> bytes:
    """All figures in one PDF, one a page, so that each font is embedded once."""
    from app.reports.chart_style import matplotlib_ready

    matplotlib_ready()
    import matplotlib
    from matplotlib.backends.backend_pdf import PdfPages

    buffer = io.BytesIO()
    with matplotlib.rc_context({"pdf.fonttype": 3, "pdf.compression": 6}), PdfPages(buffer) as pages:
        for figure in figures:
            pages.savefig(figure, transparent=True)
    return buffer.getvalue()


def _as_form(writer: "PdfWriter", chart: Any) -> Any:
    from pypdf.generic import DecodedStreamObject, FloatObject, NameObject

    form = DecodedStreamObject()
    form.set_data(chart.get_contents().get_data())
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = type(chart.mediabox)([FloatObject(value) for value in chart.mediabox])
    form[NameObject("/Resources")] = chart["/Resources"].clone(writer)
    if "/Group" in chart:
        form[NameObject("/Group")] = chart["/Group"].clone(writer)
    return writer._add_object(form.flate_encode())


def _place(writer: "PdfWriter", page: Any, name: str, form: Any, where: str, alt: str) -> None:
    from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject

    resources = page["/Resources"]
    own = DictionaryObject(resources.get("/XObject", DictionaryObject()))
    own[NameObject(f"/{name}")] = form
    resources[NameObject("/XObject")] = own
    text = (b"\xfe\xff" + alt.encode("utf-16-be", "replace")).hex()
    call = DecodedStreamObject()
    call.set_data(f"\n/Figure <</Alt <{text}>>> BDC q {where} /{name} Do Q EMC\n".encode())
    contents = page.raw_get("/Contents")
    before = list(contents) if isinstance(contents, ArrayObject) else [contents]
    page[NameObject("/Contents")] = ArrayObject([*before, writer._add_object(call)])
