"""The data dictionary: it is not behind the descriptor, and it explains every column and category."""

from __future__ import annotations

import json

import pytest
from conftest import Copy
from rendered import Rendered, plain

from analysis import DataPackage
from analysis.cli import main
from analysis.export.dictionary import as_markdown
from analysis.export.schemaorg import dataset


def test_the_committed_dictionary_is_what_the_descriptor_makes() -> None:
    assert main(["dictionary", "--check"]) == 0


def test_a_dictionary_that_is_behind_is_found_and_mended(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--package", str(copy.descriptor)]
    assert main(["dictionary", "--check", *options]) == 1
    assert main(["dictionary", "--write", *options]) == 0
    assert main(["dictionary", "--check", *options]) == 0
    copy.edit_descriptor(lambda one: one.update(title="Another title"))
    assert main(["dictionary", "--check", *options]) == 1
    assert "docs/data-dictionary.md:3: is behind" in capsys.readouterr().out


def test_it_explains_every_table_column_category_and_key(package: DataPackage) -> None:
    text = as_markdown(package)
    for resource in package.descriptor["resources"]:
        section = text.split(f"\n## {resource['name']}\n")[1].split("\n## ")[0]
        assert resource["description"] in section
        assert resource["licenses"][0]["title"] in section
        for field in resource.get("schema", {}).get("fields", []):
            assert f"| `{field['name']}` |" in section
            for category in field.get("categories", []):
                assert f"- `{category['value']}`: {category['label']}" in section
        for key in resource.get("schema", {}).get("foreignKeys", []):
            target = key["reference"].get("resource") or resource["name"]
            assert f"`{key['fields'][0]}` names a row of [{target}](#{target})" in section
            assert f"{target} " in text.split("```mermaid")[1].split("```")[0]


def test_text_with_a_bar_stays_in_its_cell(copy: Copy) -> None:
    from analysis import open_package

    def change(descriptor: dict[str, object]) -> None:
        resources = descriptor["resources"]
        assert isinstance(resources, list)
        resources[1]["schema"]["fields"][0]["description"] = "one | two"

    copy.edit_descriptor(change)
    assert "one \\| two" in as_markdown(open_package(copy.descriptor))


def test_the_page_has_every_table_and_column_and_the_pdf_too(rendered: Rendered, package: DataPackage) -> None:
    text = rendered.pdf_text.replace(" ", "")
    for resource in package.descriptor["resources"]:
        if "schema" not in resource:
            continue
        (details,) = rendered.find(f"//details[@id='t-{resource['name']}']")
        rows = (package.path.parent / resource["path"]).read_text("utf-8").count("\n") - 1
        assert f"{resource['name']} {rows} row" in plain(details.text_content())
        words = {word.strip(",") for word in details.text_content().replace("also", " also ").split()}
        columns = {str(term.text) for term in details.iter("dt")} | words
        assert {field["name"] for field in resource["schema"]["fields"]} <= columns
        assert ",".join(field["name"] for field in resource["schema"]["fields"]) in text


def test_the_page_says_to_search_engines_what_the_package_is(rendered: Rendered, package: DataPackage) -> None:
    (script,) = rendered.find("//script[@type='application/ld+json']")
    said = json.loads(str(script.text))
    assert said == dataset(package)
    assert (said["@type"], said["version"]) == ("Dataset", package.descriptor["version"])
    assert said["license"] == ["https://creativecommons.org/licenses/by/4.0/"]


def test_every_figure_metric_and_sentence_has_its_anchor_in_the_page(rendered: Rendered, package: DataPackage) -> None:
    anchors = {str(name) for name in rendered.page.xpath("//@id")}
    for table, prefix in (("figures", "f"), ("metrics", "m"), ("passages", "p")):
        key = package.resource(table)["schema"]["primaryKey"][0]
        assert {f"{prefix}-{row[key]}" for row in package.rows(table)} <= anchors
