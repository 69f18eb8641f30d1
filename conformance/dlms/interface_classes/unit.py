"""The unit of a register's value: the second member of scaler_unit (IEC 62056-6-2, class Register)."""

from enum import IntEnum


class Unit(IntEnum):
    """Those that a meter of electricity shows, under the codes that other implementations know them by, too."""

    WATT = 27
    VOLT_AMPERE = 28
    VAR = 29
    WATT_HOUR = 30
    VOLT_AMPERE_HOUR = 31
    VAR_HOUR = 32
    AMPERE = 33
    VOLT = 35
    HERTZ = 44

    @classmethod
    def of(cls, code: int) -> int:
        """The unit of a code, by name where it is one of these, so that reports can say which."""
        return cls(code) if code in {known.value for known in cls} else code
