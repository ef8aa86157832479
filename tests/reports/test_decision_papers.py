"""R-21 on paper: the decision chain with everybody in it at a legible size, and a decision-maker on one page."""

import io
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PIL import Image
from pypdf import PdfReader

from app import cli, reports
from app.errors import ValidationError
from app.models import Contact, Customer, Visit, fields_of
from app.reports import photos
from app.reports.decision_chain import PAPER
from app.reports.document import Diagram, Document
from app.reports.pdf import render_bytes
from app.services import attachments, job_change, records
from app.services.attachments import Fresh
from app.store.store import Store

ORACLE = ((50, "2", "王芳"), (30, "0", "周工"), (20, "-1", "李办"))


def make(store: Store, entity: Any, **values: Any) -> UUID:
    return store.write("make", records.create, entity, values).value


def paper(store: Store, key: str, language: str = "en", **parameters: Any) -> Document:
    return store.read(lambda session: reports.build(session, key, language, **parameters))


def pages(document: Document) -> list[str]:
    data, _result = render_bytes(document)
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(io.BytesIO(data)).pages]


@pytest.fixture
def firm(store: Store) -> UUID:
    return make(store, Customer, name="华信钢构有限公司")


@pytest.fixture
def people(store: Store, firm: UUID) -> list[UUID]:
    keys: list[UUID] = []
    for weight, attitude, name in ORACLE:
        above = keys[-1] if keys else None
        keys.append(make(store, Contact, customer_id=firm, name=name, weight=weight, attitude=attitude, reports_to_id=above))
    return keys


def test_the_chart_the_oracle_the_remarks_and_the_list(store: Store, firm: UUID, people: list[UUID]) -> None:
    gone = make(store, Contact, customer_id=firm, name="赵离", title="主任")
    store.write("move", job_change.change_employer, gone, job_change.Move(employer="远方贸易", since=date(2026, 1, 2)))
    text = " ".join(pages(paper(store, "decision-chain", customer=firm)))
    for words in ("+0.40", "0.0%", "++ Supports", "0 Neutral", "− Leans against us", "Attitude unknown", "50 %",
                  "Nobody is marked as the one who decides.", "Former people", "赵离", "远方贸易", "2026-01-02"):  # fmt: skip
        assert words in text
    assert text.count("王芳") == 2


def test_every_page_lies_across_and_the_drawing_is_vectors(store: Store, firm: UUID, people: list[UUID]) -> None:
    data, _result = render_bytes(paper(store, "decision-chain", customer=firm))
    for page in PdfReader(io.BytesIO(data)).pages:
        assert page.mediabox.width > page.mediabox.height
        assert list(page.images) == []


def test_attitudes_read_without_colour(store: Store, firm: UUID) -> None:
    for code in ("2", "1", "0", "-1", "-2", None):
        make(store, Contact, customer_id=firm, name=f"人{code}", attitude=code)
    drawings = [block for block in paper(store, "decision-chain", customer=firm).blocks if isinstance(block, Diagram)]
    legend, chart = drawings
    assert len({box.edge for box in legend.boxes}) == 6
    looks = {box.rows[-1][0]: box.edge for box in chart.boxes}
    assert looks == {box.rows[0][0]: box.edge for box in legend.boxes}


