"""The handle of a case on what makes the DUT act when no message can."""

from conformance.tester.exchange import Exchange


class Controls:
    """Every use and its outcome is recorded; a case names in `controls` what it needs."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def power_cycle(self) -> str:
        return self._exchange.control("power_cycle")

    def reset(self) -> str:
        return self._exchange.control("reset")
