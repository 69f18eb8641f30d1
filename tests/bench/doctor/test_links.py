"""The doctor on links that are set up wrongly: it names what is wrong, and what would be right."""

import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.bench.doctor import ways
from tests.bench import odd_peers
from tests.bench.doctor.patients import PUBLIC, examined, lls, quickly
from tests.bench.doctor.wire import wired
from tests.processes import golden_meter
from tests.transport.peers import serving
from tests.transport.rfc2217_server import SerialServer, Terminal

WRAPPER, HDLC = "tcp://127.0.0.1:0", "hdlc+tcp://127.0.0.1:0"


@pytest.mark.parametrize(
    "listen", [WRAPPER, HDLC, "udp://127.0.0.1:0", "hdlc+pty:", f"{HDLC}?address_octets=4&server_lower=17"]
)
def test_nothing_is_wrong_with_a_good_bench(tmp_path: Path, listen: str) -> None:
    with golden_meter(listen) as (url,):
        said = examined(tmp_path, url, PUBLIC, lls())
    assert (said.code, said.faults) == (0, []), said.rows
    for check in ("file", "lock", "port", "address", "association public", "association reading", "clock"):
        assert said.checked(check) == ["ok"], check


def test_hdlc_is_recognised_where_the_file_says_wrapper(tmp_path: Path) -> None:
    with golden_meter(HDLC) as (url,):
        said = examined(tmp_path, url.removeprefix("hdlc+"))
    assert (said.code, said.faults) == (1, ["wrong-framing"])
    assert said.row("wrong-framing").whose == "bench"
    assert f'link = "{url}"' in said.row("wrong-framing").remedy
    assert said.checked("association public") == ["ok"], "it goes on as the meter wants it"


def test_hdlc_is_recognised_where_every_client_has_a_password(tmp_path: Path) -> None:
    with golden_meter(HDLC) as (url,):
        said = examined(tmp_path, url.removeprefix("hdlc+"), lls())
    assert (said.code, said.faults) == (1, ["wrong-framing"])
    assert said.checked("association reading") == ["unknown"], "no secret is sent in a way that was guessed"


def test_the_wrapper_is_recognised_where_the_file_says_hdlc(tmp_path: Path) -> None:
    with golden_meter(WRAPPER) as (url,):
        said = examined(tmp_path, f"hdlc+{url}?address_octets=2&server_lower=17")
    assert (said.code, said.faults) == (1, ["wrong-framing"])
    assert f'link = "{url}"' in said.row("wrong-framing").remedy


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("?address_octets=2&server_lower=17", ""),
        ("?address_octets=4&server_lower=16", "?address_octets=2&server_lower=16"),
        ("", "?address_octets=4&server_lower=17"),
    ],
)
def test_the_right_hdlc_address_is_found(tmp_path: Path, right: str, wrong: str) -> None:
    with golden_meter(f"{HDLC}{right}") as (url,):
        said = examined(tmp_path, url.partition("?")[0] + wrong, PUBLIC, lls())
    assert (said.code, said.faults) == (1, ["wrong-address"])
    row = said.row("wrong-address")
    assert "UA from server" in row.found
    link = row.remedy.split('"')[1]
    assert dict(pair.split("=") for pair in link.partition("?")[2].split("&") if pair) == dict(
        pair.split("=") for pair in right.lstrip("?").split("&") if pair
    )
    assert said.checked("association public") == ["ok"]
    assert said.checked("association reading") == ["unknown"], "no secret is sent in a way that was guessed"


def test_the_end_of_the_serial_number_is_tried_as_an_address(tmp_path: Path) -> None:
    with golden_meter(f"{HDLC}?address_octets=4&server_lower=6789") as (url,):
        said = examined(tmp_path, url.partition("?")[0], dut='serial_number = "ABC56785789"')
    assert "wrong-address" in said.faults
    assert "server_lower=6789" in said.row("wrong-address").remedy
    assert "another-device" in said.faults, "the meter is 00000001"


