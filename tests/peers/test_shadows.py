"""What docs/independent_clients.md says: of cases that exist, by tests that exist, each once."""

from collections import Counter
from pathlib import Path

from conformance.catalogue import published
from tests.peers import test_independent_clients, test_services_of_peers
from tests.peers.environments import PACKAGES
from tests.peers.shadow_page import data, page

DOCS = Path(__file__).parents[2] / "docs"


def test_every_case_is_published_and_named_once() -> None:
    named = Counter(case for rows in data().values() for row in rows for case in row["cases"])
    assert set(named) - set(published().cases) == set()
    assert [case for case, times in named.items() if times > 1] == []


def test_peers_and_tests_are_there() -> None:
    there = {*dir(test_independent_clients), *dir(test_services_of_peers)}
    for row in data()["shadow"]:
        assert set(row["peers"]) <= set(PACKAGES), row["what"]
        assert row["tests"], row["what"]
        assert set(row["tests"]) <= there, row["what"]


def test_page_is_written_from_the_data() -> None:
    committed = (DOCS / "independent_clients.md").read_text(encoding="utf-8")
    assert committed == page(), "python -m tests.peers.shadow_page > docs/independent_clients.md"
