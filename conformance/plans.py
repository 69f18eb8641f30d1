"""docs/plan_topics.md: the topics of the public conformance plans, and the cases here that test them.

python -m conformance.plans > docs/plan_topics.md
"""

import importlib
import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from conformance.catalogue import published, published_folder
from conformance.testcase import TestCase

INTRODUCTION = """\
# Topics of the public conformance plans

The plans by which DLMS/COSEM devices are certified are not public, but the names of what they test are. This page says
where goldenbench tests each of these topics, or why not, in words of its own; `goldenbench explain CASE` tells more
about a case. It is written from `testcases/plans.toml`. The cases are ours: passing them is not certification, and a
case of the same topic may ask for more, or less, than the one of the plan. Security beyond low level security has plans
of its own, of which there is nothing here yet."""

BEYOND = """\
## What the plans do not name

Cases that belong to no topic above."""


@dataclass(frozen=True, slots=True)
class Plan:
    id: str
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class Topic:
    plan: str
    id: str
    text: str
    cases: tuple[str, ...] = ()
    none: str = ""
    """Why there is no case; empty if there is one."""


def load_plans(path: Path) -> tuple[list[Plan], list[Topic]]:
    rows = tomllib.loads(path.read_text(encoding="utf-8"))
    plans = [Plan(**row) for row in rows["plan"]]
    return plans, [Topic(**{**row, "cases": tuple(row.get("cases", ()))}) for row in rows["topic"]]


def page(plans: Iterable[Plan], topics: Collection[Topic], cases: Collection[TestCase]) -> str:
    named = {case for topic in topics for case in topic.cases}
    sections = [section(plan, [topic for topic in topics if topic.plan == plan.id]) for plan in plans]
    return "\n\n".join(
        [INTRODUCTION, *sections, BEYOND, table_of_others(case for case in cases if case.id not in named)]
    )


def section(plan: Plan, topics: list[Topic]) -> str:
    tested = sum(bool(topic.cases) for topic in topics)
    rows = [f"| {topic.id} | {topic.text} | {', '.join(topic.cases) or f'none: {topic.none}'} |" for topic in topics]
    told = f"{plan.source}. {tested} of {len(topics)} topics have cases."
    return "\n".join([f"## {plan.title}", "", told, "", "| topic | | cases |", "| --- | --- | --- |", *rows])


def table_of_others(cases: Iterable[TestCase]) -> str:
    folders: dict[str, list[str]] = {}
    for case in cases:
        folders.setdefault(case.file.parent.name, []).append(case.id)
    rows = [f"| {title_of(name)} | {', '.join(sorted(ids))} |" for name, ids in sorted(folders.items())]
    return "\n".join(["| | cases |", "| --- | --- |", *rows])


def title_of(folder: str) -> str:
    return (importlib.import_module(f"testcases.dlms.{folder}").__doc__ or folder).strip().removesuffix(".")


def published_page() -> str:
    plans, topics = load_plans(published_folder() / "plans.toml")
    return page(plans, topics, [case.facts for case in published().cases.values()])


if __name__ == "__main__":
    print(published_page())
