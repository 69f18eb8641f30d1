"""Keeps secrets out of the evidence: their octets become asterisks of the same number.

A password of low level security crosses the line in clear, so the octets that
are recorded are not quite those that were sent. In HDLC frames the check
sequences are made to fit again, for two reasons: a replay with the masked
secret sends exactly the recorded octets, and the original check sequence would
tell something about the secret.
"""

import re
from collections import deque
from collections.abc import Iterable
from typing import Any

from conformance.dlms.hdlc.frame import HdlcFrame
from conformance.errors import ProtocolViolation
from conformance.evidence.record import FROM_DUT, TO_DUT

ASTERISK = b"*"

SHORTEST_IN_TEXT = 4
"""Shorter secrets would blacken every other text; their octets on the line are masked all the same."""

CHARSTRING = 0x80
"""Tag before the length and octets of a secret in an AARQ."""


def masked(secret: bytes) -> bytes:
    """What stands in the evidence for a secret, and what a replay uses in its place."""
    return ASTERISK * len(secret)


ECHOES = 4
"""So many of the latest messages with a secret are known again when they come back; a secret in segments takes two."""


class _Echo:
    """Knows a message again that comes back, in whatever pieces: masks it as it was masked on its way out.

    The longest beginning of the message with which the stream ends so far is
    kept (Knuth, Morris and Pratt), so that neither noise before the echo nor
    a broken echo hides one.
    """

    def __init__(self, sent: bytes, shown: bytes) -> None:
        self._sent, self._shown = sent, shown
        self._matched = 0
        self._shorter = [0] * len(sent)
        """By octets matched, less one: how many are if the next one does not fit."""

        length = 0
        for at in range(1, len(sent)):
            while length and sent[at] != sent[length]:
                length = self._shorter[length - 1]
            length += sent[at] == sent[length]
            self._shorter[at] = length

    def take(self, octet: int) -> int:
        """The octet as it is to be shown."""
        while self._matched and (self._matched == len(self._sent) or octet != self._sent[self._matched]):
            self._matched = self._shorter[self._matched - 1]
        if octet != self._sent[self._matched]:
            return octet
        self._matched += 1
        return self._shown[self._matched - 1]


class TextMasker:
    """Masks secrets in texts that quote octets: as characters, escaped or not, in hexadecimal, in spaced hexadecimal.

    A replay with the masked secret words the same texts from masked octets.
    """

    def __init__(self, secrets: Iterable[bytes]) -> None:
        self._shown: dict[str, str] = {}
        for secret in sorted({secret for secret in secrets if len(secret) >= SHORTEST_IN_TEXT}, key=len, reverse=True):
            stars = masked(secret)
            for form, shown in ((secret.hex(" "), stars.hex(" ")), (secret.hex(), stars.hex())):
                self._shown |= {form: shown, form.upper(): shown.upper()}
            if secret.isascii() and secret.decode().isprintable():
                self._shown[secret.decode()] = stars.decode()
            self._shown[repr(secret)[2:-1]] = stars.decode()
        self._pattern = re.compile("|".join(map(re.escape, self._shown))) if self._shown else None

    def __call__(self, value: Any) -> Any:
        """The same JSON with every secret in its texts masked; what is no text is left alone."""
        if self._pattern is None:
            return value
        if isinstance(value, str):
            return self._pattern.sub(lambda found: self._shown[found[0]], value)
        if isinstance(value, dict):
            return {key: self(member) for key, member in value.items()}
        if isinstance(value, list | tuple):
            return [self(member) for member in value]
        return value


class Masker:
    """Masks what crosses one port, in both directions."""

    def __init__(self, secrets: Iterable[bytes], framing: str) -> None:
        self._secrets = sorted({secret for secret in secrets if secret}, key=len, reverse=True)
        self._is_hdlc = framing == "hdlc"
        self._longest = max((len(secret) for secret in self._secrets), default=0) + 2
        self._before = {TO_DUT: b"", FROM_DUT: b""}
        """The end of the segments before the next one, unmasked, by direction."""

        self._echoes: deque[_Echo] = deque(maxlen=ECHOES)

    def __call__(self, direction: str, octets: bytes) -> bytes:
        if not self._secrets:
            return octets
        if direction == FROM_DUT:
            octets = self._without_echo(octets)
        shown = self._frame(direction, octets) if self._is_hdlc else self._replace(octets)
        if direction == TO_DUT and shown != octets:
            self._echoes.append(_Echo(octets, shown))
        return shown

    def _without_echo(self, octets: bytes) -> bytes:
        shown = bytearray(octets)
        for echo in self._echoes:
            for at, octet in enumerate(octets):
                if (found := echo.take(octet)) != octet:
                    shown[at] = found
        return bytes(shown)

    def _replace(self, octets: bytes) -> bytes:
        for secret in self._secrets:
            octets = octets.replace(secret, masked(secret))
        return octets

    def _frame(self, direction: str, octets: bytes) -> bytes:
        """Octets of an HDLC line; what is not exactly one frame is masked without mending check sequences."""
        try:
            frame = HdlcFrame.decode(octets)
        except ProtocolViolation:
            return self._replace(octets)
        before = self._before[direction]
        information = self._segment(before, frame.information)
        self._before[direction] = (before + frame.information)[-self._longest :] if frame.segmented else b""
        if information == frame.information:
            return octets
        frame.information = information
        return frame.encode()

    def _segment(self, before: bytes, information: bytes) -> bytes:
        """Mask a segment, knowing what came before it: a secret may begin, or end, in another one."""
        whole = before + information
        shown = self._replace(whole)
        for secret in self._secrets:
            head = bytes((CHARSTRING, len(secret)))
            start = whole.rfind(head) + len(head)
            begun = whole[start:]
            if start >= len(head) and begun and secret.startswith(begun):
                shown = shown[:start] + masked(begun)
        return shown[len(before) :]
