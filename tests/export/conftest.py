"""What the tests of this room share."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.export import export
from analysis.package import Package, open_package


@pytest.fixture(scope="session")
def package() -> Package:
    """The real package."""
    return open_package()


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory, package: Package) -> Path:
    """All formats, written once."""
    folder = tmp_path_factory.mktemp("export") / "data"
    export(package, folder)
    return folder
