"""What can be set about a golden electricity meter; the defaults are those of its documentation."""

from dataclasses import dataclass, field

from conformance.clock import NANOSECONDS
from conformance.dlms.acse import Mechanism
from conformance.dlms.wrapper import COSEM_PORT
from golden_units.cosem.association_server import SERVER_MAX_RECEIVE_PDU_SIZE
from golden_units.cosem.hdlc_session import HdlcProfile
from golden_units.cosem.object_model import Client

PASSWORD = b"12345678"

PUBLIC_CLIENT, READING_CLIENT, MANAGEMENT_CLIENT = 16, 32, 48

CLIENTS = (
    Client(PUBLIC_CLIENT, "public"),
    Client(READING_CLIENT, "reading", Mechanism.LLS, PASSWORD),
    Client(MANAGEMENT_CLIENT, "management", Mechanism.LLS, PASSWORD, may_write=True),
)

START_OF_2026_NS = 1_767_225_600 * NANOSECONDS
"""2026-01-01 00:00:00 UTC, in nanoseconds since 1970."""

EARLIEST_NS, LATEST_NS = -2_208_988_800 * NANOSECONDS, 4_102_444_800 * NANOSECONDS
"""1900-01-01 and 2100-01-01 UTC: between them a clock may start and be set, far from where calendars end."""


@dataclass(frozen=True, slots=True)
class MeterSettings:
    """Identification, clients, clock, load and link parameters."""

    logical_device_name: bytes = b"GLD0000000000001"
    serial_number: bytes = b"00000001"
    firmware_version: bytes = b"1.0.0"
    server_sap: int = 1
    clients: tuple[Client, ...] = CLIENTS
    start_time_ns: int = START_OF_2026_NS
    """Civil time (UTC, nanoseconds since 1970) at moment zero of the run."""

    deviation: int = 0
    """Minutes from local time to UTC: -60 for Central European Time."""

    in_service_days: int = 730
    """For how long the meter has been counting energy when a run begins."""

    load_watts: int = 1200
    """Mean power drawn; the load curve of the day swings around it."""

    generation_watts: int = 150
    """Power fed back, the day round."""

    server_max_receive_pdu_size: int = SERVER_MAX_RECEIVE_PDU_SIZE
    tcp_port: int = COSEM_PORT
    hdlc: HdlcProfile = field(default_factory=HdlcProfile)

    @property
    def second_sap(self) -> int:
        """SAP of the second logical device: 2, unless that is the first one's."""
        return 3 if self.server_sap == 2 else 2

    @property
    def second_device_name(self) -> bytes:
        """The first one's name but for the last character."""
        return self.logical_device_name[:-1] + (b"3" if self.logical_device_name.endswith(b"2") else b"2")
