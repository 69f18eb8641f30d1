"""Programs from outside that some tests need: skipped without them, unless nothing may be missing."""

import os
import shutil

import pytest

REQUIRE_ALL = "GOLDENBENCH_REQUIRE_ALL"


def tool(name: str) -> str:
    """Path of a program; without it the test is skipped, or fails where GOLDENBENCH_REQUIRE_ALL=1."""
    path = shutil.which(name)
    if path is not None:
        return path
    if os.environ.get(REQUIRE_ALL) == "1":
        pytest.fail(f"{name} is not installed, and {REQUIRE_ALL}=1 says that nothing may be missing")
    pytest.skip(f"{name} is not installed")
