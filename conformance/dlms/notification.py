"""What a server sends unasked: DataNotification and EventNotificationRequest (IEC 62056-5-3).

Left out: InformationReport, which belongs to short names; what confirms a
DataNotification (tag 10), which none of the known meters asks for; and whatever
is ciphered.
"""

from conformance.codec.axdr import OctetString
from conformance.codec.kinds import I8, U16, U32, Kind, Maybe
from conformance.codec.message import Message, message, wire
from conformance.codec.tree import hex_text
from conformance.dlms.cosem import INSTANCE_ID
from conformance.dlms.data import DATA
from conformance.dlms.data_types import OCTET_STRING, Data
from conformance.dlms.date_time import DateTime

OCTETS_OF_A_DATE_TIME = 12

DATE_TIME_AS_DATA = bytes((OCTET_STRING.tag, OCTETS_OF_A_DATE_TIME))
"""How a date-time begins that is coded as Data: tag and length."""


class Moment(OctetString):
    """OCTET STRING with a date-time, or with nothing."""

    def text(self, value: bytes) -> str:
        if len(value) == OCTETS_OF_A_DATE_TIME:
            return str(DateTime.decode(value))
        return hex_text(value) or "no date-time"


class MomentOrData(Kind[bytes | Data]):
    """The same; kept as Data where a meter wrote it with the tag of an octet-string of Data.

    Kaifa's meters, and Kamstrup's before a change of firmware, put 09 before the
    length. Read as a length, that would begin nine octets, which are no
    date-time, so nothing legal is taken for the tag.
    """

    def __init__(self, plain: Kind[bytes], tagged: Kind[Data]) -> None:
        self.plain = plain
        self.tagged = tagged

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[bytes | Data, int]:
        if octets[at : min(at + 2, end)] == DATE_TIME_AS_DATA:
            return self.tagged.decode(octets, at, end, field)
        return self.plain.decode(octets, at, end, field)

    def encode(self, value: bytes | Data, field: str) -> bytes:
        if isinstance(value, Data):
            return self.tagged.encode(value, field)
        encoded = self.plain.encode(value, field)
        if encoded[:2] == DATE_TIME_AS_DATA:
            raise ValueError(f"{field}: {hex_text(value)}, which would be read as Data, wanted a date-time or nothing")
        return encoded

    def text(self, value: bytes | Data) -> str:
        return f"{self.plain.text(value.value)}, coded as Data" if isinstance(value, Data) else self.plain.text(value)


MOMENT = Moment()
MOMENT_OR_DATA = MomentOrData(MOMENT, DATA)


@message(tag=b"\x0f")
class DataNotification(Message):
    """What a server pushes; which objects the body holds is agreed elsewhere (a push set-up, a national list)."""

    long_invoke_id_and_priority: int = wire(U32)
    date_time: bytes | Data = wire(MOMENT_OR_DATA)
    notification_body: Data = wire(DATA)


@message(tag=b"\xc2")
class EventNotificationRequest(Message):
    """One attribute that a server tells of; nothing answers it."""

    time: bytes | None = wire(Maybe(MOMENT))
    class_id: int = wire(U16)
    instance_id: bytes = wire(INSTANCE_ID)
    attribute_id: int = wire(I8)
    attribute_value: Data = wire(DATA)
