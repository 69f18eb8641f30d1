"""Lines of a journal that are read once: the same events as json reads, and the same faults."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conformance.evidence.journal import Line, read_line
from reports.attempt import read_attempt
from reports.build import build
from reports.lines import Lines, PlainTree, shown
from reports.render import render
from tests.reports.sample_run import SampleRun

REPRODUCIBLE = settings(
    derandomize=True, database=None, deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow]
)

LEAF = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
KEYS = st.sampled_from(["a", "tree", "text"])
TREE = st.dictionaries(KEYS, LEAF | st.lists(LEAF, max_size=2) | st.dictionaries(KEYS, LEAF, max_size=2), max_size=3)
VALUE = LEAF | TREE


def compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def outcome(read: Callable[[bytes], Line], line: str) -> object:
    """What becomes of a line; every fault is alike."""
    try:
        n, t, event = read(line.encode("utf-8", "surrogatepass"))
    except ValueError:
        return ValueError
    return {"n": n, "t": t, **event}


SHAPES = {"frame": {"tree": {"text": str}}}
LINES = Lines(SHAPES)
HEAD = '{"n":1,"t":2,"kind":"frame"'
"""How a journal begins a line; so nearly all lines are read by the short way."""


@settings(REPRODUCIBLE)
@given(st.dictionaries(st.sampled_from(["n", "t", "kind", "summary", "tree", "after"]), VALUE), st.booleans())
def test_every_event_is_what_json_makes_of_it(event: dict[str, object], is_ended: bool) -> None:
    line = compact(event) + ("\n" if is_ended else "")
    for written in (
        line,
        f" \t{line} ",
        json.dumps(event),
        compact({"n": 1, "t": 2, "kind": "frame", **event}) + "\n",
        HEAD + ("," if event else "") + line[1:],
    ):
        assert outcome(LINES.read, written) == outcome(read_line, written)


@settings(REPRODUCIBLE)
@given(st.dictionaries(st.sampled_from(["n", "tree"]), VALUE, min_size=1), st.data())
def test_a_damaged_line_is_as_damaged_as_json_finds_it(event: dict[str, object], data: st.DataObject) -> None:
    line = compact({"n": 1, "t": 2, "kind": "frame", **event, "summary": "x", "tree": {"text": ""}}) + "\n"
    at = data.draw(st.integers(0, len(line)))
    for spoilt in (
        line[:at],
        line[:at] + line[at + 1 :],
        line[:at] + "}" + line[at:],
        line[:at] + "\n" + line[at:],
        line[:at] + ',"tree":' + line[at:],
        line[:at] + ',"tree":{}}' + line[at:],
        line[:at] + "0" + line[at:],
        line[:at] + "-" + line[at:],
    ):
        assert outcome(LINES.read, spoilt) == outcome(read_line, spoilt)


@pytest.mark.parametrize("n", ["007", "-0", "1.0", "٣", "1e1", '"1"', "null", "9" * 5000])
def test_a_number_is_one_as_json_has_it(n: str) -> None:
    line = HEAD.replace("1", n) + "}\n"
    assert outcome(LINES.read, line) == outcome(read_line, line)


def test_what_stands_behind_the_moment_is_read_once() -> None:
    rest = ',"kind":"frame","tree":{"text":"a","at":[0,1]}}\n'
    first, second = (LINES.read(f'{{"n":{n},"t":{n}{rest}'.encode()) for n in (1, 2))
    assert first[2] is second[2]
    assert (first[0], second[1]) == (1, 2)


@pytest.mark.parametrize("rest", ['"kind":"frame"', '"kind":"frame","tree":{}', '"kind":"frame","tree":1', '"kind":[]'])
def test_an_event_without_its_shape_is_told(tmp_path: Path, rest: str) -> None:
    journal = tmp_path / "journal.jsonl"
    good = '{"n":1,"t":5,"kind":"frame","tree":{"text":"a"}}\n'
    journal.write_text(good + f'{{"n":2,"t":0,{rest}}}\n', encoding="utf-8")
    told: list[str] = []
    assert [moment for moment, _ in LINES.events(journal, told.append)] == [5]
    assert len(told) == 1


@pytest.mark.parametrize("depth", [64, 100, 127, 128, 300, 450, 900, 100_000])
@pytest.mark.parametrize("text", ["plain", "\\u001b"])
def test_however_deep_a_tree_is_the_events_around_it_are_shown(sample: SampleRun, depth: int, text: str) -> None:
    """It is shown, or told to be damaged; what DLMS allows, 64 levels of data, is shown."""
    node = f'{{"name":"x","text":"{text}","at":[0,1]'
    tree = f'{node},"children":[' * depth + f"{node}}}" + "]}" * depth
    attempt = sample.attempt("DLMS-GET-001").step("Ask").frame("from DUT", "c4", "answer", {"@": 0}).step_end("FAIL")
    attempt.verdict("FAIL", "violation", "found 0", divergence={"found": "0", "wanted": "1", "where": "x", "offset": 0})
    written = attempt.path.read_text(encoding="utf-8").replace('{"@": 0}', tree)
    attempt.path.write_text(written, encoding="utf-8")
    sample.finished()
    report = build(sample.directory)
    page = render(report)
    assert "found 0" in page
    (found,) = report.cases[0].attempts
    assert len(found.frames) == (0 if report.run.damage else 1)
    assert report.run.damage == [] or depth > 100
    if depth >= 128:
        assert any(line.endswith(("line 4 is damaged", "event 4 is incomplete")) for line in report.run.damage)


def test_what_one_attempt_gathers_is_not_found_in_the_next(tmp_path: Path) -> None:
    """The list of an event that was read once belongs to nobody."""
    said = '"kind":"verdict","verdict":"ERROR","reason_code":"r","reason":"","also":["a"],"not_restored":["b"]'
    found = []
    for number in (1, 2):
        attempt = tmp_path / str(number)
        attempt.mkdir()
        (attempt / "journal.jsonl").write_text(f'{{"n":1,"t":0,{said}}}\n', encoding="utf-8")
        found.append(read_attempt(attempt, "", print)[1])
        found[-1].also.append("more")
        found[-1].not_restored.append("more")
    assert found[1].also == ["a", "more"]
    assert found[1].not_restored == ["b", "more"]


@pytest.mark.parametrize("text", ["plain", "Ω", "\x1b[31m", "a\u202eb", '"', "\\", "\ud800"])
@pytest.mark.parametrize("is_ascii", [True, False])
def test_what_is_shown_of_a_tree_is_harmless_however_it_was_read(text: str, is_ascii: bool) -> None:
    tree = {"name": "x", "text": text, "at": [0, 1], "children": [{"name": text, "text": "", "at": [0, 1]}]}
    octets = json.dumps(tree, separators=(",", ":"), ensure_ascii=is_ascii).encode("utf-8", "surrogatepass")
    read = LINES.read(HEAD.encode() + b',"tree":' + octets + b"}\n")[2]["tree"]
    written = octets.decode("utf-8", "replace")
    tree = json.loads(written)
    assert isinstance(read, PlainTree) is ("\\" not in written and written.isprintable())
    assert shown(read) == shown(tree)
    assert shown(read).isprintable()


def test_a_tree_is_shown_as_it_was_read_only_where_it_comes_last() -> None:
    line = HEAD + ',"tree":{"text":"a"},"after":{"text":"b"}}\n'
    assert shown(LINES.read(line.encode())[2]["tree"]) == '{"text":"a"}'
