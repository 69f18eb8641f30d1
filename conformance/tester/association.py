"""The handle of a case on one application association: open, ask, release."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any, TypeVar, overload

from conformance.checks import passed
from conformance.codec.message import Message
from conformance.dlms.aare import Aare
from conformance.dlms.aarq import Aarq, aarq_for
from conformance.dlms.action import ActionRequestNormal, ActionResponseNormal
from conformance.dlms.apdu import decode_apdu, summary, title
from conformance.dlms.association import AssociationEvent, AssociationMachine
from conformance.dlms.cosem import AttributeDescriptor, ObisCode
from conformance.dlms.data import encode_data
from conformance.dlms.data_types import OCTET_STRING, VISIBLE_STRING, Data
from conformance.dlms.get import GetRequestNormal, GetResponseNormal
from conformance.dlms.initiate import Conformance, InitiateRequest, InitiateResponse
from conformance.dlms.release import Rlre, Rlrq
from conformance.dlms.service import CONFIRMED, HIGH_PRIORITY
from conformance.dlms.set import SetRequestNormal, SetResponseNormal
from conformance.errors import BenchError, HarnessError, NoAnswer, ProtocolViolation
from conformance.steps import Inconclusive
from conformance.tester.answers import Answer
from conformance.tester.dut import Credentials, Dut
from conformance.tester.hdlc_link import HdlcLink
from conformance.tester.link import Link
from conformance.tester.wrapper_link import WrapperLink

M = TypeVar("M", bound=Message)

Undo = Callable[[], "SetResponseNormal | ActionResponseNormal"]
"""Restores what no plain writing of an old value does; answers what the DUT said to it."""

LOGICAL_DEVICE_NAME = AttributeDescriptor(1, ObisCode("0-0:42.0.0.255"), 2)

PROPOSED = (
    Conformance.GET
    | Conformance.SET
    | Conformance.ACTION
    | Conformance.SELECTIVE_ACCESS
    | Conformance.PRIORITY_MANAGEMENT
    | Conformance.ATTRIBUTE_0_WITH_GET
    | Conformance.ATTRIBUTE_0_WITH_SET
)
"""What the tester proposes unless a case proposes something else."""

READINGS = 10
"""How often a value that is to change is read within the bound of one answer."""


class Association:
    """One client's association with one server, over a link."""

    def __init__(self, link: Link, credentials: Credentials, dut: Dut, *, may_change: bool) -> None:
        self.link = link
        self.dut = dut
        self.credentials = credentials
        self.machine = AssociationMachine(is_strict=False)
        self.negotiated: InitiateResponse | None = None
        self.restorations: list[tuple[AttributeDescriptor, Data | Undo]] = []
        """What has to be restored after the case and how, latest last: by writing a value, or by an `Undo`."""
        self._may_change = may_change
        self._invoke_id = 0

    # Opening and releasing.

    def initiate_request(self, **changes: Any) -> InitiateRequest:
        """The InitiateRequest that opens this association, with some fields changed."""
        return InitiateRequest(**{"proposed_conformance": PROPOSED, **changes})

    def aarq(self, initiate: InitiateRequest | None = None) -> Aarq:
        """The AARQ that opens this association, for cases that change it first."""
        return aarq_for(initiate or self.initiate_request(), secret=self.credentials.secret)

    def open(self) -> Aare:
        """Connect the link, send the usual AARQ; a refusal is a violation."""
        self.link.connect()
        aare = self.request_association(self.aarq())
        if not aare.accepted:
            found = f"{aare.result.label}, {aare.result_source_diagnostic.label}"
            raise ProtocolViolation(found, "accepted (0)", field=f"AARE for association {self.credentials.name}")
        return aare

    def request_association(self, aarq: Aarq | bytes) -> Aare:
        """Send an AARQ, as a message or as octets; answers the AARE, whatever its result."""
        self.machine.sent(AssociationEvent.AARQ)
        self.link.send_apdu(aarq if isinstance(aarq, bytes) else aarq.encode())
        aare = self.receive(Aare)
        self._take(aare)
        return aare

    def offer(self, aarq: Aarq | bytes) -> Answer:
        """Send an AARQ that may be refused in any way; the APDU that comes, or None if none does."""
        self.machine.sent(AssociationEvent.AARQ)
        self.link.send_apdu(aarq if isinstance(aarq, bytes) else aarq.encode())
        answer = self.receive_or_silence()
        if isinstance(answer, Aare):
            self._take(answer)
        return answer

    def _take(self, aare: Aare) -> None:
        if not aare.accepted:
            self.machine.received(AssociationEvent.AARE_REFUSED)
            return
        self.machine.received(AssociationEvent.AARE_ACCEPTED)
        if aare.user_information is None:
            raise ProtocolViolation("no user-information", "an InitiateResponse", field="accepting AARE")
        self.negotiated = InitiateResponse.decode(aare.user_information)

    def release(self) -> Rlre:
        """RLRQ and RLRE; the link stays connected."""
        self.machine.sent(AssociationEvent.RLRQ)
        self.link.send_apdu(Rlrq().encode())
        rlre = self.receive(Rlre)
        self.machine.received(AssociationEvent.RLRE)
        return rlre

    def ensure_open(self) -> None:
        """Associate again if the association or its link is gone."""
        if not self.is_open:
            self.reopen()

    def reopen(self) -> None:
        """Associate again, whatever is left of the association and the link; after DUTs that may hang up."""
        self.link.hang_up()
        self.machine.sent(AssociationEvent.LINK_LOST)
        try:
            self.open()
        except BenchError as trouble:  # it could be reached before, so this is the DUT's doing
            raise NoAnswer(trouble.found, "a new connection, as before") from trouble

    @contextlib.contextmanager
    def another(self, credentials: Credentials) -> Iterator["Association"]:
        """While this lasts, another client has the port and an association of its own; afterwards this one is closed."""
        self._leave()
        saps = {"client_sap": credentials.client_sap, "server_sap": credentials.server_sap}
        link: Link
        if isinstance(self.link, HdlcLink):
            link = HdlcLink(self.link.exchange, self.link.step, settings=self.link.settings, **saps)
        else:
            link = WrapperLink(self.link.exchange, self.link.step, **saps)
        other = Association(link, credentials, self.dut, may_change=self._may_change)
        link.exchange.attach(link)
        try:
            other.open()
            yield other
            other._leave()
        finally:
            link.hang_up()
            link.exchange.attach(self.link)

    def _leave(self) -> None:
        """Release, disconnect and close the port, so that another client finds the DUT free."""
        if self.is_open:
            self.release()
        self.link.disconnect()
        self.link.hang_up()
        self.machine.sent(AssociationEvent.LINK_LOST)

    # Services.

    @property
    def is_open(self) -> bool:
        return self.machine.is_associated and not self.link.is_closed

    def next_invoke_id(self) -> int:
        """invoke-id-and-priority for the next request: confirmed, high priority, ids in turn."""
        self._invoke_id = (self._invoke_id + 1) % 16
        return HIGH_PRIORITY | CONFIRMED | self._invoke_id

    def request(self, request: Message, expect: type[M]) -> M:
        """Send a service request and take its answer; an answer of another kind is a violation."""
        self.send(request)
        return self.receive(expect)

    def send(self, request: Message) -> None:
        """Send a service request, if the case and the bench let it."""
        if isinstance(request, GetRequestNormal | SetRequestNormal | ActionRequestNormal):
            name = str(ObisCode(request.instance_id))
            if name in self.dut.do_not_test:
                raise Inconclusive("do-not-test", f"{name} is not to be tested: {self.dut.do_not_test[name]}")
        if isinstance(request, SetRequestNormal | ActionRequestNormal) and not self._may_change:
            raise HarnessError(f"{summary(request)}: the case declares no effects, so it may not change anything")
        self.send_octets(request.encode())

    def try_out(self, request: Message | bytes) -> Answer:
        """Send a request that may be refused in any way; the APDU that comes, or None if none does."""
        if isinstance(request, bytes):
            self.send_octets(request)
        else:
            self.send(request)
        return self.receive_or_silence()

    def send_octets(self, apdu: bytes) -> None:
        """Send the octets of an APDU, well-formed or not."""
        self.machine.sent(AssociationEvent.SERVICE)
        self.link.send_apdu(apdu)

    def receive(self, expect: type[M]) -> M:
        """The next APDU, which must be of one kind."""
        apdu = self.receive_any(title(expect))
        if not isinstance(apdu, expect):
            raise ProtocolViolation(summary(apdu), title(expect), field="APDU")
        return apdu

    def receive_or_silence(self) -> Message | None:
        """The next APDU whatever it is, or None if the DUT does not answer with one."""
        apdu = self.link.receive_apdu_or_silence()
        return None if apdu is None else decode_apdu(apdu)

    def receive_any(self, wanted: str) -> Message:
        """The next APDU, whatever it is; `wanted` is said if none comes."""
        return decode_apdu(self.link.receive_apdu(wanted))

    def get(self, attribute: AttributeDescriptor) -> GetResponseNormal:
        """GET one attribute; the answer carries the invoke-id of the request."""
        request = GetRequestNormal(self.next_invoke_id(), *attribute)
        return self._confirmed(request, GetResponseNormal)

    @overload
    def set(self, attribute: AttributeDescriptor, value: Data) -> SetResponseNormal: ...
    @overload
    def set(self, attribute: AttributeDescriptor, value: Undo) -> SetResponseNormal | ActionResponseNormal: ...
    def set(self, attribute: AttributeDescriptor, value: Data | Undo) -> SetResponseNormal | ActionResponseNormal:
        """SET one attribute, which the case has to `preserve` first unless it expects a refusal.

        The postamble hands in the restorations; an `Undo` restores in its own way.
        """
        if not isinstance(value, Data):
            return value()
        request = SetRequestNormal(self.next_invoke_id(), *attribute, access_selection=None, value=value)
        return self._confirmed(request, SetResponseNormal)

    def action(self, method: AttributeDescriptor, parameters: Data | None = None) -> ActionResponseNormal:
        """Invoke one method; the descriptor's attribute is its number."""
        request = ActionRequestNormal(self.next_invoke_id(), *method, parameters=parameters)
        return self._confirmed(request, ActionResponseNormal)

    def _confirmed(self, request: Any, expect: Callable[..., M]) -> M:
        response: Any = self.request(request, expect)  # type: ignore[arg-type]
        if response.invoke_id != request.invoke_id:
            raise ProtocolViolation(str(response.invoke_id), str(request.invoke_id), field="invoke-id")
        passed("invoke-id of the answer is that of the request")
        return response  # type: ignore[no-any-return]

    def read(self, attribute: AttributeDescriptor) -> Data:
        """GET one attribute that must be readable."""
        return self.get(attribute).data

    def read_permitted(self, attribute: AttributeDescriptor) -> Data:
        """GET one attribute; a refusal ends the case INCONCLUSIVE, as the DUT need not let this client read it."""
        response = self.get(attribute)
        if response.refused:
            text = f"association {self.credentials.name} may not read {attribute}: {_label(response.result)}"
            raise Inconclusive("no-access", text)
        return response.data

    def read_until(self, attribute: AttributeDescriptor, wanted: Data) -> Data:
        """Read an attribute until it has a value, as long as one answer may take; answers what was read last."""
        exchange, bound = self.link.exchange, self.link.exchange.timing.silence_bound_ns(0)
        last = exchange.now + bound
        while (value := self.read_permitted(attribute)) != wanted and exchange.now < last:
            exchange.run(lambda: self.link.is_closed, bound // READINGS)
        return value

    # Restoring.

    def preserve(self, attribute: AttributeDescriptor) -> Data:
        """Read an attribute before it is written; its value is recorded, and written back after the case."""
        value = self.read_permitted(attribute)
        self.link.exchange.note("preserve", attribute=str(attribute), value=encode_data(value).hex())
        self.restorations.append((attribute, value))
        return value

    def preserve_by(self, method: AttributeDescriptor, parameters: Data, attribute: AttributeDescriptor) -> Data:
        """Read an attribute that a method changes; after the case another method restores it."""
        value = self.read_permitted(attribute)
        self.link.exchange.note("preserve", attribute=str(attribute), value=encode_data(value).hex())
        self.restorations.append((attribute, lambda: self.action(method, parameters)))
        return value

    def read_logical_device_name(self) -> bytes:
        """Octets of the COSEM logical device name: the usual sign of life of an association."""
        name = self.read(LOGICAL_DEVICE_NAME)
        if name.type not in (OCTET_STRING, VISIBLE_STRING):
            raise ProtocolViolation(str(name.type), "octet-string or visible-string", field="logical device name")
        passed("logical device name is a string")
        return bytes(name.value)


def _label(result: Any) -> str:
    return str(getattr(result, "label", result))
