"""Trees show every octet once and in order, and nothing that a terminal or a browser would obey."""

import pytest

from conformance.codec.checksum import crc16_x25
from conformance.codec.tree import Node
from conformance.dlms.apdu import apdu_tree
from conformance.dlms.data import DATA
from conformance.dlms.dissect import HdlcDissector, WrapperDissector
from conformance.dlms.hdlc.address import HdlcAddress
from conformance.dlms.hdlc.frame import HdlcFrame, frame_tree
from tests.codec.mangler import Mangler
from tests.dlms.entries import APDU_NAMES, ENTRIES, SEED, messages_of
from tests.dlms.known import MESSAGES, Vector, vectors, vectors_of
from tests.dlms.tree_rules import faults, from_json, without_flags

CLASSES = {cls.__name__: cls for cls in MESSAGES}


@pytest.mark.parametrize("vector", [vector for vector in vectors() if vector.class_name in CLASSES], ids=str)
def test_message(vector: Vector) -> None:
    tree = CLASSES[vector.class_name].tree(vector.octets)
    assert faults(tree, vector.octets) == []
    assert tree.children[0].start == 0, "the tag is shown as well"
    assert {child.name for child in tree.children} - {"tag"} >= set(vector.expected)


@pytest.mark.parametrize("vector", vectors_of("Data"), ids=str)
def test_data(vector: Vector) -> None:
    tree, behind = DATA.node("value", vector.octets, 0, len(vector.octets))
    assert behind == len(vector.octets)
    assert faults(tree, vector.octets) == []


@pytest.mark.parametrize("vector", vectors_of("HdlcFrame"), ids=str)
def test_frame(vector: Vector) -> None:
    tree, _ = frame_tree(vector.octets)
    assert (tree.start, tree.end) == (0, len(vector.octets))
    assert faults(without_flags(tree), vector.octets) == [f"the tree covers 1 to {tree.end - 1} of {tree.end} octets"]
    check = [child.name for child in tree.children][-1]
    assert check == "FCS"


def test_frame_with_both_check_sequences_and_no_information() -> None:
    """Such a frame is refused, or its FCS is shown; HCS stands only before information (IEC 62056-46 6.4.1)."""
    octets = bytes.fromhex("7E A009 03 21 93 4DAF 470F 7E")
    assert crc16_x25(octets[1:6]) + crc16_x25(octets[1:8]) == octets[6:10]
    try:
        tree, _ = frame_tree(octets)
    except ValueError:
        return
    assert [child.name for child in tree.children][-2:] == ["HCS", "FCS"]


def dissected(octets: bytes, *, hdlc: bool) -> list[Node]:
    dissector = HdlcDissector() if hdlc else WrapperDissector()
    findings = dissector.feed("in", octets)
    assert b"".join(found for found, _, _ in findings) == octets
    return [from_json(tree) for _, _, tree in findings]


def test_dissected_frames_show_every_octet_once() -> None:
    wrong = {}
    for vector in vectors_of("HdlcFrame"):
        (tree,) = dissected(vector.octets, hdlc=True)
        found = faults(without_flags(tree), vector.octets)[:-1]  # the flags
        if found:
            wrong[vector.name] = found[0]
    assert wrong == {}


def test_dissected_wrapper_pdus_show_every_octet_once() -> None:
    wrong = {}
    for vector in vectors_of("WrapperPdu"):
        (tree,) = dissected(vector.octets, hdlc=False)
        if faults(tree, vector.octets):
            wrong[vector.name] = faults(tree, vector.octets)[0]
    assert wrong == {}


def test_user_information_shows_what_stands_behind_its_apdu() -> None:
    octets = bytes.fromhex("6318800100BE1304110800065F1F0400001E1D04C80007AABBCC")
    tree, _ = apdu_tree(octets)
    assert faults(tree, octets) == []


def test_segments_are_put_together() -> None:
    dissector = HdlcDissector()
    frames = {vector.name: vector.octets for vector in vectors_of("HdlcFrame")}
    summaries = [dissector.feed("in", frames[f"hdlc-seg-{number}"])[0][1] for number in (1, 2, 3)]
    assert summaries == [
        "I N(S)=1 N(R)=2: segment of 128 octets",
        "I N(S)=2 N(R)=2: segment of 128 octets",
        "I N(S)=3 N(R)=2 P/F: get-response-normal array(structure(structure(octet-string, visible-string), "
        "structure(octet-string…",
    ]


def test_a_tree_lists_64_members_and_counts_the_rest() -> None:
    octets = bytes.fromhex("0142" + "1107" * 66)
    tree, _ = DATA.node("value", octets, 0, len(octets))
    assert [child.name for child in tree.children][-2:] == ["[63]", "…"]
    assert (tree.children[-1].text, tree.children[-1].start) == ("2 more members", 130)
    assert faults(tree, octets) == []


def test_a_tree_lists_64_elements_of_a_list_and_counts_the_rest() -> None:
    octets = bytes.fromhex("C505C1 42" + "0B" * 66)
    tree, _ = apdu_tree(octets)
    results = tree.children[-1]
    assert (results.name, results.text, results.start, results.end) == ("results", "66 elements", 3, 70)
    assert [child.name for child in results.children][-2:] == ["[63]", "…"]
    assert (results.children[-1].text, results.children[-1].start) == ("2 more elements", 68)
    assert faults(tree, octets) == []


def test_hostile_apdus_are_shown_whole_and_harmless() -> None:
    mangler = Mangler(messages_of(*APDU_NAMES), SEED)
    for turn in range(5_000):
        octets = mangler()
        tree, summary = apdu_tree(octets)
        context = f"seed {SEED}, input {turn}: {octets.hex()}"
        assert summary.isprintable(), context
        beyond = [fault for fault in faults(tree, octets) if "user_information" not in fault]
        assert beyond == [], context  # octets behind the APDU in it: see the test above


def test_hostile_frames_are_shown_whole() -> None:
    mangler = ENTRIES["hdlc"].mangler()
    shown = 0
    for turn in range(5_000):
        octets = mangler()
        try:
            frame = HdlcFrame.decode(octets)
        except ValueError:
            continue
        if frame.encode() != octets:  # both check sequences, no information: see the test above
            continue
        shown += 1
        tree, _ = frame_tree(octets)
        assert len(faults(without_flags(tree), octets)) == 1, f"seed {SEED}, input {turn}: {octets.hex()}"
    assert shown > 500


def test_nodes_of_a_frame() -> None:
    frame = HdlcFrame(HdlcAddress(1, 17, 4), HdlcAddress(16), 0x10, b"\xe6\xe6\x00", segmented=True)
    tree, _ = frame_tree(frame.encode())
    assert [(child.name, child.text, child.start, child.end) for child in tree.children] == [
        ("frame format", "type 3, segmented, length 15", 1, 3),
        ("destination", "1/17 (4 octets)", 3, 7),
        ("source", "16", 7, 8),
        ("control", "I N(S)=0 N(R)=0 P/F (10)", 8, 9),
        ("HCS", tree.children[4].text, 9, 11),
        ("information", "3 octets", 11, 14),
        ("FCS", tree.children[6].text, 14, 16),
    ]
