"""What the tests of this room share."""

from __future__ import annotations

import pytest

from analysis.package import Package, open_package


@pytest.fixture(scope="session")
def package() -> Package:
    """The real package."""
    return open_package()
