"""Meters whose links are legal in their own way are not failed for what they do with them."""

from pathlib import Path

import pytest

from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.server import CosemServer, Parts
from golden_units.cosem.wrapper_session import DatagramSession
from golden_units.electricity_meter import ElectricityMeter
from tests.bench.test_legal_objects import run


class ByWport(DatagramSession):
    """Over UDP an association may last for as long as nobody ends it, whatever port its client sends from."""

    lasting: dict[tuple[int, int], AssociationServer]

    def __init__(self, server: CosemServer) -> None:
        super().__init__(server)
        self._associations = self.lasting

    def end(self) -> None:
        """There is no connection that could end."""


@pytest.mark.parametrize("case_id", ["DLMS-XDLMS-001", "DLMS-XDLMS-011", "DLMS-XDLMS-012"])
def test_association_over_udp_lasts_until_it_is_ended(
    tmp_path: Path, case_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = type("Lasting", (ByWport,), {"lasting": {}})
    record = run(tmp_path, case_id, ElectricityMeter(parts=Parts(wrapper_session=session)), monkeypatch)
    assert record["verdict"] == "PASS", record["reason"]
