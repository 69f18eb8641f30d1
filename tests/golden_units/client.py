"""A client that hands wrapper PDUs to a meter and reads what it hands back."""

from typing import Any, TypeVar

from conformance.clock import seconds_to_ns
from conformance.codec.message import Message
from conformance.dlms.aare import Aare
from conformance.dlms.aarq import Aarq, aarq_for
from conformance.dlms.action import ActionRequestNormal, ActionResponseNormal
from conformance.dlms.apdu import decode_apdu
from conformance.dlms.cosem import ObisCode
from conformance.dlms.data_types import Data
from conformance.dlms.get import GetRequestNormal, GetResponseNormal
from conformance.dlms.initiate import Conformance, InitiateRequest
from conformance.dlms.set import SetRequestNormal, SetResponseNormal
from conformance.dlms.wrapper import WrapperPdu
from golden_units.electricity_meter import ElectricityMeter, MeterSettings
from golden_units.electricity_meter.settings import MANAGEMENT_CLIENT, PASSWORD, PUBLIC_CLIENT

M = TypeVar("M", bound=Message)

EVERYTHING = Conformance(sum(Conformance))


class Client:
    """One client of one meter; `seconds` is the time of the run."""

    def __init__(self, sap: int = PUBLIC_CLIENT, meter: ElectricityMeter | None = None) -> None:
        self.meter = meter or ElectricityMeter(MeterSettings())
        self.sap = sap
        self.port = f"port of {sap}"
        self.seconds = 0.0
        self.meter.connect(self.port, "wrapper", 0)

    @property
    def now(self) -> int:
        return seconds_to_ns(self.seconds)

    def send(self, apdu: bytes) -> Message | None:
        """The APDU that comes back, None if none does."""
        pdu = WrapperPdu(1, self.sap, self.meter.settings.server_sap, apdu).encode()
        answers = self.meter.receive(self.port, pdu, self.now)
        if not answers:
            return None
        ((port, octets),) = answers
        assert port == self.port
        assert octets is not None
        return decode_apdu(WrapperPdu.decode(octets).apdu)

    def ask(self, request: Message, kind: type[M]) -> M:
        answer = self.send(request.encode())
        assert isinstance(answer, kind), answer
        return answer

    def aarq(self, **changes: Any) -> Aarq:
        secret = None if self.sap == PUBLIC_CLIENT else PASSWORD
        initiate = InitiateRequest(**{"proposed_conformance": EVERYTHING, **changes})
        return aarq_for(initiate, secret=secret)

    def open(self, **changes: Any) -> Aare:
        aare = self.ask(self.aarq(**changes), Aare)
        assert aare.accepted
        return aare

    def get(self, class_id: int, name: str, attribute_id: int) -> GetResponseNormal:
        return self.ask(GetRequestNormal(0xC1, class_id, ObisCode(name), attribute_id), GetResponseNormal)

    def set(self, class_id: int, name: str, attribute_id: int, value: Data) -> SetResponseNormal:
        return self.ask(SetRequestNormal(0xC1, class_id, ObisCode(name), attribute_id, None, value), SetResponseNormal)

    def act(self, class_id: int, name: str, method_id: int, value: Data | None = None) -> ActionResponseNormal:
        return self.ask(ActionRequestNormal(0xC1, class_id, ObisCode(name), method_id, value), ActionResponseNormal)


def manager() -> Client:
    """A client with all rights, associated."""
    client = Client(MANAGEMENT_CLIENT)
    client.open()
    return client