@pytest.mark.parametrize("listen", [WRAPPER, HDLC])
def test_a_client_that_the_meter_does_not_know_is_named(tmp_path: Path, listen: str) -> None:
    with golden_meter(listen) as (url,):
        said = examined(tmp_path, url, '[[dut.associations]]\nname = "public"\nclient_sap = 17\n')
    assert (said.code, said.faults) == (1, ["wrong-client-sap"])
    assert said.row("wrong-client-sap").remedy == "write client_sap = 16"


@pytest.mark.parametrize("listen", [WRAPPER, HDLC])
def test_one_association_with_a_wrong_client_is_named(tmp_path: Path, listen: str) -> None:
    with golden_meter(listen) as (url,):
        said = examined(tmp_path, url, PUBLIC, lls(sap=33))
    assert (said.code, said.faults) == (1, ["wrong-client-sap"])
    row = said.row("wrong-client-sap")
    assert row.check == "association reading"
    assert "16 (association public), 32, 48" in row.found
    assert row.remedy == "write client_sap = 32 or 48: the client that this password belongs to"


@pytest.mark.parametrize("listen", [WRAPPER, HDLC])
def test_a_client_that_another_association_has_is_not_proposed(tmp_path: Path, listen: str) -> None:
    with golden_meter(listen) as (url,):
        public = '[[dut.associations]]\nname = "public"\nclient_sap = 17\n'
        said = examined(tmp_path, url, public, lls("management", 48))
    assert (said.code, said.faults) == (1, ["wrong-client-sap"])
    row = said.row("wrong-client-sap")
    assert row.remedy == "write client_sap = 16"
    assert "client 17 of the bench file is not answered" in row.found
    assert "16, 32, 48 (association management)" in row.found
    assert said.checked("association public") == ["ok"], "it goes on with the client that was found"
    assert said.checked("association management") == ["ok"], "line and server are as declared: its secret may go there"


@pytest.mark.parametrize("listen", [WRAPPER, HDLC])
def test_a_client_without_a_password_is_not_guessed_to_have_one(tmp_path: Path, listen: str) -> None:
    with golden_meter(listen) as (url,):
        public = '[[dut.associations]]\nname = "a"\n', '[[dut.associations]]\nname = "b"\nclient_sap = 17\n'
        said = examined(tmp_path, url, *reversed(public))
    assert "password-missing" not in said.faults
    row = said.row("wrong-client-sap")
    assert "none of these is let in without one (32: password-missing, 48: password-missing)" in row.remedy
    assert said.checked("association b") == ["unknown"]
    assert said.checked("association a") == ["ok"]


@pytest.mark.parametrize("listen", [WRAPPER, HDLC])
def test_every_client_that_is_answered_may_be_taken(tmp_path: Path, listen: str) -> None:
    public = '[[dut.associations]]\nname = "a"\nclient_sap = 17\n'
    with golden_meter(listen) as (url,):
        said = examined(tmp_path, url, public, lls("b", 16), lls("c", 32), lls("d", 48))
    assert "each of them has an association already" in said.row("wrong-client-sap").remedy


def test_a_password_is_not_shown_to_a_client_that_was_guessed(tmp_path: Path) -> None:
    with golden_meter(HDLC) as (url,):
        said = examined(tmp_path, url, lls(sap=33))
    assert (said.code, said.faults) == (1, ["wrong-client-sap"])
    assert said.row("wrong-client-sap").remedy.startswith("write client_sap = 16 or 32 or 48: the client that this")
    assert said.checked("association reading") == ["unknown"]


def test_a_wrong_logical_device_on_the_wrapper_is_named(tmp_path: Path) -> None:
    with golden_meter(WRAPPER) as (url,):
        said = examined(tmp_path, url, '[[dut.associations]]\nname = "public"\nserver_sap = 3\n')
    assert (said.code, said.faults) == (1, ["wrong-server-sap"])
    assert said.row("wrong-server-sap").remedy == "write server_sap = 1"


# Serial lines.


@pytest.mark.parametrize("baud", [300, 19_200, 115_200])
def test_the_right_baud_rate_is_found(tmp_path: Path, baud: int) -> None:
    with golden_meter(HDLC) as (url,), wired(url, baud=baud) as device:
        said = examined(tmp_path, f"hdlc+serial://{device}")
    assert (said.code, said.faults) == (1, ["wrong-baud"])
    assert f'link = "hdlc+serial://{device}?baud={baud}"' in said.row("wrong-baud").remedy
    assert said.checked("association public") == ["ok"]


