"""The verdicts as schema.org ClaimReview, the form in which fact checks are exchanged.

A verdict has a name and a reason and no place on a scale, so its rating has no number: `stale` is neither better nor worse than
`ambiguous`. The sources that a verdict rests on are its citations. Nobody is named as author in the text received, and so the
claim's author says that.
"""

from __future__ import annotations

from pathlib import Path

from ..package import Package, Row
from ..values import NBSP
from .tables import categories_of, write_json

NEEDED = {"verdicts", "verdict_sources", "sources", "figures", "statements", "passages"}
REPORT = "../report.html"  # from the folder of the export, as `briefing render` and `briefing export` write them
AUTHOR = {"@type": "Person", "name": "The author of the article, whom the text received does not name"}


def write(package: Package, folder: Path) -> None:
    """Write `claimreview.jsonld`, where the package has verdicts."""
    if reviews := claim_reviews(package, REPORT):
        write_json(folder / "claimreview.jsonld", reviews)


def claim_reviews(package: Package, page: str = "") -> Row | None:
    """Each verdict as a ClaimReview whose address is the anchor of its claim in `page`; None for a package without verdicts."""
    if not package.frames.keys() >= NEEDED:
        return None
    fields = {field["name"]: field for field in package.resource("verdicts")["schema"]["fields"]}
    meanings = categories_of(fields["verdict"])
    reviews = [_review(package, row, page, meanings.get(row["verdict"], "")) for row in package.rows("verdicts")]
    return {"@context": "https://schema.org", "@graph": reviews}


def _review(package: Package, verdict: Row, page: str, meaning: str) -> Row:
    table = "figures" if verdict["figure_id"] else "statements"
    row = package.row(table, verdict["figure_id"] or verdict["statement_id"])
    passage = package.row("passages", row["passage_id"])
    anchor = f"f-{row['figure_id']}" if table == "figures" else f"p-{passage['passage_id']}"
    day, claim = package.article_date.isoformat(), package.statement(table, row).replace(NBSP, " ")
    article = {"@type": "NewsArticle", "name": "The article, as received", "inLanguage": "fr", "datePublished": day, "author": AUTHOR}
    return {
        "@type": "ClaimReview",
        "identifier": verdict["verdict_id"],
        "url": f"{page}#{anchor}",
        "claimReviewed": claim,
        "inLanguage": "en",
        "datePublished": package.descriptor["created"][:10],
        "author": [{"@type": "Organization", "name": one["title"]} for one in package.descriptor.get("contributors", [])],
        "itemReviewed": {
            "@type": "Claim",
            "name": claim,
            "text": passage["quote"],
            "inLanguage": "fr",
            "author": AUTHOR,
            "datePublished": day,
            "appearance": article,
        },
        "reviewRating": {
            "@type": "Rating",
            "alternateName": verdict["verdict"].replace("_", " ").capitalize(),
            "description": meaning,
            "ratingExplanation": verdict["why"],
        },
        "citation": [_cited(package.row("sources", one)) for one in sources_of(package, verdict["verdict_id"])],
    }


def sources_of(package: Package, verdict_id: str) -> list[str]:
    """The ids of the sources that a verdict rests on, the first of them first."""
    rows = [row for row in package.rows("verdict_sources") if row["verdict_id"] == verdict_id]
    return [row["source_id"] for row in sorted(rows, key=lambda row: int(row["position"]))]


def _cited(source: Row) -> Row:
    said = {"@type": "WebPage", "name": source["title"], "url": source["url"], "inLanguage": source["language"]}
    said |= {"publisher": {"@type": "Organization", "name": source["publisher"]}}
    return said | ({"datePublished": source["published"]} if source["published"] else {})
