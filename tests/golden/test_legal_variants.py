"""No case fails a DUT for what the standards leave open to its link layers."""

import pytest

from tests.golden.crossing import crossed
from tests.hdlc.attempts import CATALOGUE, Attempts, link_cases
from tests.hdlc.attempts import attempts as attempts
from tests.hdlc.variants import VARIANTS


def combinations() -> list[tuple[str, str]]:
    """Every variant with the cases of its link; whatever concerns neither concerns both."""
    wrapper, hdlc = link_cases("DLMS-WRAPPER-"), link_cases("DLMS-HDLC-")
    cases = {name: wrapper if name.startswith("wrapper") else hdlc for name in VARIANTS} | {"slow": wrapper + hdlc}
    return [(case_id, name) for name, chosen in cases.items() for case_id in chosen]


APPLICATION_CASES = sorted(set(CATALOGUE.cases) - set(link_cases()))


@pytest.mark.parametrize(("case_id", "name"), combinations())
def test_legal_variant_passes(case_id: str, name: str, attempts: Attempts) -> None:
    assert_passes(case_id, name, attempts, link="golden")


@pytest.mark.parametrize(("case_id", "name"), crossed(APPLICATION_CASES, list(VARIANTS)))
def test_no_application_case_minds(case_id: str, name: str, attempts: Attempts) -> None:
    assert_passes(case_id, name, attempts, link="golden" if name.startswith("wrapper") else "hdlc+golden")


def assert_passes(case_id: str, name: str, attempts: Attempts, *, link: str) -> None:
    variant = VARIANTS[name]
    result = attempts.run(case_id, variant.make, link=link, instances=2, **variant.addressing)
    expected = ("PASS", "INCONCLUSIVE") if case_id in variant.undecided else ("PASS",)
    assert result["verdict"] in expected, result["reason"]
    assert not result["also"]
