"""Lines of a journal whose trees are read once: the same events as json reads, and the same faults."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports import trees
from reports.trees import KnownTree, loads

REPRODUCIBLE = settings(
    derandomize=True, database=None, deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow]
)

LEAF = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
KEYS = st.sampled_from(["a", "tree", "text"])
TREE = st.dictionaries(KEYS, LEAF | st.lists(LEAF, max_size=2) | st.dictionaries(KEYS, LEAF, max_size=2), max_size=3)
VALUE = LEAF | TREE


def compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def outcome(read: object, line: str) -> object:
    """What becomes of a line; every fault is alike."""
    assert callable(read)
    try:
        return read(line)
    except ValueError:
        return ValueError


@settings(REPRODUCIBLE)
@given(st.dictionaries(st.sampled_from(["n", "kind", "summary", "tree", "after"]), VALUE), st.booleans())
def test_every_event_is_what_json_makes_of_it(event: dict[str, object], is_ended: bool) -> None:
    line = compact(event) + ("\n" if is_ended else "")
    for written in (line, f" \t{line} ", json.dumps(event)):
        assert loads(written) == json.loads(written)


@settings(REPRODUCIBLE)
@given(st.dictionaries(st.sampled_from(["n", "tree"]), VALUE, min_size=1), st.data())
def test_a_damaged_line_is_as_damaged_as_json_finds_it(event: dict[str, object], data: st.DataObject) -> None:
    line = compact({"summary": "x", **event}) + "\n"
    at = data.draw(st.integers(0, len(line)))
    for spoilt in (
        line[:at],
        line[:at] + line[at + 1 :],
        line[:at] + "}" + line[at:],
        line[:at] + ',"tree":' + line[at:],
    ):
        assert outcome(loads, spoilt) == outcome(json.loads, spoilt)


def test_the_same_tree_is_read_once() -> None:
    first, second = (loads(f'{{"n":{n},"kind":"frame","tree":{{"text":"a","at":[0,1]}}}}\n') for n in (1, 2))
    assert first["tree"] is second["tree"]
    assert first != second


@pytest.mark.parametrize("text", ["plain", "Ω", "\x1b[31m", "a\u202eb", '"', "\\", "\ud800"])
def test_what_is_shown_of_a_tree_is_harmless_whether_it_was_known_or_not(text: str) -> None:
    tree = {"name": "x", "text": text, "at": [0, 1], "children": [{"name": text, "text": "", "at": [0, 1]}]}
    known = loads('{"n":1,"tree":' + json.dumps(tree, separators=(",", ":")) + "}\n")["tree"]
    assert isinstance(known, KnownTree)
    assert trees.shown(known) == trees.shown(tree)
    assert trees.shown(known).isprintable()
