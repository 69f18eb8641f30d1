"""RLRQ and RLRE: the orderly end of an association (ITU-T X.227, IEC 62056-5-3)."""

from conformance.codec.ber import CodeContent, Optional, Tagged
from conformance.codec.message import Message, message, wire
from conformance.dlms.acse import USER_INFORMATION, ReleaseRequestReason, ReleaseResponseReason


@message(tag=b"\x62", has_length=True)
class Rlrq(Message):
    reason: ReleaseRequestReason | None = wire(
        Optional(Tagged(0x80, CodeContent(ReleaseRequestReason))), default=ReleaseRequestReason.NORMAL
    )
    user_information: bytes | None = wire(USER_INFORMATION, default=None)


@message(tag=b"\x63", has_length=True)
class Rlre(Message):
    reason: ReleaseResponseReason | None = wire(
        Optional(Tagged(0x80, CodeContent(ReleaseResponseReason))), default=ReleaseResponseReason.NORMAL
    )
    user_information: bytes | None = wire(USER_INFORMATION, default=None)
