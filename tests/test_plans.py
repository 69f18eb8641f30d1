"""The topics of the public conformance plans: all are there, each with cases that exist or a reason."""

from collections import Counter
from pathlib import Path

import pytest

from conformance.catalogue import published, published_folder
from conformance.plans import Topic, load_plans, published_page

PLANS, TOPICS = load_plans(published_folder() / "plans.toml")

HDLC = {
    "FRAME": ("P1", "P2", "P3", "N1", "N2", "N3", "N4", "N5", "N7", "N8"),
    "ADDRESS": ("P1", "N1", "N4", "N6", "N7"),
    "NDM2NRM": ("P1", "P2"),
    "INFO": ("P1", "N1", "N2", "N3"),
    "NDMOP": ("N1",),
}
APPL = {
    "APPL_IDLE": ("N1",),
    "APPL_OPEN": ("1", "2", "3", "4", "5", "6", "7", "9", "11", "12", "13", "14"),
    "APPL_DATA_LN": ("N1", "N3", "N4"),
    "APPL_DATA_SN": ("N1", "N2", "N3"),
    "APPL_REL": ("P1",),
}


def names(groups: dict[str, tuple[str, ...]]) -> list[str]:
    return [f"{group}_{number}" for group, numbers in groups.items() for number in numbers]


def test_every_public_topic_is_there_once() -> None:
    hdlc, appl = ([topic.id for topic in TOPICS if topic.plan == plan] for plan in ("HDLC", "APPL"))
    assert hdlc == names(HDLC)
    assert appl == names(APPL)
    assert (len(hdlc), len(appl)) == (22, 20)
    assert {topic.plan for topic in TOPICS} == {plan.id for plan in PLANS}


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.id)
def test_a_topic_has_cases_that_exist_or_a_reason(topic: Topic) -> None:
    known = published().cases
    assert [case for case in topic.cases if case not in known] == []
    assert [case for case, count in Counter(topic.cases).items() if count > 1] == []
    assert bool(topic.cases) != bool(topic.none)
    assert topic.text


def test_the_page_is_up_to_date_and_names_every_case() -> None:
    page = published_page()
    committed = (Path(__file__).parents[1] / "docs" / "plan_topics.md").read_text(encoding="utf-8")
    assert committed == page + "\n", "python -m conformance.plans > docs/plan_topics.md"
    assert [case for case in published().cases if case not in page] == []
