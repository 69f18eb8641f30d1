"""Extension points of a campaign, for other plugins."""

from typing import Any

import pytest


@pytest.hookspec
def pytest_goldenbench_case_finished(config: pytest.Config, case: dict[str, Any]) -> None:
    """Called in the controlling process for every case with a verdict; `case` is as in results.json."""
