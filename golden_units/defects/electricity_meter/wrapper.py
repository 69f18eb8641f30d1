"""Faults of the wrapper."""

from conformance.dlms.wrapper import WRAPPER_VERSION, WrapperPdu
from golden_units.cosem.wrapper_session import WrapperSession
from golden_units.defects.base import Defect


class IgnoresVersion(WrapperSession):
    """Serves wrapper PDUs of any version."""

    def serve(self, pdu: WrapperPdu, now: int) -> bytes | None:
        pdu.version = WRAPPER_VERSION
        return super().serve(pdu, now)


DEFECTS = (
    Defect(
        "wrapper-ignores-version",
        "DLMS-WRAPPER-VERSION",
        "Wrapper PDUs of any version are served.",
        parts={"wrapper_session": IgnoresVersion},
    ),
)
