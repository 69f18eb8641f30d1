"""A frame as lines: every octet once, in order, beside the innermost field it makes."""

import json

import pytest

from conformance.evidence.run_directory import RunDirectory
from reports.build import build
from reports.frames import listing
from reports.listing import Line, columns, excerpt, lines_of, mark
from reports.model import Attempt, Divergence
from tests.reports.sample_run import SampleRun

WRAPPER = {
    "name": "WrapperPdu",
    "text": "WrapperPdu",
    "at": [0, 12],
    "children": [
        {"name": "version", "text": "1", "at": [0, 2]},
        {"name": "apdu", "text": "C4 01 C1 00", "at": [6, 12]},
        {
            "name": "get-response-normal",
            "text": "GetResponseNormal",
            "at": [8, 12],
            "children": [
                {"name": "tag", "text": "C4 01", "at": [8, 10]},
                {"name": "invoke_id_and_priority", "text": "193", "at": [10, 11]},
                {"name": "result", "text": "null-data", "at": [11, 12]},
            ],
        },
    ],
}
OCTETS = "000100010010" + "0004" + "c401c100"


def lines() -> list[Line]:
    return lines_of(OCTETS, json.dumps(WRAPPER))


def shown(line: Line) -> tuple[str, str, str, str]:
    return line.place, line.octets, line.name, line.value


def test_each_octet_stands_beside_its_innermost_field() -> None:
    assert [shown(line) for line in lines()] == [
        ("", "", "WrapperPdu", ""),
        ("0-1", "00 01", "version", "1"),
        ("2-5", "00 01 00 10", "WrapperPdu", ""),
        ("6-7", "00 04", "apdu", ""),
        ("", "", "get-response-normal", ""),
        ("8-9", "C4 01", "tag", ""),
        ("10", "C1", "invoke_id_and_priority", "193"),
        ("11", "00", "result", "null-data"),
    ]


def test_listing_is_the_whole_frame_and_nothing_else(real_run: RunDirectory) -> None:
    frames = [frame for case in build(real_run).cases for attempt in case.attempts for frame in attempt.frames]
    assert len(frames) > 20
    for frame in frames:
        octets = " ".join(line.octets for line in lines_of(frame.octets, frame.tree) if line.octets)
        assert octets.replace(" ", "").lower() == frame.octets


def test_fields_without_positions_keep_their_place() -> None:
    tree = {
        "name": "HdlcFrame",
        "text": "I",
        "at": [0, 4],
        "children": [
            {"name": "control", "text": "I", "at": [1, 2]},
            {"name": "FCS", "text": "03", "at": [2, 3]},
            {
                "name": "AARE",
                "text": "Aare",
                "at": [0, 0],
                "children": [{"name": "result", "text": "ok", "at": [0, 0]}],
            },
        ],
    }
    found = [(line.place, line.name) for line in lines_of("01020304", json.dumps(tree))]
    assert found == [
        ("0", "HdlcFrame"),
        ("1", "control"),
        ("2", "FCS"),
        ("3", "HdlcFrame"),
        ("", "AARE"),
        ("", "result"),
    ]


def test_siblings_of_one_name_all_keep_it() -> None:
    element = [{"name": "element", "text": str(at), "at": [at, at + 1]} for at in range(3)]
    tree = {"name": "array", "text": "3", "at": [0, 3], "children": element}
    assert [line.name for line in lines_of("000102", json.dumps(tree))] == ["array", "element", "element", "element"]


def test_long_fields_go_on_over_several_lines() -> None:
    tree = {"name": "octets", "text": "word " * 30, "at": [0, 20]}
    found = lines_of("ff" * 20, json.dumps(tree))
    assert [line.place for line in found] == ["0-7", "8-15", "16-19"]
    assert [bool(line.name) for line in found] == [True, False, False]
    assert " ".join(line.value for line in found).split() == ["word"] * 30


def test_value_that_repeats_its_octets_is_left_out_and_others_are_not() -> None:
    def value(text: str, octets: str) -> str:
        (line,) = lines_of(octets, json.dumps({"name": "x", "text": text, "at": [0, len(octets) // 2]}))
        return line.value

    assert value("60 1D", "601d") == ""
    assert value("60 1D … 4 more octets", "601d00000000") == ""
    assert value("16", "0010") == "16"
    assert value("61 1D", "601d") == "61 1D"


def test_value_that_looks_like_the_octets_of_another_field_is_kept() -> None:
    fields = [{"name": "wport", "text": "16", "at": [0, 2]}, {"name": "length", "text": "22", "at": [2, 4]}]
    tree = {"name": "pdu", "text": "", "at": [0, 4], "children": fields}
    assert [line.value for line in lines_of("00100016", json.dumps(tree))] == ["", "16", "22"]


@pytest.mark.parametrize(
    ("where", "marked"),
    [
        ("assert response.invoke_id == request.invoke_id", ["invoke_id_and_priority"]),
        ("assert response.result == 0", ["result"]),
        ("assert response.refused", []),
        ("assert name[:3].isalpha()", []),
        ("invoke-id", ["invoke_id_and_priority"]),
        ("result", ["result"]),
        ("no such field", []),
        ("", []),
    ],
)
def test_field_that_a_divergence_names_is_marked(sample: SampleRun, where: str, marked: list[str]) -> None:
    found = lines()
    mark(found, _diverging(sample, Divergence("0", "1", where, None, 2, None)))
    assert [line.name for line in found if line.is_marked] == marked


def test_octet_of_a_divergence_is_marked(sample: SampleRun) -> None:
    found = lines()
    attempt = _diverging(sample, Divergence("0", "1", "tag", 1, 2, 9))
    mark(found, attempt)
    assert [(line.name, line.marked_octet) for line in found if line.is_marked] == [("tag", 1)]
    assert [line.name for line in excerpt(found)] == [
        "apdu",
        "get-response-normal",
        "tag",
        "invoke_id_and_priority",
        "result",
    ]


def test_marked_octet_stands_out_in_the_text(sample: SampleRun) -> None:
    attempt = _diverging(sample, Divergence("0", "1", "tag", 1, 2, 1))
    text = listing(attempt.frame(2), attempt)
    assert "<mark>◆    0-4  C4 <b>01</b> C1 00 01  APDU   get-response  ← here</mark>" in text


def test_columns_line_up() -> None:
    rows, hex_column = columns(lines())
    assert rows[0].index("hex") == hex_column
    assert {row[hex_column - 2 : hex_column] for row in rows} == {"  "}
    assert {row.index("193") for row in rows if "193" in row} == {rows[0].index("value")}


def _diverging(sample: SampleRun, divergence: Divergence) -> Attempt:
    sample.attempt("DLMS-GET-001").fails()
    attempt = build(sample.directory).cases[0].attempts[0]
    attempt.divergence = divergence
    return attempt