@pytest.fixture
def few_rates(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the slow ones every silence is long, as octets take their time there."""
    monkeypatch.setattr(ways, "USUAL_BAUDS", (9600, 19_200))


@pytest.mark.usefixtures("few_rates")
def test_rate_and_address_may_be_wrong_at_once(tmp_path: Path) -> None:
    with golden_meter(f"{HDLC}?address_octets=2&server_lower=16") as (url,), wired(url, baud=19_200) as device:
        said = examined(tmp_path, f"hdlc+serial://{device}?baud=4800")
    assert (said.code, said.faults) == (1, ["wrong-address", "wrong-baud"])


def test_the_right_baud_rate_is_found_through_a_serial_server(tmp_path: Path) -> None:
    def serve(peer: socket.socket) -> None:
        SerialServer(Terminal(device)).serve(peer)

    with (
        golden_meter(HDLC) as (url,),
        wired(url, baud=19_200) as device,
        serving("127.0.0.1", serve) as (host, port),
    ):
        said = examined(tmp_path, f"hdlc+rfc2217://{host}:{port}?baud=9600")
    assert (said.code, said.faults) == (1, ["wrong-baud"]), said.rows
    assert "baud=19200" in said.row("wrong-baud").remedy


def test_an_echo_is_told_and_does_no_harm(tmp_path: Path) -> None:
    with golden_meter(HDLC) as (url,), wired(url, echoes=True) as device:
        said = examined(tmp_path, f"hdlc+serial://{device}")
    assert (said.code, said.faults) == (0, []), said.rows
    assert said.checked("echo") == ["note"]


@contextlib.contextmanager
def nobody(**behaviour: bool | bytes) -> Iterator[str]:
    with wired(None, **behaviour) as device:  # type: ignore[arg-type]
        yield f"hdlc+serial://{device}"


def quick(folder: Path, link: str) -> list[str]:
    said = quickly(folder, link)
    assert said.code == 1
    return said.faults


@pytest.mark.usefixtures("few_rates")
def test_an_echo_without_a_meter_is_named(tmp_path: Path) -> None:
    with nobody(echoes=True) as link:
        assert quick(tmp_path, link) == ["echo-only"]


@pytest.mark.usefixtures("few_rates")
def test_a_meter_that_wants_a_sign_on_is_named(tmp_path: Path) -> None:
    with nobody(identification=b"/ISk5\\2MT382-1000\r\n") as link:
        assert quick(tmp_path, link) == ["mode-e"]


@pytest.mark.usefixtures("few_rates")
def test_a_sign_on_is_seen_behind_its_echo(tmp_path: Path) -> None:
    with nobody(echoes=True, identification=b"/ISk5\\2MT382-1000\r\n") as link:
        assert quick(tmp_path, link) == ["mode-e"]


@pytest.mark.usefixtures("few_rates")
def test_a_dead_line_is_named(tmp_path: Path) -> None:
    with nobody() as link:
        assert quick(tmp_path, link) == ["silent"]


# What no meter does.


@pytest.mark.parametrize("framing", ["", "hdlc+"])
@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        ("silent", "silent"),
        ("echoing", "echo-only"),
        ("closing", "hangs-up"),
        ("closing_at_once", "hangs-up"),
        ("babbling", "babble"),
    ],
)
def test_peers_that_are_no_meters_are_named(tmp_path: Path, framing: str, kind: str, fault: str) -> None:
    with odd_peers.listening(odd_peers.ALL[kind]) as port:
        assert quick(tmp_path, f"{framing}tcp://127.0.0.1:{port}") == [fault]


@pytest.mark.parametrize("framing", ["", "hdlc+"])
def test_a_web_server_is_no_meter(tmp_path: Path, framing: str) -> None:
    def web(peer: socket.socket) -> None:
        peer.recv(4096)
        peer.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with odd_peers.listening(web) as port:
        assert quick(tmp_path, f"{framing}tcp://127.0.0.1:{port}") == ["not-dlms"]
