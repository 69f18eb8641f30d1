"""What every defect has to be: named, explained, aimed at a rule, and able to start."""

import re
from pathlib import Path

import pytest

import testcases
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
