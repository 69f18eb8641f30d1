"""Recorded traffic as findings: which octets, one line of summary, a tree; nothing of what came is lost."""

from conformance.dlms.dissect import Finding, HdlcDissector, WrapperDissector
from tests.dlms.known import vectors

NAMED = {vector.name: vector.octets for vector in vectors()}


def summaries(findings: list[Finding]) -> list[str]:
    return [summary for _, summary, _ in findings]


def test_frames_without_information() -> None:
    names = ("hdlc-snrm-minimal", "hdlc-ua-noinfo", "hdlc-disc-no-poll", "hdlc-dm", "hdlc-frmr-empty", "hdlc-rnr")
    findings = HdlcDissector().feed("in", b"".join(NAMED[name] for name in names))
    assert summaries(findings) == ["SNRM P/F", "UA P/F", "DISC", "DM P/F", "FRMR P/F", "RNR N(R)=3 P/F"]
    assert [octets for octets, _, _ in findings] == [NAMED[name] for name in names]


def test_frames_with_apdus() -> None:
    names = ("hdlc-i-aarq", "hdlc-i-aare-rejected-lls", "hdlc-i-get-clock", "hdlc-ui-no-final")
    pushed = ("hdlc-ui-aidon-list-1", "hdlc-i-kaifa-list-1")
    assert [summaries(HdlcDissector().feed("in", NAMED[name])) for name in names + pushed] == [
        ["I N(S)=0 N(R)=0 P/F: AARQ"],
        ["I N(S)=0 N(R)=1 P/F: AARE rejected-permanent (1), authentication-failure (13)"],
        ["I N(S)=1 N(R)=1 P/F: get-request-normal 0-0:1.0.0.255 class 8 attribute 2"],
        ["UI: malformed data-notification"],
        ["UI P/F: data-notification array(structure(octet-string, double-long-unsigned, structure(integer, enum)))"],
        [
            "I N(S)=0 N(R)=0 P/F: data-notification (2020-02-15 01:08:48, deviation unspecified, status 00, coded as "
            "Data) structure(double-long-unsigned)"
        ],
    ]


def test_information_without_llc_header_is_not_cut() -> None:
    """A real meter leaves the header out; three octets of its APDU must not be taken for it in silence."""
    ((_, summary, _),) = HdlcDissector().feed("in", NAMED["hdlc-ui-gbt-2"])
    assert "LLC" in summary or "E0 40 00" in summary


def test_noise_and_broken_frames_are_findings_too() -> None:
    broken = NAMED["hdlc-snrm-minimal"][:-2] + b"\x00\x7e"
    findings = HdlcDissector().feed("in", b"\x01\x02" + broken)
    assert findings == [
        (b"\x01\x02", "2 octets that are no frame", {"name": "octets", "text": "01 02", "at": [0, 2]}),
        (
            broken,
            "no valid frame: octet 6: found 0x0F 00, wanted 0x0F 01 (FCS)",
            {
                "name": "octets",
                "text": "no valid frame: octet 6: found 0x0F 00, wanted 0x0F 01 (FCS)",
                "at": [0, len(broken)],
            },
        ),
    ]


def test_directions_do_not_mix() -> None:
    dissector, octets = HdlcDissector(), NAMED["hdlc-snrm-minimal"]
    assert dissector.feed("out", octets[:4]) == []
    assert summaries(dissector.feed("in", NAMED["hdlc-ua-noinfo"])) == ["UA P/F"]
    assert summaries(dissector.feed("out", octets[4:])) == ["SNRM P/F"]


def test_what_is_left_at_the_end() -> None:
    hdlc, wrapper, octets = HdlcDissector(), WrapperDissector(), NAMED["hdlc-snrm-minimal"]
    hdlc.feed("in", octets + octets[:4])
    assert hdlc.rest("in") == [(octets[:4], "4 octets that are no frame", _rest(octets[:4]))]
    assert hdlc.rest("in") == []
    hdlc.feed("in", octets)
    assert hdlc.rest("in") == [], "a flag alone is idle"
    wrapper.feed("in", NAMED["wrapper-get"] + b"\x00\x01")
    assert wrapper.rest("in") == [(b"\x00\x01", "2 octets that are no frame", _rest(b"\x00\x01"))]
    assert wrapper.rest("out") == []


def _rest(octets: bytes) -> dict[str, object]:
    return {"name": "octets", "text": octets.hex(" ").upper(), "at": [0, len(octets)]}


def test_wrapper_pdus() -> None:
    octets = NAMED["wrapper-get"] + NAMED["size-release-response"]
    findings = WrapperDissector().feed("in", octets[:5]) + WrapperDissector().feed("in", octets)
    assert summaries(findings) == ["16 → 1: get-request-normal 0-0:43.1.0.255 class 1 attribute 2", "1 → 16: RLRE"]
    assert b"".join(found for found, _, _ in findings) == octets


def test_refused_apdu_is_shown_with_its_violation() -> None:
    ((_, summary, tree),) = WrapperDissector().feed("in", bytes.fromhex("0001 0001 0010 0004 C401C102"))
    assert summary == "1 → 16: malformed get-response-normal"
    assert "malformed: octet 3: found 0x02, wanted 0x00 or 0x01 (choice of result)" in str(tree)
