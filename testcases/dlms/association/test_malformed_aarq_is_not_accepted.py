"""AARQs that are no AARQs."""

from conformance.authoring import NOT_ACCEPTED, Association, Step, testcase
from conformance.dlms.aarq import Aarq


def malformed(aarq: Aarq) -> dict[str, bytes]:
    """The octets of an AARQ, each time with one thing wrong."""
    good = aarq.encode()
    context = good.index(0xA1)  # an outer component with its own length, around an object identifier
    behind_context = context + 2 + good[context + 1]
    shorter = bytearray(good)
    shorter[context + 1] -= 2
    longer = bytearray(good)
    longer[context + 3] += 1
    headless = good[2:context] + good[behind_context:]
    return {
        "an outer length that is too small for its content": bytes(shorter),
        "an object identifier that is longer than the component around it": bytes(longer),
        "no application-context-name": good[:1] + bytes((len(headless),)) + headless,
        "its last 3 octets cut off": good[:-3],
        "nothing but tag and length": good[:2],
        "an octet behind its end": good + b"\0",
    }


@testcase(
    "DLMS-ACSE-009",
    version=2,
    purpose="No AARQ that is not well-formed BER, or lacks its context name, opens an association.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-ACSE-MALFORMED"],
    requires="DLMS.LN",
    association="public",
)
def test_malformed_aarq_is_not_accepted(association: Association, step: Step) -> None:
    for what, octets in malformed(association.aarq()).items():
        with step(f"An AARQ with {what} is not accepted; silence and hanging up are right as well"):
            association.end()
            assert association.offer(octets) in NOT_ACCEPTED

        with step("The well-formed AARQ is accepted as before"):
            association.reopen()
            association.read_logical_device_name()