@pytest.mark.parametrize("shape", ["wide", "deep", "alone", "tree"])
def test_two_hundred_people_are_all_on_paper_and_legible(store: Store, firm: UUID, shape: str) -> None:
    keys: list[UUID] = []
    for n in range(200):
        above = {"wide": 0, "deep": n - 1, "alone": -1, "tree": (n - 1) // 4}[shape] if n else -1
        values = {
            "customer_id": firm,
            "name": f"人员{n:03d}号",
            "title": "部门经理",
            "reports_to_id": keys[above] if above >= 0 else None,
        }
        keys.append(make(store, Contact, **values))
    document = paper(store, "decision-chain", "zh", customer=firm)
    drawings = [block for block in document.blocks if isinstance(block, Diagram)][1:]
    drawn = {box.rows[0][0] for drawing in drawings for box in drawing.boxes}
    assert drawn == {f"人员{n:03d}号" for n in range(200)}
    assert min(drawing.scale for drawing in drawings) >= PAPER.least - 1e-9
    assert all(drawing.width <= PAPER.width + 0.01 and drawing.height <= PAPER.later + 0.01 for drawing in drawings)
    texts = pages(document)
    for n in range(200):
        assert any(f"人员{n:03d}号" in text for text in texts)
    if shape != "alone":
        assert any("→" in box.rows[1][1] for box in drawings[0].boxes)


def test_a_firm_without_people_says_so(store: Store, firm: UUID) -> None:
    assert "Nobody who decides there is recorded yet." in pages(paper(store, "decision-chain", customer=firm))[0]


def test_a_person_on_one_page(store: Store, firm: UUID, people: list[UUID]) -> None:
    values = {"title": "总经理", "form_of_address": "ms", "role": "decider", "trust_credibility": "8", "trust_reliability": "7",
              "trust_intimacy": "5", "trust_self_interest": "2", "birthday": "1980-08-03"}  # fmt: skip
    store.write("fill", records.update, Contact, people[0], values)
    at = datetime.now(UTC) - timedelta(days=3)
    make(store, Visit, customer_id=firm, contact_id=people[0], state="done", happened_at=at, content="谈年度合同",
         promise="寄样品", promise_due=date(2030, 1, 2))  # fmt: skip
    (text,) = pages(paper(store, "decision-maker", person="王芳"))
    for words in (
        "王芳",
        "总经理",
        "Decider",
        "50 %",
        "10.0",
        "周工",
        "谈年度合同",
        "寄样品",
        "2030-01-02",
        "1980-08-03",
        "Photo",
    ):
        assert words in text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_full_file_still_takes_one_page(store: Store, firm: UUID, people: list[UUID], language: str) -> None:
    long = "很长的说明文字，写了许多许多，什么都写上。" * 4
    values = {
        key: long[: field.length or 90]
        for key, field in fields_of(Contact).items()
        if field.kind in ("line", "text") and key not in ("name", "age_band", "new_employer")
    }
    choices = {key: field.choices[0].code for key, field in fields_of(Contact).items() if field.kind == "choice"}
    ways = {"phone": "13800138000", "office_phone": "0755-88888888", "email": "wang@example.com", "birthday": "1980-08-03"}
    store.write("fill", records.update, Contact, people[0], values | choices | ways)
    for n in range(8):
        at = datetime.now(UTC) - timedelta(days=n)
        make(store, Visit, customer_id=firm, contact_id=people[0], state="done", happened_at=at, content=long, promise=long)
        store.write("move", job_change.change_employer, people[0], job_change.Move(employer=f"公司{n}", title=long[:100]))
    assert len(pages(paper(store, "decision-maker", language, person=people[0]))) == 1


def test_who_is_meant_must_be_clear(store: Store, firm: UUID, people: list[UUID]) -> None:
    other = make(store, Customer, name="宁江泵业")
    twin = make(store, Contact, customer_id=other, name="王芳", title="厂长")
    with pytest.raises(ValidationError, match="Several people are named “王芳”"):
        paper(store, "decision-maker", person="王芳")
    with pytest.raises(ValidationError, match="There is nobody named “没人”"):
        paper(store, "decision-maker", person="没人")
    code = store.read(records.get, Customer, other)["code"]
    for person in (twin, str(twin), f"王芳 {code.lower()}"):
        assert "厂长" in pages(paper(store, "decision-maker", person=person))[0]


def test_both_from_the_command_line(data_file: Path, tmp_path: Path) -> None:
    from app.store.store import open_file

    opened = open_file(data_file)
    firm = make(opened, Customer, name="华信钢构有限公司")
    make(opened, Contact, customer_id=firm, name="王芳", role="decider")
    code = opened.read(records.get, Customer, firm)["code"]
    opened.close()
    out = tmp_path / "out.pdf"
    data = ["--data", str(data_file), "--lang", "en", "report"]
    assert cli.main([*data, "decision-chain", "--customer", code, "--out", str(out)]) == 0
    assert "王芳" in PdfReader(out).pages[0].extract_text()
    assert cli.main([*data, "decision-maker", "--person", "王芳", "--out", str(out)]) == 0
    assert "Decision-maker card" in PdfReader(out).pages[0].extract_text()
    assert cli.main([*data, "decision-maker", "--person", "没人", "--out", str(out)]) == 1


def photo(turned: bool) -> bytes:
    """A red picture of 40 × 20 pixels with a green left half; ``turned``, as a camera held upright keeps it."""
    made, held = io.BytesIO(), Image.new("RGB", (40, 20), "red")
    held.paste("lime", (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x0112] = 6 if turned else 1
    held.save(made, "JPEG", exif=exif, quality=95)
    return made.getvalue()


def test_the_card_shows_the_photo_upright(store: Store, people: list[UUID]) -> None:
    data, _result = render_bytes(paper(store, "decision-maker", person=people[0]))
    assert len(PdfReader(io.BytesIO(data)).pages[0].images) == 0
    store.write("add", attachments.add, "contacts", people[0], Fresh("王芳.jpg", photo(turned=True), "portrait"))
    document = paper(store, "decision-maker", person=people[0])
    data, result = render_bytes(document)
    (shown,) = PdfReader(io.BytesIO(data)).pages[0].images
    assert shown.image is not None
    assert shown.image.size == (20, 40)
    top, bottom = shown.image.convert("RGB").getpixel((10, 5)), shown.image.convert("RGB").getpixel((10, 35))
    assert top[1] > 200 > 100 > top[0]
    assert bottom[0] > 200 > 100 > bottom[1]
    assert result.pages == 1
    assert "Photo" not in " ".join(pages(document))


@pytest.mark.parametrize("data", [None, b"", b"no picture", photo(False)[:60]])
def test_a_photo_that_cannot_be_read_leaves_its_place_empty(data: bytes | None) -> None:
    assert photos.ready(data, 35, 45) is None
