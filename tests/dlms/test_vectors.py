"""Every known answer from outside is read as its file says, field by field, and written back octet by octet."""

from collections import Counter

import pytest

from conformance.dlms.apdu import APDUS, decode_apdu
from conformance.dlms.data_types import COMPOSITE_NAMES, SIMPLE_TYPES
from conformance.dlms.hdlc.frame import HdlcFrame
from conformance.dlms.hdlc.parameters import HdlcParameters
from conformance.dlms.llc import LLC_COMMAND, LLC_RESPONSE, strip_llc
from tests.dlms.known import CODECS, MESSAGES, Vector, check, vectors, vectors_of

NAMED = {vector.name: vector for vector in vectors()}

CARRIED = {
    "hdlc-i-aarq": "aarq-from-real-client",
    "hdlc-i-aarq-2byte": "aarq-over-hdlc",
    "hdlc-i-aarq-title-plain": "aarq-title-without-ciphering",
    "hdlc-i-aare-accepted": "aare-of-real-meter",
    "hdlc-i-aare-2byte": "aare-over-hdlc",
    "hdlc-i-aare-rejected-lls": "aare-rejected-password",
    "hdlc-i-rlre-userinfo": "rlre-of-real-meter",
    "hdlc-i-get-clock": "get-clock",
    "hdlc-i-get-clock-answer": "get-response-clock",
    "hdlc-i-get-fcs7e-request": "get-logical-name",
    "hdlc-i-get-fcs7e": "get-response-logical-name",
    "hdlc-ui-aidon-list-1": "data-notification-aidon",
    "hdlc-i-kaifa-list-1": "data-notification-kaifa",
}
"""Frames and the APDUs in them."""

PROPOSED = {
    "hdlc-snrm-4byte-default": "parameters-snrm-default",
    "hdlc-snrm-4byte-phys17": "parameters-snrm-default",
    "hdlc-ua-short-window": "parameters-ua-short-window",
    "hdlc-ua-4byte": "parameters-ua-4byte",
    "hdlc-ua-client1": "parameters-ua-4byte",
    "hdlc-ua-2byte": "parameters-ua-2byte",
    "hdlc-snrm-mixed-lengths": "parameters-mixed-lengths",
    "hdlc-ua-256": "parameters-ua-256",
    "hdlc-snrm-1281": "parameters-snrm-1281",
}
"""Frames of SNRM and UA and the parameters in them."""

SIZES_OF_2011 = {
    "size-open-request": 38,
    "size-open-response": 51,
    "size-release-request": 10,
    "size-release-response": 10,
    "size-get-serial-request": 22,
    "size-get-clock-request": 92,
    "size-get-energy-request": 212,
    "size-get-serial-response": 31,
    "size-get-energy-response": 148,
}
"""The rows of a table of message sizes of 2011 that these encodings reproduce."""


@pytest.mark.parametrize("vector", vectors(), ids=str)
def test_known_answer(vector: Vector) -> None:
    check(vector, CODECS[vector.class_name])


def test_names_are_used_once_and_sources_are_told() -> None:
    assert [name for name, number in Counter(vector.name for vector in vectors()).items() if number > 1] == []
    assert [vector.name for vector in vectors() if len(vector.source) < 10] == []


@pytest.mark.parametrize("class_name", [*(cls.__name__ for cls in MESSAGES), "HdlcFrame", "HdlcParameters", "Data"])
def test_every_class_has_an_answer_from_outside(class_name: str) -> None:
    assert vectors_of(class_name), "see tests/vectors/dlms.toml"


def test_every_type_of_data_has_an_answer_from_outside() -> None:
    tags = {vector.octets[0] for vector in vectors_of("Data")}
    assert tags == {kind.tag for kind in SIMPLE_TYPES} | set(COMPOSITE_NAMES)


@pytest.mark.parametrize("apdu_class", APDUS, ids=lambda cls: cls.__name__)
def test_tag_tells_the_class(apdu_class: type[object]) -> None:
    for vector in vectors_of(apdu_class.__name__):
        assert type(decode_apdu(vector.octets)) is apdu_class


@pytest.mark.parametrize(("frame", "apdu"), CARRIED.items())
def test_frame_carries_its_apdu(frame: str, apdu: str) -> None:
    decoded = HdlcFrame.decode(NAMED[frame].octets)
    header = LLC_COMMAND if decoded.destination.width > 1 else LLC_RESPONSE
    assert strip_llc(decoded.information, header) == NAMED[apdu].octets


@pytest.mark.parametrize(("frame", "parameters"), PROPOSED.items())
def test_frame_carries_its_parameters(frame: str, parameters: str) -> None:
    information = HdlcFrame.decode(NAMED[frame].octets).information
    assert information == NAMED[parameters].octets
    assert HdlcParameters.decode(information) == HdlcParameters(**NAMED[parameters].expected)


def test_three_segments_make_one_apdu() -> None:
    unit = b"".join(HdlcFrame.decode(NAMED[f"hdlc-seg-{number}"].octets).information for number in (1, 2, 3))
    assert strip_llc(unit, LLC_RESPONSE) == NAMED["get-response-in-three-segments"].octets


@pytest.mark.parametrize(("name", "size"), SIZES_OF_2011.items())
def test_size_of_2011(name: str, size: int) -> None:
    assert len(NAMED[name].octets) == size
