"""A run in which every kind of event stands that reports are made from, and what a hand may make of any value in it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from reports.shapes import has_shape
from tests.reports.sample_run import RULE, RUN, Json, SampleRun

REMOVED = object()
VALUES = [
    REMOVED,
    None,
    True,
    3,
    -1,
    2.5,
    float("inf"),
    10**400,
    "",
    "x",
    "\ud800",
    [],
    [3],
    [[]],
    {},
    {"x": 1},
]

ALIKE = [("n",), ("port",)]
"""Keys that mean one thing in whatever event they are."""

PROFILE = {"name": "old", "file": "old.toml", "tolerances": {"release-unanswered": "because"}}
EXPECTED = {"file": "known.toml", "expected": [{"case": "DLMS-GET-001", "verdict": "FAIL", "reason": "bug 1"}]}

TREE = {
    "name": "wrapper",
    "text": "16 → 1",
    "at": [0, 5],
    "children": [{"name": "APDU", "text": "octet 1: no tag", "at": [2, 5], "children": []}],
}


def every_kind(sample: SampleRun) -> None:
    """Fill a run with every kind of event, every key that may be left out, and every verdict."""
    sample.note("static review", findings=["DLMS.SET is undeclared"], is_refused=False)
    for when in ("before", "after"):
        sample.identified(when, serial_number="17")
    sample.planned(8, ["DLMS-GET-001", "DLMS-GET-009"])
    sample.note("case started", name="DLMS-GET-001")
    _fails(sample)
    sample.attempt("DLMS-GET-001", number=2).passes()
    sample.ran("DLMS-GET-001", "PASS", number=2)
    lost = sample.attempt("DLMS-GET-002", "a/b").note("phase", name="body").exchange()
    lost.verdict("INCONCLUSIVE", "start-state", "no association", not_restored=["class 8"])
    sample.ran("DLMS-GET-002", "INCONCLUSIVE", "a/b", recovery="it was silent", restored_later=["class 8"])
    sample.attempt("DLMS-GET-003").note("preserve", attribute="class 3", value="00").note("wait", port="meter")
    stopped = sample.attempt("DLMS-GET-004").exchange().note("interrupted", not_restored=["class 3"])
    stopped.step("Ask").step_end("FAIL")
    sample.attempt("DLMS-GET-004", number=2).passes()
    sample.attempt("DLMS-GET-005").note("review", question="is it lit?").verdict("REVIEW")
    sample.attempt("DLMS-GET-006").exchange().verdict("FAIL", "violation", "the preamble failed")
    sample.ran("DLMS-GET-006", "FAIL")
    sample.attempt("DLMS-GET-006", number=2).passes()
    sample.ran("DLMS-GET-006", "PASS", number=2)
    sample.never_ran("DLMS-GET-007", "NOT_RUN", "given-up", "the DUT is gone")
    sample.note("fault", where="teardown", reason="KeyError")
    sample.note("left behind", text="by another run")
    sample.note("left changed", text="the clock")
    sample.finished("the line was noisy")
    sample.note("resumed", how="resume", versions=RUN["versions"])
    sample.note("put back", text="put back", evidence="cases/DLMS-GET-003/1", restored=["class 3"], left=["class 4"])
    sample.finished()
    sample.note("resumed", how="rerun", versions=RUN["versions"])
    sample.note("resumption refused", reason="another device")


def run_json() -> Json:
    unread = ("associations", "timing", "control", "pics")
    dut = {name: value for name, value in RUN["bench_file"]["dut"].items() if name not in unread}
    campaign = dict(RUN["bench_file"]["campaign"])
    dut |= {"links": {"wrapper": "golden:a?b"}, "hardware_version": "2", "firmware_sha256": "ab"}
    dut["pixit"] = {"do_not_test": {"1-0:1.8.0.255": "sealed"}, "tolerances": ["x"], "tolerance_profile": PROFILE}
    campaign |= {"suites": ["smoke"], "expected": EXPECTED}
    return {**RUN, "tolerances": {"x": "is eased"}, "bench_file": {"dut": dut, "campaign": campaign}}


def _fails(sample: SampleRun) -> None:
    """With all that may happen in an attempt."""
    attempt = sample.attempt("DLMS-GET-001")
    attempt.note("open", port="meter", kept=True).note("open", port="meter", trouble=["found", "wanted", "remedy"])
    attempt.note("asked", port="meter", name="reset").note("control", port="meter", name="reset", observed="done")
    attempt.note("control", port="meter", name="reset", trouble=["nobody there"])
    attempt.note("wait", port="meter").note("bound", port="meter").note("lapsed").note("tolerated", name="x")
    attempt.note("notification", name="event").note("bad frame", why="no end").note("close", port="meter")
    attempt.note("impaired", port="meter", direction="to DUT", what="octet 3 changed").note("closed", why="by the DUT")
    attempt.step("Ask").note("check", text="response.refused", found="True")
    attempt.frame("to DUT", "0001c001c1", "get-request", TREE).frame("from DUT", "0001c401c1", "get-response", TREE)
    attempt.step_end("FAIL").note("phase", name="postamble")
    found = {"found": "0", "wanted": "1", "where": "invoke-id", "offset": 1, "within": "", "frame": 2, "octet": 3}
    attempt.verdict(
        "FAIL", "violation", "found 0", divergence=found, rule=RULE, also=["late"], not_restored=["class 8"]
    )
    sample.ran("DLMS-GET-001", "FAIL")


class Edits:
    """Files of JSON lines with one value replaced or removed: every value that differs in kind, by each replacement."""

    def __init__(self) -> None:
        self._known: set[object] = set()

    def of(self, text: str, shapes: Mapping[str, Any]) -> Iterator[str]:
        """Of lines that have lost their shape one is enough, because they are left out."""
        lines = text.splitlines()
        for number, line in enumerate(lines):
            is_left_out = False
            for edited in self._of_line(json.loads(line), number):
                if isinstance(edited.get("kind"), str) and not has_shape(edited, shapes):
                    if is_left_out:
                        continue
                    is_left_out = True
                yield "\n".join([*lines[:number], compact(edited), *lines[number + 1 :], ""])

    def _of_line(self, document: Json, number: int) -> Iterator[Json]:
        yield {**document, "kind": 3}
        kind = document.get("kind", number)
        for path in _paths(document):
            # What says which case it is, or what came of it, weighs differently in each place; all else is alike.
            key = path if path in ALIKE else (kind, path)
            if key in self._known and path[-1] not in ("id", "verdict"):
                continue
            self._known.add(key)
            yield from (_edited(document, path, value) for value in VALUES)


def compact(document: Json) -> str:
    """A line as a journal writes it, so that it is read the quick way."""
    return json.dumps(document, separators=(",", ":"))


def _paths(value: Any) -> Iterator[tuple[str | int, ...]]:
    """The way to every value; members of a list are alike, so the first stands for all of them."""
    members: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        members = list(value.items())
    elif isinstance(value, list):
        members = list(enumerate(value[:1]))
    for key, below in members:
        yield (key,)
        yield from ((key, *rest) for rest in _paths(below))


def _edited(value: Any, path: tuple[str | int, ...], new: object) -> Any:
    copied = value.copy()
    key, rest = path[0], path[1:]
    if rest:
        copied[key] = _edited(value[key], rest, new)
    elif new is REMOVED:
        del copied[key]
    else:
        copied[key] = new
    return copied
