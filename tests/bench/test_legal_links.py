"""Meters whose links are legal in their own way are not failed for what they do with them."""

from dataclasses import replace
from pathlib import Path

import pytest

from conformance.bench.open_bench import open_bench
from conformance.bench.session import BenchSession, CaseJson
from conformance.catalogue import published
from conformance.clock import NANOSECONDS
from conformance.declaration import Declaration
from conformance.dlms.cosem import ObisCode
from conformance.dlms.data_types import LONG_UNSIGNED, UNSIGNED
from conformance.evidence.run_directory import RunDirectory
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.hdlc_session import HdlcProfile
from golden_units.cosem.object_model import Instance, constant
from golden_units.cosem.server import CosemServer, Parts
from golden_units.cosem.wrapper_session import DatagramSession, WrapperSession
from golden_units.electricity_meter import ElectricityMeter, MeterSettings
from golden_units.electricity_meter.objects import objects
from golden_units.electricity_meter.state import MeterState
from tests.bench.test_legal_objects import every

HDLC_SETUP = "0-0:22.0.0.255"


def run(
    folder: Path,
    case_id: str,
    meter: ElectricityMeter,
    monkeypatch: pytest.MonkeyPatch,
    *,
    link: str = "golden",
    declared_s: int | None = None,
) -> CaseJson:
    """One published case on a meter, whose bench file may declare an inactivity time."""
    monkeypatch.setattr("conformance.bench.golden_bench.golden_unit", lambda role, defect: meter)
    file = folder / "bench.toml"
    timing = "" if declared_s is None else f"[dut.timing]\ninactivity_timeout_s = {declared_s}\n"
    file.write_text(f'[dut]\nrole = "electricity_meter"\nlink = "{link}"\n{timing}', encoding="utf-8")
    catalogue = published()
    everything = dict.fromkeys(catalogue.proforma, True)
    declaration = Declaration("electricity_meter", catalogue.proforma, everything, is_enduring=False)
    session = BenchSession(open_bench(str(file)), declaration, catalogue.rules, RunDirectory(folder / "run"))
    case = catalogue.case(case_id)
    return session.run(case.facts, case.body)


class ByWport(DatagramSession):
    """Over UDP an association may last for as long as nobody ends it, whatever port its client sends from."""

    lasting: dict[tuple[int, int], AssociationServer]

    def __init__(self, server: CosemServer) -> None:
        super().__init__(server)
        self._associations = self.lasting

    def end(self) -> None:
        """There is no connection that could end."""


@pytest.mark.parametrize("case_id", ["DLMS-XDLMS-001", *(f"DLMS-XDLMS-{number:03}" for number in (11, 12, 16, 17))])
def test_association_over_udp_lasts_until_it_is_ended(
    tmp_path: Path, case_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = type("Lasting", (ByWport,), {"lasting": {}})
    record = run(tmp_path, case_id, ElectricityMeter(parts=Parts(wrapper_session=session)), monkeypatch)
    assert record["verdict"] == "PASS", record["reason"]


def closing_when_idle(after_s: int) -> type[WrapperSession]:
    """A meter that closes a TCP connection over which nothing has come for so long."""

    class ClosesWhenIdle(WrapperSession):
        due: int | None = None

        def receive(self, octets: bytes, now: int) -> list[bytes | None]:
            self.due = now + after_s * NANOSECONDS
            return super().receive(octets, now)

        def next_deadline(self) -> int | None:
            return self.due

        def tick(self, now: int) -> list[bytes | None]:
            if self.due is None or now < self.due:
                return []
            self.due = None
            return [None]

    return ClosesWhenIdle


def meter_over(link: str, after_s: int, period_s: int = 1) -> ElectricityMeter:
    """A meter that ends an idle link after some time, and whose energy follows every so often."""
    return ElectricityMeter(
        MeterSettings(hdlc=HdlcProfile(inactivity_timeout_s=after_s)),
        parts=Parts(wrapper_session=closing_when_idle(after_s)),
        state=every(period_s),
    )


LINKS = ["golden", "hdlc+golden"]


class TestIdleLinks:
    @pytest.mark.parametrize("link", LINKS)
    @pytest.mark.parametrize("after_s", [1, 10, 30])
    @pytest.mark.parametrize("case_id", ["DLMS-OBJ-007", "DLMS-OBJ-012", "DLMS-OBJ-020", "DLMS-ACTION-004"])
    def test_waiting_outlasts_a_link_that_lapses(
        self, tmp_path: Path, case_id: str, after_s: int, link: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        record = run(tmp_path, case_id, meter_over(link, after_s, period_s=900), monkeypatch, link=link)
        assert record["verdict"] == "PASS", record["reason"]

    @pytest.mark.parametrize(
        ("case_id", "link"),
        [
            *((f"DLMS-HDLC-{number:03}", "hdlc+golden") for number in (4, 5, 6, 7, 9, 20)),
            ("DLMS-ACSE-012", "golden"),
            ("DLMS-WRAPPER-001", "golden"),
        ],
    )
    def test_a_silence_longer_than_the_declared_time_decides_nothing(
        self, tmp_path: Path, case_id: str, link: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        record = run(tmp_path, case_id, meter_over(link, 2), monkeypatch, link=link, declared_s=2)
        assert (record["verdict"], record["reason_code"]) == ("INCONCLUSIVE", "inactivity"), record["reason"]
        assert "the inactivity time of 2 s is shorter than a silence of this case" in record["reason"]

    @pytest.mark.parametrize(("case_id", "link"), [("DLMS-HDLC-004", "hdlc+golden"), ("DLMS-WRAPPER-001", "golden")])
    def test_a_link_that_ends_before_the_declared_time_is_no_excuse(
        self, tmp_path: Path, case_id: str, link: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        record = run(tmp_path, case_id, meter_over(link, 2), monkeypatch, link=link, declared_s=30)
        assert record["verdict"] == "FAIL"


def with_second_port(state: MeterState) -> list[Instance]:
    """A model in which the usual HDLC setup is that of another port, which has tighter limits."""
    known = objects(state)
    own = next(instance for instance in known if instance.instance_id == ObisCode(HDLC_SETUP))
    tight = {3: UNSIGNED(1), 4: UNSIGNED(1), 5: LONG_UNSIGNED(64), 6: LONG_UNSIGNED(64), 8: LONG_UNSIGNED(30)}
    other = {**own.attributes, **{number: constant(value) for number, value in tight.items()}}
    rest = [instance for instance in known if instance is not own]
    return [*rest, replace(own, attributes=other), replace(own, instance_id=ObisCode("0-1:22.0.0.255"))]


@pytest.mark.parametrize("case_id", ["DLMS-HDLC-027", "DLMS-OBJ-017"])
def test_of_two_hdlc_setups_none_is_judged(tmp_path: Path, case_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    record = run(tmp_path, case_id, ElectricityMeter(model=with_second_port), monkeypatch, link="hdlc+golden")
    assert record["verdict"] == "INCONCLUSIVE"
    assert "0-0:22.0.0.255 and 0-1:22.0.0.255 are HDLC setups" in record["reason"]
