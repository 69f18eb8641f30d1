"""No case of the link layers fails a DUT for what the standards leave open."""

import pytest

from tests.hdlc.attempts import Attempts, link_cases
from tests.hdlc.attempts import attempts as attempts
from tests.hdlc.variants import VARIANTS


def combinations() -> list[tuple[str, str]]:
    """Every variant with the cases of its link; whatever concerns neither concerns both."""
    wrapper, hdlc = link_cases("DLMS-WRAPPER-"), link_cases("DLMS-HDLC-")
    cases = {name: wrapper if name.startswith("wrapper") else hdlc for name in VARIANTS} | {"slow": wrapper + hdlc}
    return [(case_id, name) for name, chosen in cases.items() for case_id in chosen]


@pytest.mark.parametrize(("case_id", "name"), combinations())
def test_legal_variant_passes(case_id: str, name: str, attempts: Attempts) -> None:
    variant = VARIANTS[name]
    result = attempts.run(case_id, variant.make, **variant.addressing)
    expected = ("PASS", "INCONCLUSIVE") if case_id in variant.undecided else ("PASS",)
    assert result["verdict"] in expected, result["reason"]
    assert not result["also"]
