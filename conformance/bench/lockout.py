"""Wrong secrets that a run shows on purpose: how many the DUT still bears, and for how long it may stay locked."""

from conformance.clock import NANOSECONDS, seconds_to_ns
from conformance.tester.dut import Dut


class Lockout:
    """Of one DUT in all of a run; moments are those of its exchanges."""

    def __init__(self, dut: Dut) -> None:
        self._dut = dut
        self._wrong_credentials_used = 0
        self._locked_until_ns = 0
        """When the DUT will surely have forgiven the wrong secrets of the run."""

    def take_up(self, wrong_credentials_used: int, locked_s: float) -> None:
        """Told before anything is run what other sittings or processes of this run have asked of the DUT."""
        self._wrong_credentials_used = wrong_credentials_used
        self._locked_until_ns = seconds_to_ns(locked_s)

    @property
    def asked(self) -> dict[str, float]:
        """What another process has to take up."""
        return {"wrong_credentials_used": self._wrong_credentials_used, "locked_s": self._locked_until_ns / NANOSECONDS}

    @property
    def used_up(self) -> str:
        """Why no further wrong secret may be shown; empty if one may."""
        limit = self._dut.max_wrong_credentials or 0
        if self._wrong_credentials_used < limit:
            return ""
        return f"the run has used up its {limit} wrong passwords (max_wrong_credentials)"

    def spend(self) -> None:
        """Told before a case shows wrong secrets: whatever becomes of it, they count."""
        self._wrong_credentials_used += 1

    def begin(self, now_ns: int) -> None:
        """Told after such a case, unless the DUT has just let the right secret in."""
        self._locked_until_ns = now_ns + seconds_to_ns(self._dut.lockout_s or 0)

    def left_ns(self, now_ns: int) -> int:
        return max(0, self._locked_until_ns - now_ns)
