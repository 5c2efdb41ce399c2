"""Metadata in the field's vocabularies, read by independent libraries and held against what the vocabularies ask for.

Nothing is fetched: `contexts/` has the terms that are used here as the published contexts define them, and of those of
schema.org the types that each stands on and takes.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from exported import NAME, expected, tables

from analysis.export import as_script, claim_reviews, dataset
from analysis.package import Package

CONTEXTS = {"http://www.w3.org/ns/anno.jsonld": "anno.json", "https://schema.org": "schemaorg.json"}
OA, AS, RDF = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/activitystreams#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SCHEMA = "http://schema.org/"


def expanded(content: Any) -> list[dict[str, Any]]:
    """JSON-LD expanded by PyLD, which refuses a term without meaning where `safe` asks for it."""
    from pyld import jsonld  # type: ignore[import-untyped]

    def load(address: str, _: object) -> dict[str, Any]:
        text = Path(__file__).with_name("contexts").joinpath(CONTEXTS[address]).read_text("utf-8")
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": address, "document": json.loads(text)}

    options = {"documentLoader": load, "base": "https://example.org/data/file.jsonld"}
    found: list[dict[str, Any]] = jsonld.expand(content, options)
    return found


def values(node: dict[str, Any], name: str) -> list[Any]:
    return [one.get("@value", one.get("@id")) if set(one) & {"@value"} or set(one) == {"@id"} else one for one in node.get(name, [])]


def no_term_is_lost(content: Any, node: Any) -> None:
    """Expansion drops what the context does not know, so the count of properties must stay."""

    def count(value: Any) -> int:
        if isinstance(value, dict):
            return sum(count(one) for key, one in value.items() if key not in ("@value", "@language", "@list", "@context")) + sum(
                1 for key in value if not key.startswith("@")
            )
        return sum(map(count, value)) if isinstance(value, list) else 0

    def flat(value: Any) -> Any:
        """The expanded document with its lists and identifiers as they were written."""
        if isinstance(value, list):
            return [flat(one) for one in value]
        if isinstance(value, dict):
            return flat(value["@list"]) if "@list" in value else {key: flat(one) for key, one in value.items()}
        return value

    written = json.loads(json.dumps(content).replace('"id":', '"@id":').replace('"type":', '"@type":'))
    assert count(written) == count(flat(node))


# ------------------------------------------------------------ schema.org


VOCABULARY = json.loads(Path(__file__).with_name("contexts").joinpath("schemaorg-terms.json").read_text("utf-8"))


def ancestors(kind: str) -> set[str]:
    return {kind}.union(*map(ancestors, VOCABULARY["types"][kind]))


def misused(node: dict[str, Any]) -> list[str]:
    """Properties of a node, and of the nodes in it, that their type does not have, or whose value is of another type."""
    (kind,) = (one.removeprefix(SCHEMA) for one in node["@type"])
    wrong = []
    for name, found in node.items():
        if name.startswith("@"):
            continue
        term = name.removeprefix(SCHEMA)
        on, ranges = (set(VOCABULARY["properties"][term][side]) for side in ("on", "takes"))
        if not on & ancestors(kind):
            wrong.append(f"{kind} has no {term}")
        for value in found:
            if "@type" in value and SCHEMA in str(value["@type"]) and "@value" not in value:
                (inner,) = (one.removeprefix(SCHEMA) for one in value["@type"])
                wrong += misused(value) + ([] if ancestors(inner) & ranges else [f"{term} is no {inner}"])
            elif "@value" in value and not ranges & {"Text", "Date", "Number", "Boolean", "URL"}:
                wrong.append(f"{term} is no text")
    return wrong


def test_dataset_and_claim_reviews_use_schema_org_as_it_is_defined(package: Package, exported: Path) -> None:
    for content in (dataset(package), json.loads((exported / "claimreview.jsonld").read_text("utf-8"))):
        nodes = expanded(content)
        no_term_is_lost(content.get("@graph", content), nodes)
        assert [wrong for node in nodes for wrong in misused(node)] == []


def test_each_verdict_is_a_claim_review_that_has_what_the_search_engines_ask_for(package: Package, exported: Path) -> None:
    # Google, "Fact check structured data": required are claimReviewed, reviewRating with a text, and url; recommended are author,
    # datePublished and itemReviewed with author, datePublished and appearance.
    reviews = expanded(json.loads((exported / "claimreview.jsonld").read_text("utf-8")))
    assert [values(one, SCHEMA + "identifier") for one in reviews] == [[row["verdict_id"]] for row in package.rows("verdicts")]
    for review, row in zip(reviews, package.rows("verdicts"), strict=True):
        assert review["@type"] == [SCHEMA + "ClaimReview"]
        (claim,), (address,) = values(review, SCHEMA + "claimReviewed"), values(review, SCHEMA + "url")
        assert claim.endswith(".")
        assert address.startswith("https://example.org/report.html#")
        (rating,), (item,) = review[SCHEMA + "reviewRating"], review[SCHEMA + "itemReviewed"]
        assert values(rating, SCHEMA + "alternateName") == [row["verdict"].replace("_", " ").capitalize()]
        assert values(rating, SCHEMA + "ratingExplanation") == [row["why"]]
        assert item["@type"] == [SCHEMA + "Claim"]
        assert values(item, SCHEMA + "datePublished") == ["2025-11-19"]
        assert values(item, SCHEMA + "author")
        assert values(item, SCHEMA + "appearance")
        cited = [values(one, SCHEMA + "url")[0] for one in review[SCHEMA + "citation"]]
        own = [one for one in package.rows("verdict_sources") if one["verdict_id"] == row["verdict_id"]]
        assert cited == [package.row("sources", one["source_id"])["url"] for one in sorted(own, key=lambda one: one["position"])]


def test_the_page_says_what_the_package_is_and_what_was_made_of_each_claim(package: Package) -> None:
    first, second = as_script(package).split("\n")
    said = [json.loads(one.removeprefix('<script type="application/ld+json">').removesuffix("</script>")) for one in (first, second)]
    assert said == [dataset(package), claim_reviews(package)]
    assert said[0]["license"] == ["https://creativecommons.org/licenses/by/4.0/"]
    addresses = {one["identifier"]: one["url"] for one in said[1]["@graph"]}
    assert addresses["azure-commitment"] == "#f-azure-commitment"
    assert all(one.startswith(("#f-", "#p-")) for one in addresses.values())


def test_a_package_without_verdicts_has_a_dataset_alone(package: Package) -> None:
    frames = {name: frame for name, frame in package.frames.items() if name != "verdicts"}
    bare = Package(package.path, package.descriptor, frames, package.article)
    assert claim_reviews(bare) is None
    assert as_script(bare).count("<script") == 1


# ------------------------------------------------------------ W3C Web Annotations


def test_annotations_are_a_collection_as_the_data_model_asks(package: Package, exported: Path) -> None:
    content = json.loads((exported / "annotations.jsonld").read_text("utf-8"))
    (collection,) = expanded(content)
    no_term_is_lost(content, [collection])
    (page,) = collection[AS + "first"]
    (items,) = (one["@list"] for one in page[AS + "items"])
    assert (collection["@type"], page["@type"]) == ([AS + "OrderedCollection"], [AS + "OrderedCollectionPage"])
    assert values(collection, AS + "totalItems") == [len(items)] == [len(package.rows("figures")) + len(package.rows("statements"))]
    ids = [one["@id"] for one in (collection, page, *items)]
    assert len(set(ids)) == len(ids)
    assert all(one.startswith("https://example.org/data/annotations.jsonld") for one in ids)
    for one in items:
        assert one["@type"] == [OA + "Annotation"]
        assert values(one, OA + "motivatedBy") == [OA + "describing"]
        (target,) = one[OA + "hasTarget"]
        assert target["@type"] == [OA + "SpecificResource"]
        assert [source["@id"] for source in target[OA + "hasSource"]] == ["https://example.org/data/seeds/article.fr.txt"]
        kinds = sorted(selector["@type"][0] for selector in target[OA + "hasSelector"])
        assert kinds == [OA + "TextPositionSelector", OA + "TextQuoteSelector"]
        for body in one[OA + "hasBody"]:
            assert body["@type"] == [OA + "TextualBody"]
            assert len(values(body, RDF + "value")) == 1


def test_both_selectors_of_an_annotation_find_the_same_words_and_its_body_is_the_row(package: Package, exported: Path) -> None:
    content = json.loads((exported / "annotations.jsonld").read_text("utf-8"))
    found = {one["id"].split("#")[1]: one for one in content["first"]["items"]}
    for one in found.values():
        text = (exported / one["target"]["source"]["id"]).read_text("utf-8")  # beside the annotations, as received
        position, quote = one["target"]["selector"]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert text.count(quote["prefix"] + quote["exact"] + quote["suffix"]) == 1
    pact = found["figures-azure-commitment"]
    assert pact["target"]["selector"][1]["exact"] == "30 milliards de dollars"
    assert pact["body"][0]["value"] == "Anthropic has committed to buy $30 billion of compute capacity from Microsoft Azure."
    assert json.loads(pact["body"][1]["value"])["figure_id"] == "azure-commitment"
    sentence = next(row for row in package.rows("passages") if row["passage_id"] == "agreement")
    assert found["statements-concluded-agreement"]["target"]["selector"][1]["exact"] == sentence["quote"]


# ------------------------------------------------------------ Croissant


def test_croissant_is_valid_and_its_records_load(exported: Path, package: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import mlcroissant

    # Its cache is by the name of the zip alone; two editions of one version, as in tests, would be taken for each other.
    monkeypatch.setattr("mlcroissant._src.operation_graph.operations.extract.EXTRACT_PATH", tmp_path)
    data = mlcroissant.Dataset(exported / "croissant.json")
    assert not data.metadata.issues.errors
    for name in tables(package):
        assert [tuple(map(_plain, record.values())) for record in data.records(name)] == expected(package, name)


def test_the_address_of_the_zip_in_croissant_carries_the_version(exported: Path, package: Package) -> None:
    content = json.loads((exported / "croissant.json").read_text("utf-8"))
    (archive,) = (one for one in content["distribution"] if one["encodingFormat"] == "application/zip")
    assert archive["contentUrl"] == f"{NAME}-{package.descriptor['version']}.zip"
    assert (exported / archive["contentUrl"]).is_file()


def _plain(cell: Any) -> Any:
    """A cell as mlcroissant gives it: text as bytes, days as moments, nothing as None or NaN."""
    if isinstance(cell, bytes):
        return cell.decode()
    if cell is None or cell != cell:
        return None
    return cell.date() if isinstance(cell, datetime) else cell
