"""Benches for the doctor, and what it says of them; the links are real, and so is what is at their other end."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from conformance.bench.doctor.examination import examine
from conformance.bench.doctor.row import Row, State, exit_code

PUBLIC = '[[dut.associations]]\nname = "public"\n'
PASSWORD = "12345678"
TIMING = "[dut.timing]\nresponse_timeout_s = 1.5\n"


def lls(name: str = "reading", sap: int = 32, secret: str = PASSWORD) -> str:
    """An association of the golden meter with low level security."""
    return f'[[dut.associations]]\nname = "{name}"\nclient_sap = {sap}\nmechanism = "lls"\nsecret = "{secret}"\n'


@dataclass(frozen=True, slots=True)
class Said:
    """What the doctor said."""

    rows: Sequence[Row]

    @property
    def code(self) -> int:
        return exit_code(self.rows)

    @property
    def faults(self) -> list[str]:
        return [row.fault for row in self.rows if row.state is State.FAULT]

    def row(self, fault: str) -> Row:
        """The only row of a fault."""
        (found,) = [row for row in self.rows if row.fault == fault]
        return found

    def checked(self, check: str) -> list[State]:
        return [row.state for row in self.rows if row.check == check]


def bench_file(folder: Path, link: str, *parts: str, dut: str = "", timing: str = TIMING) -> Path:
    path = folder / "bench.toml"
    head = f'[dut]\nrole = "electricity_meter"\nlink = "{link}"\n{dut}\n'
    path.write_text(head + "".join(parts) + timing, encoding="utf-8")
    return path


def doctor(path: Path) -> Said:
    return Said(list(examine(str(path), lambda text: None)))


def examined(folder: Path, link: str, *parts: str, dut: str = "") -> Said:
    """Write a bench file for a link, and have the doctor look at it."""
    return doctor(bench_file(folder, link, *parts, dut=dut))


def quickly(folder: Path, link: str) -> Said:
    """The same where nothing answers, so that a short silence says as much as a long one."""
    return doctor(bench_file(folder, link, timing="[dut.timing]\nresponse_timeout_s = 0.01\n"))
