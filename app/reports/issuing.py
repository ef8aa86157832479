"""Issuing the monthly complaint report: its pages in both languages and its figures, made once and kept (domain/50 §5.3)."""

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from app.i18n import LANGUAGES, use_language
from app.reports.complaints_month import KIND, as_month, document, frame
from app.reports.document import Document
from app.reports.pdf import render_bytes
from app.services import complaints, issued_reports


@dataclass(frozen=True, slots=True)
class Ready:
    """What is about to be issued: the figures as JSON and a document in each language, all of one moment."""

    figures: str
    documents: Mapping[str, Document]


def ready(session: Session, month: str) -> Ready:
    """The month as it would be issued now; printing it (``pages``) needs no session."""
    asked = as_month(month)
    edition = issued_reports.current(session, KIND, str(asked))
    report = complaints.month(session, asked.year, asked.month)
    documents = {}
    for language in LANGUAGES:
        with use_language(language):
            documents[language] = document(report, frame(session, report, edition, issued_reports.ISSUED))
    return Ready(figures(report), documents)


def pages(prepared: Ready) -> dict[str, bytes]:
    """Language -> PDF."""
    return {language: render_bytes(each)[0] for language, each in prepared.documents.items()}


def figures(report: Any) -> str:
    """A report's figures as JSON: decimals and moments as texts, cases by id and number. Names and what people wrote stay out:
    they stand on the pages, and in the complaints as long as these are kept."""
    return json.dumps(_nameless(dataclasses.asdict(report)), default=_plain, ensure_ascii=False, sort_keys=True)


_NAMES = frozenset({"customer", "subject", "handler", "reason", "text"})


def _nameless(value: Any) -> Any:
    if isinstance(value, dict):
        rest = {key: _nameless(each) for key, each in value.items()}
        named = _NAMES if "number" in rest or "customer_id" in rest else frozenset[str]()
        return {key: each for key, each in rest.items() if key not in named}
    return [_nameless(each) for each in value] if isinstance(value, (list, tuple)) else value


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(type(value).__name__)
