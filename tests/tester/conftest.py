"""A link of the tester with a script instead of a DUT at its other end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tester.scripted import Places


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Places]:
    places = Places(tmp_path)
    yield places
    places.close()
