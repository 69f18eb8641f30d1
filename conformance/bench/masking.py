"""Keeps secrets out of the evidence: their octets become asterisks of the same number.

A password of low level security crosses the line in clear, so the octets that
are recorded are not quite those that were sent. In HDLC frames the check
sequences are made to fit again, for two reasons: a replay with the masked
secret sends exactly the recorded octets, and the original check sequence would
tell something about the secret.
"""

from collections.abc import Iterable

from conformance.dlms.hdlc.frame import HdlcFrame
from conformance.errors import ProtocolViolation

ASTERISK = b"*"

CHARSTRING = 0x80
"""Tag before the length and octets of a secret in an AARQ."""


def masked(secret: bytes) -> bytes:
    """What stands in the evidence for a secret, and what a replay uses in its place."""
    return ASTERISK * len(secret)


class Masker:
    """Masks what crosses one port."""

    def __init__(self, secrets: Iterable[bytes], framing: str) -> None:
        self._secrets = sorted({secret for secret in secrets if secret}, key=len, reverse=True)
        self._is_hdlc = framing == "hdlc"
        self._longest = max((len(secret) for secret in self._secrets), default=0) + 2
        self._before = b""
        """The end of the segments before this one, unmasked."""

    def __call__(self, octets: bytes) -> bytes:
        if not self._secrets:
            return octets
        return self._frame(octets) if self._is_hdlc else self._replace(octets)

    def _replace(self, octets: bytes) -> bytes:
        for secret in self._secrets:
            octets = octets.replace(secret, masked(secret))
        return octets

    def _frame(self, octets: bytes) -> bytes:
        """Octets of an HDLC line; what is not exactly one frame is masked without mending check sequences."""
        try:
            frame = HdlcFrame.decode(octets)
        except ProtocolViolation:
            return self._replace(octets)
        information = self._segment(frame.information)
        self._before = (self._before + frame.information)[-self._longest :] if frame.segmented else b""
        if information == frame.information:
            return octets
        frame.information = information
        return frame.encode()

    def _segment(self, information: bytes) -> bytes:
        """Mask a segment, knowing what came before it: a secret may begin, or end, in another one."""
        whole = self._before + information
        shown = self._replace(whole)
        for secret in self._secrets:
            head = bytes((CHARSTRING, len(secret)))
            start = whole.rfind(head) + len(head)
            begun = whole[start:]
            if start >= len(head) and begun and secret.startswith(begun):
                shown = shown[:start] + masked(begun)
        return shown[len(self._before) :]
