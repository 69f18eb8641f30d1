"""What every defect has to be: named, explained, aimed at a rule, and able to start."""

import re
from pathlib import Path

import pytest

import testcases
from conformance.dlms.aarq import aarq_for
from conformance.dlms.initiate import Conformance, InitiateRequest
from conformance.dlms.wrapper import WrapperPdu
from conformance.rules import load_rules
from golden_units.defects import Defect, defects_of

RULES = load_rules(Path(testcases.__path__[0], "requirements.toml"))
DEFECTS = defects_of("electricity_meter")


@pytest.mark.parametrize("defect", DEFECTS.values(), ids=lambda defect: defect.name)
def test_defect(defect: Defect) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", defect.name)
    assert defect.rule in RULES
    assert defect.summary.endswith(".")
    meter = defect.build()
    for framing in ("wrapper", "wrapper-datagram", "hdlc"):
        meter.connect(framing, framing, 0)
        assert meter.receive(framing, b"", 0) == []


def test_no_two_defects_share_name_or_summary() -> None:
    summaries = [defect.summary for defect in DEFECTS.values()]
    assert sorted({summary for summary in summaries if summaries.count(summary) > 1}) == []


@pytest.mark.parametrize("defect", DEFECTS.values(), ids=lambda defect: defect.name)
def test_a_defect_is_a_wrong_answer_and_no_crash(defect: Defect) -> None:
    """A process that ends looks like a silent meter, and would prove cases that judge no answer at all."""
    meter = defect.build()
    meter.connect("port", "wrapper", 0)
    aarq = aarq_for(InitiateRequest(proposed_conformance=Conformance.GET)).encode()
    for apdu in (b"", aarq, b"", b"\xc0", b"\xc0\x01\xc1", b"\x62\x00", b"\x62", b"\xff" * 20):
        meter.receive("port", WrapperPdu(1, 16, 1, apdu).encode(), 0)
