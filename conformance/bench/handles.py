"""What a case asks for by the names of its parameters, put together over one exchange."""

from typing import Any

from conformance.bench.exchange import PortExchange
from conformance.dlms.hdlc.parameters import HdlcParameters
from conformance.errors import HarnessError
from conformance.steps import Step
from conformance.testcase import TestCase
from conformance.tester.association import Association
from conformance.tester.controls import Controls
from conformance.tester.dut import Credentials, Dut
from conformance.tester.hdlc_link import HdlcLink, HdlcSettings
from conformance.tester.link import Link
from conformance.tester.target import Target
from conformance.tester.wrapper_link import WrapperLink

PROPOSAL = HdlcParameters(max_info_transmit=128, max_info_receive=128, window_transmit=1, window_receive=1)
"""What the tester proposes in SNRM unless a case proposes something else: the defaults."""


def new_link(
    framing: str,
    exchange: PortExchange,
    step: Step,
    credentials: Credentials,
    hdlc: HdlcSettings,
    dut: Dut,
) -> Link:
    """A link of the tester, attached to the exchange."""
    saps = {"client_sap": credentials.client_sap, "server_sap": credentials.server_sap}
    is_hdlc = framing == "hdlc"
    link = HdlcLink(exchange, step, settings=hdlc, **saps) if is_hdlc else WrapperLink(exchange, step, **saps)
    link.tolerances, link.do_not_test = dut.tolerances, dut.do_not_test
    link.idleness.timeout_s = dut.inactivity_timeout_s
    exchange.attach(link)
    return link


def credentials_for(case: TestCase, target: Target | None, dut: Dut) -> Credentials | None:
    """The association that a case uses: that of its target, else the first of the kind it asks for."""
    return dut.association(case.association) if target is None else dut.named(target.association)


def handles(
    case: TestCase, association: Association, step: Step, exchange: PortExchange, dut: Dut, target: Target | None
) -> dict[str, Any]:
    """The arguments of a case, by name."""
    known: dict[str, Any] = {
        "association": association,
        "link": association.link,
        "data_link": association.link,
        "step": step,
        "controls": Controls(exchange),
        "dut": dut,
        "target": target,
    }
    unknown = [name for name in case.parameters if name not in known]
    if unknown:
        raise HarnessError(f"{case.id} asks for {unknown[0]!r}; a case may ask for {', '.join(known)}")
    return {name: known[name] for name in case.parameters}
