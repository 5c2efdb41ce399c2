"""The verdicts as schema.org ClaimReview, the form in which fact checks are exchanged.

A verdict has a name and a reason and no place on a scale, so its rating has no number: `stale` is neither better nor worse than
`ambiguous`. The sources that a verdict rests on are its citations. Nobody is named as author in the text received, and so the
claim's author says that.
"""

from __future__ import annotations

from pathlib import Path

from ..package import Package, Row
from ..values import NBSP
from .tables import categories_of, makers, write_json

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
    (field,) = (one for one in package.resource("verdicts")["schema"]["fields"] if one["name"] == "verdict")
    meanings = categories_of(field)
    reviews = [_review(package, row, page, meanings.get(row["verdict"], "")) for row in package.rows("verdicts")]
    return {"@context": "https://schema.org", "@graph": reviews}


def _review(package: Package, verdict: Row, page: str, meaning: str) -> Row:
    table, key = ("figures", "figure_id") if verdict["figure_id"] else ("statements", "statement_id")
    row = package.row(table, verdict[key])
    passage = package.row("passages", row["passage_id"])
    anchor = f"f-{row['figure_id']}" if table == "figures" else f"p-{passage['passage_id']}"
    day, claim = package.article_date.isoformat(), package.statement(table, row).replace(NBSP, " ")
    article = {"@type": "NewsArticle", "name": "The article, as received", "inLanguage": "fr", "datePublished": day, "author": AUTHOR}
    sources = [one for one in package.rows("verdict_sources") if one["verdict_id"] == verdict["verdict_id"]]
    return {
        "@type": "ClaimReview", "identifier": verdict["verdict_id"], "url": f"{page}#{anchor}", "claimReviewed": claim,
        "inLanguage": "en", "datePublished": package.descriptor["created"][:10], "author": makers(package.descriptor),
        "itemReviewed": {
            "@type": "Claim", "name": claim, "text": passage["quote"], "inLanguage": "fr", "author": AUTHOR, "datePublished": day,
            "appearance": article,
        },
        "reviewRating": {
            "@type": "Rating", "alternateName": verdict["verdict"].replace("_", " ").capitalize(), "description": meaning,
            "ratingExplanation": verdict["why"],
        },
        "citation": [_cited(package.row("sources", one["source_id"])) for one in sorted(sources, key=lambda one: int(one["position"]))],
    }  # fmt: skip


def _cited(source: Row) -> Row:
    said = {"@type": "WebPage", "name": source["title"], "url": source["url"], "inLanguage": source["language"]}
    said |= {"publisher": {"@type": "Organization", "name": source["publisher"]}}
    return said | ({"datePublished": source["published"]} if source["published"] else {})
