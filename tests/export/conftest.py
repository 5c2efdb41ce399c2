"""All formats, written once."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.export import export
from analysis.package import Package


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory, package: Package) -> Path:
    """All formats, written once."""
    folder = tmp_path_factory.mktemp("export") / "data"
    export(package, folder)
    return folder
