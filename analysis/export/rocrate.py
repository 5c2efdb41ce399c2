"""RO-Crate: what each file of the export is, for repositories and workflow tools; written by the field's own library."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .tables import as_json
from ..package import Package, Row

FILE = "ro-crate-metadata.json"
_TYPES = {
    ".zip": "application/zip", ".parquet": "application/vnd.apache.parquet", ".sqlite": "application/vnd.sqlite3",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".json": "application/json", ".jsonld": "application/ld+json",
}  # fmt: skip

_FILES = {
    ".zip": "The Frictionless package: tables in CSV, descriptor, data dictionary, licences",
    ".sqlite": "All tables with keys, checks and views",
    ".xlsx": "All tables as sheets, with a data dictionary",
    ".json": "All tables as JSON",
    ".schema.json": "The JSON Schema of all tables as JSON",
    "croissant.json": "Croissant metadata of the tables in the zip",
    "dataset.jsonld": "Metadata in the words of schema.org",
}


def write(package: Package, folder: Path) -> None:
    """Write `ro-crate-metadata.json` for the files that stand in the folder so far."""
    from rocrate.model.contextentity import ContextEntity
    from rocrate.rocrate import ROCrate

    from . import files_in

    descriptor = package.descriptor
    crate = ROCrate(version="1.2")
    crate.name, crate.description = descriptor["title"], descriptor["description"]
    crate.root_dataset["datePublished"] = descriptor["created"][:10]
    crate.root_dataset["version"] = descriptor["version"]
    crate.root_dataset["keywords"] = ", ".join(descriptor.get("keywords", []))
    makers = [
        crate.add(ContextEntity(crate, f"#contributor-{number}", {"@type": "Organization", "name": one["title"]}))
        for number, one in enumerate(descriptor.get("contributors", []), start=1)
    ]
    crate.root_dataset["author"] = crate.root_dataset["publisher"] = _single(makers)
    crate.root_dataset["license"] = _single([crate.add(ContextEntity(crate, *_licence(one))) for one in descriptor["licenses"]])
    for path in files_in(folder):
        name = path.relative_to(folder).as_posix()
        about: Row = {
            "name": path.name,
            "description": _description(name, descriptor),
            "contentSize": str(path.stat().st_size),
            "encodingFormat": _TYPES.get(path.suffix, "application/octet-stream"),
        }
        crate.add_file(str(path), dest_path=name, properties=about)
    graph = crate.metadata.generate()
    (folder / FILE).write_text(as_json(graph, indent=2) + "\n", encoding="utf-8", newline="\n")


def _single(entities: list[Any]) -> Any:
    """One entity as itself, more as a list: how RO-Crate 1.2 wants it."""
    return entities[0] if len(entities) == 1 else entities


def _licence(licence: Row) -> tuple[str, Row]:
    name = licence.get("title") or licence["name"]
    return licence.get("path", f"#{licence['name']}"), {"@type": "CreativeWork", "name": name, "description": f"{name} ({licence['name']})"}


def _description(name: str, descriptor: Row) -> str:
    for resource in descriptor["resources"]:
        if name == f"parquet/{resource['name']}.parquet":
            return f"{resource['title']}: {resource['description']}"
    return _FILES[name.removeprefix(descriptor["name"])]
