"""Named deviations of a DUT that the way to a case may step over.

A tolerance never changes the verdict of a case that tests one of its rules: for
such a case it does not exist. It stands on page one of the report and needs a
waiver to certify.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tolerance:
    text: str
    """What it lets pass, and what is assumed instead."""

    rules: frozenset[str]
    """Rules that the deviation breaks, or that cannot be judged without what it lets be absent."""


UA_WITHOUT_PARAMETERS = "ua-without-parameters"
AARE_WITHOUT_INITIATE_RESPONSE = "aare-without-initiate-response"
RELEASE_UNANSWERED = "release-unanswered"

TOLERANCES = {
    UA_WITHOUT_PARAMETERS: Tolerance(
        "UA carries an empty parameter group (81 80 00); read as the defaults",
        frozenset({"DLMS-HDLC-NEGOTIATION"}),
    ),
    AARE_WITHOUT_INITIATE_RESPONSE: Tolerance(
        "an accepting AARE has no InitiateResponse; the proposal counts as agreed",
        frozenset(
            {
                "DLMS-ACSE-AARE",
                "DLMS-ACSE-USER-INFORMATION",
                "DLMS-INITIATE-CONFORMANCE",
                "DLMS-INITIATE-PDU-SIZE",
                "DLMS-INITIATE-QOS",
                "DLMS-INITIATE-VAA-NAME",
                "DLMS-INITIATE-VERSION",
                "DLMS-OBJECT-ASSOCIATION-LN",
            }
        ),
    ),
    RELEASE_UNANSWERED: Tolerance(
        "RLRQ gets no RLRE; the association is left by closing the link",
        frozenset({"DLMS-ACSE-RELEASE"}),
    ),
}
"""All that a bench file may name."""


def effective(declared: Iterable[str], covers: Iterable[str]) -> frozenset[str]:
    """Those of the declared tolerances that a case with these rules may use."""
    return frozenset(name for name in declared if TOLERANCES[name].rules.isdisjoint(covers))


def hint(name: str, declared: Iterable[str], covers: Iterable[str]) -> str:
    """What to say of a tolerance where the deviation that it is for has stopped a case with these rules."""
    if not name:
        return ""
    if not effective([name], covers):
        return f"; the tolerance {name} is unknown to this case, as it tests its rules" if name in declared else ""
    return "" if name in declared else f"; where that is known, {step_over(name)}"


def step_over(name: str) -> str:
    """How a bench file gets past a deviation."""
    return f"the tolerance {name} in [dut.pixit] steps over this"
