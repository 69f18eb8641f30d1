"""Secrets that are nearly right, for servers that do not compare all of a secret.

Whoever sees one knows most of the right secret, so cases get them from here
alone, and no output shows them: `Bench.secrets` hands each of them to those
who mask. A secret so short that its part would stand in many another place by
chance is not varied.
"""

from enum import Enum

from conformance.steps import Inconclusive
from conformance.tester.association import Association

SHORTEST = 5
"""Octets of the shortest secret that is varied."""

OF_CASE = 0x20
"""The bit in which a small letter of ASCII differs from the capital."""


class NearMiss(Enum):
    """In what a secret differs from the right one."""

    LAST_OCTET = "last octet changed"
    FIRST_OCTET = "first octet changed"
    ONE_OCTET_LESS = "last octet missing"
    OTHER_CASE = "small letters for capitals and capitals for small letters"

    def of(self, secret: bytes) -> bytes:
        """The secret that is nearly this one; it has SHORTEST octets or more."""
        match self:
            case NearMiss.LAST_OCTET:
                return secret[:-1] + bytes((secret[-1] ^ 1,))
            case NearMiss.FIRST_OCTET:
                return bytes((secret[0] ^ 1,)) + secret[1:]
            case NearMiss.ONE_OCTET_LESS:
                return secret[:-1]
        if secret.swapcase() != secret:
            return secret.swapcase()
        return bytes(octet ^ OF_CASE for octet in secret)  # no letters: what a comparison of letters alone ignores


def near_misses(secret: bytes) -> list[bytes]:
    """All that cases make of a secret."""
    return [near.of(secret) for near in NearMiss] if len(secret) >= SHORTEST else []


def nearly_the_secret(association: Association, near: NearMiss) -> bytes:
    """A secret that is nearly the declared one; INCONCLUSIVE if that is too short to be varied."""
    secret = association.credentials.secret or b""
    if len(secret) < SHORTEST:
        raise Inconclusive("short-secret", f"a secret of fewer than {SHORTEST} octets is not varied")
    return near.of(secret)
