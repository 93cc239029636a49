"""What several tests need: the folder of real reports, and reading a text as a report."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def real_reports() -> Path:
    """Return the folder of real reports, or skip, saying how to name one."""
    named = os.environ.get("OGI_REAL_REPORTS")
    if not named:
        pytest.skip("OGI_REAL_REPORTS is not set: it names a folder with seeds/, real/ and gold/")
    folder = Path(named)
    assert (folder / "seeds").is_dir(), f"OGI_REAL_REPORTS names {folder}, which has no seeds/"
    return folder
