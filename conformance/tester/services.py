"""Services over an association: requests out, answers in, and what was changed put back (IEC 62056-5-3)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, overload

from conformance.checks import passed
from conformance.clock import seconds_to_ns
from conformance.codec.message import Message
from conformance.codec.tree import hex_text
from conformance.dlms.action import ActionRequestNormal, ActionResponseNormal
from conformance.dlms.apdu import summary, title
from conformance.dlms.association import AssociationEvent, AssociationMachine
from conformance.dlms.cosem import AttributeDescriptor, ObisCode
from conformance.dlms.data import encode_data
from conformance.dlms.data_types import OCTET_STRING, VISIBLE_STRING, Data
from conformance.dlms.get import GetRequestNormal, GetResponseNormal
from conformance.dlms.service import CONFIRMED, HIGH_PRIORITY, SelectiveAccess, ServiceApdu
from conformance.dlms.set import SetRequestNormal, SetResponseNormal
from conformance.errors import HarnessError, Place, ProtocolViolation
from conformance.steps import Inconclusive
from conformance.tester.answers import WITHOUT_SUCCESS, Answer, decode_answer, the_one
from conformance.tester.blocks import Arrival, whole
from conformance.tester.dut import Credentials, Dut
from conformance.tester.link import Link

M = TypeVar("M", bound=Message)
S = TypeVar("S", bound=ServiceApdu)


@dataclass(frozen=True, slots=True)
class Undo:
    """Restores what no plain writing of an old value does."""

    act: Callable[[], SetResponseNormal | ActionResponseNormal]
    """Does it; answers what the DUT said to it."""

    is_undone: Callable[[], bool]
    """Asks the DUT whether things are as if nothing had been changed."""


LOGICAL_DEVICE_NAME = AttributeDescriptor(1, ObisCode("0-0:42.0.0.255"), 2)

ABSENT_OBJECT = ObisCode("0-0:199.255.255.255")
"""A name that no standard assigns and hardly any manufacturer uses; it stands for an object that is not there."""

CHANGING = (b"\xc1", b"\xc3")
"""First octets of requests that may change something: SET and ACTION."""

SHOWN = 16
"""Octets of a request that may not leave."""

READINGS = 10
"""How often a value that is to change is read within the bound of one answer."""


class Services:
    """What one client asks of one server, whether or not it is associated."""

    def __init__(self, link: Link, credentials: Credentials, dut: Dut, *, may_change: bool) -> None:
        self.link = link
        self.dut = dut
        self.credentials = credentials
        self.machine = AssociationMachine(is_strict=False)
        self.restorations: list[tuple[AttributeDescriptor, Data | Undo]] = []
        """What has to be restored after the case and how, latest last: by writing a value, or by an `Undo`."""
        self.octets_of_answer = 0
        """Of the APDU that came last, as it came: made again from its fields it might be shorter."""
        self._latest_frame: int | None = None
        """The frame with which it was there."""
        self._may_change = may_change
        self._invoke_id = 0

    @property
    def largest_request(self) -> int:
        """Octets of the longest APDU that the DUT takes in, as far as it has said so; 0 for any."""
        return 0

    def next_invoke_id(self) -> int:
        """invoke-id-and-priority for the next request: confirmed, high priority, ids in turn."""
        self._invoke_id = (self._invoke_id + 1) % 16
        return HIGH_PRIORITY | CONFIRMED | self._invoke_id

    def request(self, request: Message, expect: type[M]) -> M:
        """Send a service request and take its answer; an answer of another kind is a violation."""
        self.send(request)
        answer = self.receive_any(title(expect))
        if isinstance(answer, expect) or not isinstance(request, ServiceApdu):
            return the_one(answer, expect)
        return the_one(self.whole(request, answer), expect)

    def send(self, request: Message) -> None:
        """Send a service request, if the case and the bench let it."""
        self.send_octets(request.encode())

    def try_out(self, request: Message | bytes) -> Answer:
        """Send a request that may be refused in any way; the APDU that comes, or None if none does."""
        if isinstance(request, bytes):
            self.send_octets(request)
        else:
            self.send(request)
        answer = self.receive_or_silence()
        if isinstance(request, ServiceApdu) and isinstance(answer, ServiceApdu):
            return self.whole(request, self._answering(request, answer))
        return answer

    def ask(self, request: ServiceApdu, wanted: str) -> Message:
        """Send a request that may be refused in any way, but not by silence; the APDU that comes."""
        return self.whole(request, self.ask_for_one(request, wanted))

    def whole(self, request: ServiceApdu, answer: Message) -> Message:
        """The answer as if it had come in one APDU; the blocks of a long one are fetched."""
        return whole(request, answer, lambda following: self.ask_for_one(following, "the next block"), self.arrival)

    def arrival(self) -> Arrival:
        """How the APDU came that came last."""
        return Arrival(self._latest_frame, self.octets_of_answer)

    def ask_for_one(self, request: ServiceApdu, wanted: str) -> Message:
        """Send a request; the APDU that comes, be it a block of many."""
        self.send(request)
        answer = self.receive_any(wanted)
        return self._answering(request, answer) if isinstance(answer, ServiceApdu) else answer

    def send_octets(self, apdu: bytes) -> None:
        """Send the octets of an APDU, well-formed or not; one that the DUT need not take in ends the case before."""
        if apdu[:1] in CHANGING and not self._may_change:
            said = f"{hex_text(apdu, SHOWN)}: the case declares no effects, so it may send no SET and no ACTION"
            raise HarnessError(said)
        self.link.permit(apdu)  # before any machine believes that it was sent
        self.expect_room_for(apdu)
        self.machine.sent(AssociationEvent.SERVICE)
        self.link.send_apdu(apdu)

    def expect_room_for(self, apdu: bytes) -> None:
        """End the case INCONCLUSIVE before a request leaves that is longer than the DUT has to take in."""
        room = self.largest_request
        if 0 < room < len(apdu):
            text = f"a request of {len(apdu)} octets is needed, and the server-max-receive-pdu-size is {room}"
            raise Inconclusive("server-pdu-size", text)

    def expect_to_restore(self, attribute: AttributeDescriptor, value: Data) -> None:
        """End the case INCONCLUSIVE before anything is changed if the DUT could not take its old value back."""
        self.expect_room_for(SetRequestNormal(0, *attribute, access_selection=None, value=value).encode())

    def receive(self, expect: type[M]) -> M:
        """The next APDU, which must be of one kind."""
        return the_one(self.receive_any(title(expect)), expect)

    def receive_or_silence(self) -> Message | None:
        """The next APDU whatever it is, or None if the DUT does not answer with one."""
        apdu = self.link.receive_apdu_or_silence()
        if apdu is None:
            self.octets_of_answer = 0
            return None
        return self._decoded(apdu)

    def receive_any(self, wanted: str) -> Message:
        """The next APDU, whatever it is; `wanted` is said if none comes."""
        return self._decoded(self.link.receive_apdu(wanted))

    def _decoded(self, apdu: bytes) -> Message:
        self.octets_of_answer, self._latest_frame = len(apdu), self.link.exchange.latest_frame
        try:
            return decode_answer(apdu)
        except ProtocolViolation as violation:
            if violation.offset is not None:
                violation.place = Place("", self._latest_frame, len(apdu), violation.offset)
            raise

    def get(self, attribute: AttributeDescriptor, selection: SelectiveAccess | None = None) -> GetResponseNormal:
        """GET one attribute, or a part of it; the answer carries the invoke-id of the request."""
        request = GetRequestNormal(self.next_invoke_id(), *attribute, access_selection=selection)
        return self._answering(request, self.request(request, GetResponseNormal))

    @overload
    def set(self, attribute: AttributeDescriptor, value: Data) -> SetResponseNormal: ...
    @overload
    def set(self, attribute: AttributeDescriptor, value: Undo) -> SetResponseNormal | ActionResponseNormal: ...
    def set(self, attribute: AttributeDescriptor, value: Data | Undo) -> SetResponseNormal | ActionResponseNormal:
        """SET one attribute, which the case has to `preserve` first unless it expects a refusal.

        The postamble hands in the restorations; an `Undo` restores in its own way.
        """
        if not isinstance(value, Data):
            return value.act()
        request = SetRequestNormal(self.next_invoke_id(), *attribute, access_selection=None, value=value)
        return self._answering(request, self.request(request, SetResponseNormal))

    def action(self, method: AttributeDescriptor, parameters: Data | None = None) -> ActionResponseNormal:
        """Invoke one method; the descriptor's attribute is its number."""
        request = ActionRequestNormal(self.next_invoke_id(), *method, parameters=parameters)
        return self._answering(request, self.request(request, ActionResponseNormal))

    def _answering(self, request: ServiceApdu, response: S) -> S:
        """A response that has the invoke-id of its request."""
        if response.invoke_id != request.invoke_id:
            raise ProtocolViolation(
                str(response.invoke_id), str(request.invoke_id), field="invoke-id", rule="DLMS-XDLMS-INVOKE-ID"
            )
        passed("invoke-id of the answer is that of the request")
        return response

    def read(self, attribute: AttributeDescriptor) -> Data:
        """GET one attribute that must be readable."""
        return self.get(attribute).data

    def try_read(self, attribute: AttributeDescriptor, selection: SelectiveAccess | None = None) -> Data | Message:
        """GET one attribute, or a part of it, that the DUT may refuse in any way, but not by silence.

        Answers the data, or what refused it.
        """
        request = GetRequestNormal(self.next_invoke_id(), *attribute, access_selection=selection)
        answer = self.ask(request, "get-response-normal")
        return answer if answer in WITHOUT_SUCCESS else the_one(answer, GetResponseNormal).data

    def read_permitted(self, attribute: AttributeDescriptor) -> Data:
        """GET one attribute; a refusal ends the case INCONCLUSIVE, as the DUT need not let this client read it."""
        answer = self.try_read(attribute)
        if isinstance(answer, Data):
            return answer
        text = f"association {self.credentials.name} may not read {attribute}: {summary(answer)}"
        raise Inconclusive("no-access", text)

    def read_until(self, attribute: AttributeDescriptor, wanted: Data, *, within_s: float = 0.0) -> Data:
        """Read an attribute until it has a value, as long as one answer may take and so much longer.

        Answers what was read last.
        """
        exchange, bound = self.link.exchange, self.link.exchange.timing.silence_bound_ns(0)
        last = exchange.now + bound + seconds_to_ns(within_s)
        while (value := self.read_permitted(attribute)) != wanted and exchange.now < last:
            exchange.run(lambda: self.link.is_closed, bound // READINGS)
        return value

    # Restoring.

    def preserve(self, attribute: AttributeDescriptor) -> Data:
        """Read an attribute before it is written; its value is recorded, and written back after the case."""
        value = self.read_permitted(attribute)
        self.expect_to_restore(attribute, value)
        return self.write_back(attribute, value)

    def write_back(self, attribute: AttributeDescriptor, value: Data) -> Data:
        """Have a value that was read before written back after the case."""
        self.link.exchange.note("preserve", attribute=str(attribute), value=encode_data(value).hex())
        self.restorations.append((attribute, value))
        return value

    def preserve_by(self, method: AttributeDescriptor, parameters: Data, attribute: AttributeDescriptor) -> Data:
        """Read an attribute that a method changes; after the case another method restores it."""
        value = self.read_permitted(attribute)
        how = {"method": str(method), "parameters": encode_data(parameters).hex()}
        self.link.exchange.note("preserve", attribute=str(attribute), value=encode_data(value).hex(), **how)
        self.restorations.append((attribute, self.undo_by(method, parameters, attribute, value)))
        return value

    def undo_by(
        self, method: AttributeDescriptor, parameters: Data, attribute: AttributeDescriptor, value: Data
    ) -> Undo:
        """Invoke a method, after which an attribute has to have its old value."""
        return Undo(lambda: self.action(method, parameters), lambda: self.read_permitted(attribute) == value)

    def read_logical_device_name(self) -> bytes:
        """Octets of the COSEM logical device name: the usual sign of life of an association."""
        name = self.read(LOGICAL_DEVICE_NAME)
        if name.type not in (OCTET_STRING, VISIBLE_STRING):
            raise ProtocolViolation(
                str(name.type),
                "octet-string or visible-string",
                field="logical device name",
                rule="DLMS-OBJECT-LDN",
            )
        passed("logical device name is a string")
        return bytes(name.value)
