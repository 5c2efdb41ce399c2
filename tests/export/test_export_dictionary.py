"""The data dictionary: it explains every column and category, and is found where it is behind the descriptor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from copies import change_descriptor, copy_of

from analysis.export import as_html, as_markdown, as_typst, dictionary_issues, write_dictionary
from analysis.package import Package, markdown_text, open_package


def test_a_dictionary_that_is_behind_is_found_and_mended(tmp_path: Path) -> None:
    descriptor = copy_of(tmp_path)
    assert len(dictionary_issues(open_package(descriptor))) == 1
    assert write_dictionary(open_package(descriptor)) == "docs/data-dictionary.md"
    assert dictionary_issues(open_package(descriptor)) == []
    change_descriptor(descriptor, lambda one: one.update(title="Another title"))
    (issue,) = dictionary_issues(open_package(descriptor))
    assert str(issue) == "docs/data-dictionary.md:3: is behind the descriptor or the tables\n    run: briefing dictionary --write"


def test_it_explains_every_table_column_category_and_key(package: Package) -> None:
    text = as_markdown(package)
    for resource in package.descriptor["resources"]:
        section = text.split(f"\n## {resource['name']}\n")[1].split("\n## ")[0]
        assert markdown_text(resource["description"]) in section
        assert resource["licenses"][0]["title"].split()[0] in section
        for field in resource.get("schema", {}).get("fields", []):
            assert f"| `{field['name']}` |" in section
            for category in field.get("categories", []):
                assert f"- `{category['value']}`: {markdown_text(category['label'])}" in section
        for key in resource.get("schema", {}).get("foreignKeys", []):
            target = key["reference"].get("resource") or resource["name"]
            assert f"`{key['fields'][0]}` names a row of [{target}](#{target})" in section
            assert f"{target} " in text.split("```mermaid")[1].split("```")[0]


def test_page_and_pdf_have_every_table_and_column(package: Package) -> None:
    page, pdf = as_html(package), as_typst(package)
    for resource in package.descriptor["resources"]:
        if "schema" in resource:
            (part,) = (one for one in page.split("<details") if f'id="t-{resource["name"]}"' in one)
            names = [field["name"] for field in resource["schema"]["fields"]]
            words = {word.strip(",") for word in part.replace("<dt>", " ").replace("<dd>", " ").replace("<", " ").split()}
            assert set(names) <= words
            assert ", ".join(names) in pdf


def test_a_package_that_says_little_has_a_dictionary_too(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("Year,Value\n2024,1\n", encoding="utf-8")
    fields: list[dict[str, Any]] = [{"name": "Year", "type": "integer"}, {"name": "Value", "type": "number"}]
    resource = {"name": "data", "path": "data.csv", "schema": {"fields": fields, "primaryKey": "Year"}}
    (tmp_path / "datapackage.json").write_text("{}", encoding="utf-8")
    change_descriptor(tmp_path / "datapackage.json", lambda one: one.update(name="x", resources=[resource]))
    text = as_markdown(open_package(tmp_path))
    assert "| `Year` | whole number |  |  |  |" in text
    assert "- Key: `Year`" in text
