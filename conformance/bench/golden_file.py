"""The settings file of a golden unit alone (`goldenbench golden ... --config FILE`)."""

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field, SecretStr, ValidationError

from conformance.bench.bench_file import Sap, secret_misfit
from conformance.bench.file_faults import Part, Told, faults, told
from conformance.bench.toml_file import read_toml
from conformance.clock import NANOSECONDS
from conformance.dlms.acse import Mechanism
from conformance.dlms.hdlc.parameters import HdlcParameters
from golden_units.cosem.hdlc_session import HdlcProfile
from golden_units.cosem.object_model import LARGEST_CLIENT_SAP, Client
from golden_units.electricity_meter import MeterSettings
from golden_units.electricity_meter.settings import EARLIEST_NS, LATEST_NS


def _printable(text: str) -> str:
    if not text.isascii() or not text.isprintable():
        raise ValueError(f"{text!r} has other characters; wanted printable ASCII")
    return text


Printable = Annotated[str, Field(max_length=64), AfterValidator(_printable)]
InfoLength = Annotated[int, Field(ge=32, le=2030)]
Window = Annotated[int, Field(ge=1, le=7)]


def _client_sap(sap: int) -> int:
    if not 1 <= sap <= LARGEST_CLIENT_SAP:
        raise ValueError(f"{sap}; wanted 1 to {LARGEST_CLIENT_SAP}, all that associated_partners_id has room for")
    return sap


ClientSap = Annotated[int, AfterValidator(_client_sap)]


def _start_time(start: datetime.datetime) -> datetime.datetime:
    """With a zone, UTC if there is none."""
    aware = start if start.tzinfo is not None else start.replace(tzinfo=datetime.UTC)
    if not EARLIEST_NS <= round(aware.timestamp()) * NANOSECONDS <= LATEST_NS:
        raise ValueError(f"{start}; wanted a moment between 1900 and 2100")
    return aware


StartTime = Annotated[datetime.datetime, AfterValidator(_start_time)]


class ClientPart(Part):
    examples: ClassVar[Mapping[str, str]] = {"name": 'name = "public"', "sap": "sap = 16"}

    name: str
    sap: ClientSap
    mechanism: Literal["none", "lls"] = "none"
    secret: SecretStr | None = None
    may_write: bool = False

    @classmethod
    def between(cls, given: Mapping[str, Any]) -> Iterator[Told]:
        return secret_misfit(given)

    def client(self) -> Client:
        secret = b"" if self.secret is None else self.secret.get_secret_value().encode()
        mechanism = Mechanism.LLS if self.mechanism == "lls" else Mechanism.NONE
        return Client(self.sap, self.name, mechanism, secret, self.may_write)


class HdlcPart(Part):
    address_octets: Literal[1, 2, 4] = 1
    lower: Annotated[int, Field(ge=0, le=0x3FFF)] = 0
    max_info_transmit: InfoLength = 512
    max_info_receive: InfoLength = 512
    window_transmit: Window = 7
    window_receive: Window = 7
    inactivity_timeout_s: Annotated[int, Field(ge=0, le=120)] = 120
    inter_octet_timeout_ms: Annotated[int, Field(ge=20, le=6000)] = 500

    def profile(self) -> HdlcProfile:
        return HdlcProfile(
            address_octets=self.address_octets,
            lower=self.lower,
            abilities=HdlcParameters(
                self.max_info_transmit, self.max_info_receive, self.window_transmit, self.window_receive
            ),
            inactivity_timeout_s=self.inactivity_timeout_s,
            inter_octet_timeout_ms=self.inter_octet_timeout_ms,
        )


class MeterFile(Part):
    """Settings of the golden electricity meter; what is left out keeps its default."""

    logical_device_name: Annotated[Printable, Field(min_length=3, max_length=16)] = "GLD0000000000001"
    serial_number: Printable = "00000001"
    firmware_version: Printable = "1.0.0"
    server_sap: Sap = 1
    start_time: StartTime | None = None
    """Civil time at which the meter's clock starts; left out: the time of the host."""

    deviation: Annotated[int, Field(ge=-720, le=840)] = 0
    load_watts: Annotated[int, Field(ge=0, le=100_000)] = 1200
    generation_watts: Annotated[int, Field(ge=0, le=100_000)] = 150
    server_max_receive_pdu_size: Annotated[int, Field(ge=12, le=0xFFFF)] = 1024
    clients: list[ClientPart] = Field(default_factory=list)
    hdlc: HdlcPart = HdlcPart()

    def settings(self, host_time_ns: int) -> MeterSettings:
        defaults = MeterSettings()
        start = self.start_time
        return MeterSettings(
            logical_device_name=self.logical_device_name.encode(),
            serial_number=self.serial_number.encode(),
            firmware_version=self.firmware_version.encode(),
            server_sap=self.server_sap,
            clients=tuple(part.client() for part in self.clients) or defaults.clients,
            start_time_ns=host_time_ns if start is None else round(start.timestamp()) * NANOSECONDS,
            deviation=self.deviation,
            load_watts=self.load_watts,
            generation_watts=self.generation_watts,
            server_max_receive_pdu_size=self.server_max_receive_pdu_size,
            hdlc=self.hdlc.profile(),
        )


def read_meter_file(path: Path | None, host_time_ns: int) -> MeterSettings:
    """The settings in a file, or the defaults; BenchError lists every fault at once."""
    if path is None:
        return MeterFile().settings(host_time_ns)
    try:
        return MeterFile.model_validate(read_toml(path)).settings(host_time_ns)
    except ValidationError as error:
        raise faults(str(path), told(error), "correct it") from None
