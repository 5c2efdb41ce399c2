"""The article's figures and claims as W3C Web Annotations: where in the text each stands, and the row that was made of it.

A target is found twice, by its characters (counted from 0 in the text as received) and by its words with some before and after,
so that a changed text is noticed. The bodies are the row in an English sentence, and the row itself as JSON.
"""

from __future__ import annotations

from pathlib import Path

from ..package import Package, Row, script_json
from ..values import NBSP
from .tables import write_json

FILE, AROUND = "annotations.jsonld", 32  # characters before and after the words
CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def write(package: Package, folder: Path) -> None:
    """Write `annotations.jsonld`, and the article that it points into beside it, where the package has an article."""
    if not package.article or not package.frames.keys() >= {"figures", "statements", "passages"}:
        return
    path = package.resource("article")["path"]
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(package.edition.read(path))
    items = annotations_of(package)
    page = {"id": f"{FILE}#page-1", "type": "AnnotationPage", "startIndex": 0, "items": items}
    about = {"id": FILE, "type": "AnnotationCollection", "label": "Figures and claims of the article", "total": len(items)}
    write_json(folder / FILE, {"@context": CONTEXT} | about | {"first": page})


def annotations_of(package: Package) -> list[Row]:
    """One annotation for each figure (its words) and each claim (its sentence), in the order of their tables."""
    text, source = package.article, package.resource("article")["path"]
    found: list[Row] = []
    for table in ("figures", "statements"):
        for row in package.rows(table):
            passage = package.row("passages", row["passage_id"])
            start, end = int(passage["start"]), int(passage["end"])
            if table == "figures":
                start += passage["quote"].index(row["quote"])
                end = start + len(row["quote"])
            sentence = package.statement(table, row).replace(NBSP, " ")
            around = {"prefix": text[max(0, start - AROUND) : start], "suffix": text[end : end + AROUND]}
            found.append({
                "id": f"{FILE}#{table}-{row[package.key(table)]}", "type": "Annotation", "motivation": "describing",
                "created": f"{package.descriptor['created'][:10]}T00:00:00Z",
                "body": [
                    {"type": "TextualBody", "value": sentence, "language": "en", "format": "text/plain", "purpose": "describing"},
                    {"type": "TextualBody", "value": script_json(row), "format": "application/json", "purpose": "identifying"},
                ],
                "target": {
                    "type": "SpecificResource", "source": {"id": source, "type": "Text", "format": "text/plain", "language": "fr"},
                    "selector": [
                        {"type": "TextPositionSelector", "start": start, "end": end},
                        {"type": "TextQuoteSelector", "exact": text[start:end], **around},
                    ],
                },
            })  # fmt: skip
    return found
