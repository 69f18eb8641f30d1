"""What differs between two runs, from their results.json: verdicts first, then what may explain them.

A case whose content changed between the runs is not comparable: its verdicts
stand beside each other, and neither got worse or better.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from conformance.case_names import case_name
from reports.model import Json

WORSE, BETTER, OTHERWISE = "got worse", "got better", "changed otherwise"
DURATION = "took far longer or shorter, and nothing else"
NOT_COMPARABLE, ONLY_IN_A, ONLY_IN_B = "not comparable, the case changed", "only in A", "only in B"
GROUPS = (WORSE, BETTER, OTHERWISE, NOT_COMPARABLE, ONLY_IN_A, ONLY_IN_B, DURATION)

_RANK = {"PASS": 0, "REVIEW": 1, "INCONCLUSIVE": 2, "ERROR": 3, "FAIL": 4}
"""NOT_RUN and NOT_APPLICABLE are neither worse nor better than anything: nothing was judged."""

FAR_APART, FAR_APART_S = 2.0, 2.0
"""Durations differ if one is at least so many times the other, and so many seconds longer."""

ABSENT = "nothing"
MASKED = "differs (masked)"


@dataclass(frozen=True, slots=True)
class Difference:
    """Two values of one thing."""

    what: str
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class CaseDifference:
    name: str
    title: str
    group: str
    a: str
    """Verdict in A; empty if it is not there."""

    b: str
    said_a: str = ""
    """What was found in A and what was wanted, or why else it did not pass."""

    said_b: str = ""
    details: list[Difference] = field(default_factory=list)
    """All that differs, field by field."""


@dataclass(slots=True)
class RunDifference:
    """All that differs between run A and run B."""

    cases: list[CaseDifference] = field(default_factory=list)
    same: int = 0
    """Cases that are the same in both."""

    dut: list[Difference] = field(default_factory=list)
    """What the DUT says of itself."""

    settings: list[Difference] = field(default_factory=list)
    """Bench files, tolerances, versions of the harness, troubles of the run."""

    @property
    def is_empty(self) -> bool:
        return not (self.cases or self.dut or self.settings)


def compare_runs(a: Json, b: Json) -> RunDifference:
    """`a` and `b` are as in results.json."""
    found = RunDifference()
    of_a, of_b = ({_name(case): case for case in run["cases"]} for run in (a, b))
    for name in sorted(of_a.keys() | of_b.keys()):
        difference = _case(name, of_a.get(name), of_b.get(name))
        if difference is None:
            found.same += 1
        else:
            found.cases.append(difference)
    found.dut = list(_identification(a["run"]["identification"], b["run"]["identification"]))
    found.settings = list(_settings(a["run"], b["run"]))
    return found


# Cases.


def _name(case: Json) -> str:
    return case_name(case["id"], case["instance"])


def _case(name: str, a: Json | None, b: Json | None) -> CaseDifference | None:
    if a is None or b is None:
        only = a or b or {}
        verdicts = (a["verdict"] if a else "", b["verdict"] if b else "")
        said = ("" if a is None else _headline(a), "" if b is None else _headline(b))
        return CaseDifference(name, only["title"], ONLY_IN_B if a is None else ONLY_IN_A, *verdicts, *said)
    content = list(_differing(a, b, {"version": _plain, "content_hash": _short}))
    judged = [*content, *_differing(a, b, _SAID), *_divergence(a, b)]
    details = [*judged, *_duration(a, b)]
    is_same = not judged and a["verdict"] == b["verdict"]
    if is_same and not details:
        return None
    group = NOT_COMPARABLE if content else DURATION if is_same else _direction(a["verdict"], b["verdict"])
    said = (_headline(a), _headline(b))
    return CaseDifference(name, b["title"], group, a["verdict"], b["verdict"], *said, details)


def _headline(case: Json) -> str:
    if case["verdict"] == "PASS":
        return ""
    found = case["divergence"]
    if not found:
        return str(case["reason"])
    where = f" ({found['where']})" if found["where"] else ""
    return f"found {found['found'] or ABSENT}, wanted {found['wanted'] or 'this to hold'}{where}"


def _direction(a: str, b: str) -> str:
    if a == b or a not in _RANK or b not in _RANK:
        return OTHERWISE
    return WORSE if _RANK[b] > _RANK[a] else BETTER


def _plain(value: Any) -> str:
    return ABSENT if value in (None, "") else str(value)


def _short(content_hash: Any) -> str:
    return f"{content_hash}"[:12]


_SAID: Mapping[str, Callable[[Any], str]] = {"reason_code": _plain, "reason": _plain, "clause": _plain}


def _differing(a: Json, b: Json, keys: Mapping[str, Callable[[Any], str]]) -> Iterator[Difference]:
    for key, text in keys.items():
        if a.get(key) != b.get(key):
            yield Difference(key.replace("_", " "), text(a.get(key)), text(b.get(key)))


def _divergence(a: Json, b: Json) -> Iterator[Difference]:
    """The first divergence; frames may be counted otherwise in another run."""
    first, second = a["divergence"] or {}, b["divergence"] or {}
    for key in ("found", "wanted", "where", "offset"):
        if first.get(key) != second.get(key):
            yield Difference(f"divergence, {key}", _plain(first.get(key)), _plain(second.get(key)))


def _duration(a: Json, b: Json) -> Iterator[Difference]:
    short, long = sorted((a["duration_s"], b["duration_s"]))
    if short and long - short >= FAR_APART_S and long >= FAR_APART * short:
        yield Difference("duration", f"{a['duration_s']:.2f} s", f"{b['duration_s']:.2f} s")


# The runs.


def _identification(a: Json, b: Json) -> Iterator[Difference]:
    """Before the cases: what came after them is compared within a run."""
    first, second = _before(a), _before(b)
    objects = [set(map(str, told.pop("objects", None) or ())) for told in (first, second)]
    yield from _flat_differences(first, second)
    gone, new = sorted(objects[0] - objects[1]), sorted(objects[1] - objects[0])
    if gone or new:
        yield Difference("objects it lists", f"{len(objects[0])}{_but(gone)}", f"{len(objects[1])}{_but(new)}")


def _before(identification: Json) -> Json:
    found = identification.get("before")
    told = dict(found) if isinstance(found, dict) else {}
    answers = told.pop("answers", None)
    return {**(answers if isinstance(answers, dict) else {}), **told}


def _but(names: list[str], shown: int = 5) -> str:
    more = f" and {len(names) - shown} more" if len(names) > shown else ""
    return f", alone with {', '.join(names[:shown])}{more}" if names else ""


def _settings(a: Json, b: Json) -> Iterator[Difference]:
    yield from _flat_differences(a["bench_file"], b["bench_file"])
    for name in ("tolerances", "versions"):
        for one in _flat_differences(a.get(name) or {}, b.get(name) or {}):
            yield Difference(f"{name}: {one.what}", one.a, one.b)
    for name in ("not_reached", "trouble"):
        if a[name] != b[name]:
            yield Difference(name.replace("_", " "), _listed(a[name]), _listed(b[name]))


def _listed(value: Any) -> str:
    return "; ".join(map(str, value)) or "none" if isinstance(value, list) else str(value)


def _flat_differences(a: Json, b: Json) -> Iterator[Difference]:
    first, second = dict(_flat(a)), dict(_flat(b))
    for key in dict.fromkeys((*first, *second)):
        if first.get(key, ABSENT) == second.get(key, ABSENT):
            continue
        if key.rpartition(".")[2] == "secret":
            yield Difference(key, MASKED, MASKED)
        else:
            yield Difference(key.replace("_", " "), first.get(key, ABSENT), second.get(key, ABSENT))


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every value with the way to it; what is empty is nothing."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _flat(below, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        for number, one in enumerate(value, start=1):
            yield from _flat(one, f"{name} ({number})")
    else:
        yield name, ", ".join(map(str, value)) or ABSENT if isinstance(value, list) else _plain(value)
