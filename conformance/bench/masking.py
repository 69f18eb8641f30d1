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
SHORTEST_SPLIT = 2
"""Octets of a secret that are recognised at the edge of a frame that holds the rest of it no more."""


def masked(secret: bytes) -> bytes:
    """What stands in the evidence for a secret, and what a replay uses in its place."""
    return ASTERISK * len(secret)


class Masker:
    """Masks what crosses one port."""

    def __init__(self, secrets: Iterable[bytes], framing: str) -> None:
        self._secrets = sorted({secret for secret in secrets if secret}, key=len, reverse=True)
        self._is_hdlc = framing == "hdlc"
        self._split: bytes = b""
        """What of a secret the next frame has to start with, after a segment that ended within one."""

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
        information = self._replace(self._join(frame.information))
        if frame.segmented:
            information = self._cut(information)
        if information == frame.information:
            return octets
        frame.information = information
        return frame.encode()

    def _join(self, information: bytes) -> bytes:
        """Mask what is left of a secret that began in the segment before."""
        split, self._split = self._split, b""
        if split and information.startswith(split):
            return masked(split) + information[len(split) :]
        return information

    def _cut(self, information: bytes) -> bytes:
        """Mask the beginning of a secret at the end of a segment, and remember the rest of it."""
        for secret in self._secrets:
            for length in range(len(secret) - 1, SHORTEST_SPLIT - 1, -1):
                if information.endswith(secret[:length]):
                    self._split = secret[length:]
                    return information[:-length] + masked(secret[:length])
        return information
