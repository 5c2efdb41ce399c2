"""The data dictionary: it is not behind the descriptor, and it explains every column and category."""

from __future__ import annotations

import pytest
from conftest import Copy

from analysis import DataPackage
from analysis.cli import main
from analysis.dictionary import as_markdown


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
