"""Bench files: every fault at once, each with its path and a remedy; secrets by name; one file included."""

from pathlib import Path

import pytest

from conformance.bench.bench_file import read_bench_file
from conformance.bench.open_bench import open_bench
from conformance.dlms.hdlc.address import HdlcAddress
from conformance.errors import BenchError


def written(folder: Path, text: str, name: str = "bench.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(BenchError) as refused:
        open_bench(str(written(folder, text)))
    return str(refused.value)


def test_role_and_link_are_enough(tmp_path: Path) -> None:
    bench = open_bench(str(written(tmp_path, '[dut]\nrole = "electricity_meter"\nlink = "tcp://127.0.0.1:4059"\n')))
    (public,) = bench.dut.associations
    assert (public.client_sap, public.server_sap, public.secret) == (16, 1, None)
    assert bench.permits == frozenset()
    assert bench.framings == ("wrapper",)


def test_all_faults_are_told_at_once_with_their_paths(tmp_path: Path) -> None:
    said = refusal(
        tmp_path,
        '[dut]\nrole = "toaster"\nlink = "tcp://x"\nlinc = 1\npermits = ["everything"]\n'
        '[[dut.associations]]\nname = "m"\nmechanism = "lls"\nclient_sap = 0\n'
        '[dut.timing]\nresponse_timeout_s = -1\n[dut.pixit]\ntolerances = ["anything"]\n[campaign]\nphase = "soon"\n',
    )
    for path in (
        "dut.role: 'toaster' is none of electricity_meter, nor of the roles without a golden unit, whose cases are",
        "dut.link: 'tcp://x' lacks host or port",
        "dut.linc: unknown key; remove it, or correct its spelling; did you mean link",
        "dut.permits (entry 1): 'everything' is none of writes",
        "dut.associations (entry 1).client_sap: found 0, wanted at least 1",
        'dut.associations (entry 1): mechanism "lls" needs a secret',
        "dut.timing.response_timeout_s",
        "dut.pixit.tolerances (entry 1)",
        "campaign.phase",
    ):
        assert path in said, said
    assert "9 faults" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "dut: missing; add a table [dut] with role and link"),
        ('[dut]\nrole = "electricity_meter"\n', "either `link` or `[dut.links]`"),
        ('[dut]\nrole = "electricity_meter"\nlink = "golden"\n[dut.links]\nmeter = "golden"\n', "and not both"),
        (
            '[dut]\nrole = "electricity_meter"\nlink = "golden"\n[[dut.associations]]\nname = "a"\nmechanism = "lls"\n',
            'mechanism "lls" needs a secret',
        ),
        (
            '[dut]\nrole = "electricity_meter"\nlink = "golden"\n[dut.control]\nreset = "reboot"\n',
            'wanted "operator", or "cmd "',
        ),
        (
            '[dut]\nrole = "electricity_meter"\nlink = "golden"\n[dut.pixit.do_not_test]\n"1.2.3" = "broken"\n',
            "an OBIS code is written A-B:C.D.E.F",
        ),
        ('[dut\nrole = "electricity_meter"\n', "is no TOML file"),
        ('[dut]\nrole = "gas_meter"\nlink = "golden"\n', "no golden unit for the role gas_meter"),
        ('[dut]\nrole = "electricity_meter"\nlink = "golden:no-such"\n', "has no defect 'no-such'"),
        (
            '[dut]\nrole = "electricity_meter"\n[dut.links]\na = "golden"\nb = "tcp://127.0.0.1:1"\n',
            "mixes golden units and real links",
        ),
    ],
)
def test_single_faults(tmp_path: Path, text: str, said: str) -> None:
    assert said in refusal(tmp_path, text)


ADDRESSES = """
[dut]
role = "electricity_meter"
[dut.links]
ip = "tcp://127.0.0.1:1"
head = "hdlc+serial:///dev/ttyUSB0?server_lower=200&address_octets=2"
[[dut.associations]]
name = "a"
client_sap = 200
server_sap = 300
[[dut.associations]]
name = "b"
client_sap = 127
server_sap = 20000
"""


def test_addresses_that_do_not_fit_their_links_are_told_at_once(tmp_path: Path) -> None:
    said = refusal(tmp_path, ADDRESSES)
    for line in (
        "dut.links.head: server_lower=200 has no room in an address of 2 octets; write address_octets=4 beside it",
        "dut.associations (entry 1).client_sap: 200 has no room in an HDLC frame of hdlc+serial:///dev/ttyUSB0",
        "dut.associations (entry 1).server_sap: 300 needs more room; wanted 1 to 127, or address_octets=4 in the link",
        "dut.associations (entry 2).server_sap: 20000 needs more room; wanted 1 to 127 for",
    ):
        assert line in said, said
    assert "4 faults" in said


@pytest.mark.parametrize(
    ("link", "client_sap", "server_sap", "is_taken"),
    [
        ("tcp://127.0.0.1:1", 0xFFFF, 0xFFFF, True),
        ("hdlc+tcp://127.0.0.1:1", 127, 127, True),
        ("hdlc+tcp://127.0.0.1:1", 128, 1, False),
        ("hdlc+tcp://127.0.0.1:1", 16, 128, False),
        ("hdlc+tcp://127.0.0.1:1?server_lower=1", 16, 1, False),
        ("hdlc+tcp://127.0.0.1:1?server_lower=127&address_octets=2", 16, 1, True),
        ("hdlc+tcp://127.0.0.1:1?server_lower=128&address_octets=2", 16, 1, False),
        ("hdlc+tcp://127.0.0.1:1?server_lower=16383&address_octets=4", 16, 16383, True),
        ("hdlc+tcp://127.0.0.1:1?address_octets=4", 16, 16384, False),
        ("golden", 128, 1, False),
    ],
)
def test_addresses_at_their_bounds(
    tmp_path: Path, link: str, client_sap: int, server_sap: int, *, is_taken: bool
) -> None:
    text = (
        f'[dut]\nrole = "electricity_meter"\nlink = "{link}"\n'
        f'[[dut.associations]]\nname = "a"\nclient_sap = {client_sap}\nserver_sap = {server_sap}\n'
    )
    if not is_taken:
        assert "1 fault:" in refusal(tmp_path, text)
        return
    bench = open_bench(str(written(tmp_path, text)))
    if bench.framings == ("hdlc",):
        settings = bench.hdlc_settings("hdlc")
        HdlcAddress(server_sap, settings.server_lower, settings.address_octets).encode()
        HdlcAddress(client_sap).encode()


def test_codes_are_known_in_whichever_form_they_are_written(tmp_path: Path) -> None:
    text = (
        '[dut]\nrole = "electricity_meter"\nlink = "golden"\n[dut.pixit]\nwritable_data = "0.0.96.1.1.255"\n'
        'do_not_test = {"0.0.96.1.0.255" = "dots", "1-0:1.8.0.255" = "as usual"}\n'
    )
    dut = open_bench(str(written(tmp_path, text))).dut
    assert dut.writable_data == "0-0:96.1.1.255"
    assert dut.do_not_test == {"0-0:96.1.0.255": "dots", "1-0:1.8.0.255": "as usual"}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match=r"cannot read the file .*nowhere.toml \(No such file"):
        read_bench_file(tmp_path / "nowhere.toml")


def test_secrets_come_from_environment_or_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("METER_PASSWORD", "from the environment")
    written(tmp_path, "from the file\n", "password.txt")
    bench = open_bench(
        str(
            written(
                tmp_path,
                '[dut]\nrole = "electricity_meter"\nlink = "tcp://127.0.0.1:1"\n'
                '[[dut.associations]]\nname = "a"\nmechanism = "lls"\nsecret = "env:METER_PASSWORD"\n'
                '[[dut.associations]]\nname = "b"\nmechanism = "lls"\nsecret = "file:password.txt"\n',
            )
        )
    )
    assert [known.secret for known in bench.dut.associations] == [b"from the environment", b"from the file"]
    assert "from the" not in repr(bench.dut) + repr(bench.file)


@pytest.mark.parametrize(
    ("secret", "said"),
    [
        ("env:NOT_SET_ANYWHERE", "dut.associations (entry 1).secret: env:NOT_SET_ANYWHERE is not set"),
        ("file:nowhere.txt", "dut.associations (entry 1).secret: file:nowhere.txt cannot be read (No such file"),
    ],
)
def test_a_secret_that_is_not_there_is_named(tmp_path: Path, secret: str, said: str) -> None:
    text = (
        '[dut]\nrole = "electricity_meter"\nlink = "tcp://127.0.0.1:1"\n'
        f'[[dut.associations]]\nname = "a"\nmechanism = "lls"\nsecret = "{secret}"\n'
    )
    assert said in refusal(tmp_path, text)


def test_an_included_file_is_merged_and_overruled(tmp_path: Path) -> None:
    written(
        tmp_path,
        '[dut]\nlink = "tcp://192.0.2.7:4059"\nmodel = "private"\n[dut.timing]\nturnaround_s = 2\n',
        "private.toml",
    )
    bench = open_bench(
        str(
            written(
                tmp_path,
                'include = "private.toml"\n[dut]\nrole = "electricity_meter"\nmodel = "shared"\n'
                "[dut.timing]\nresponse_timeout_s = 3\n",
            )
        )
    )
    assert bench.file.dut.link == "tcp://192.0.2.7:4059"
    assert bench.file.dut.model == "shared"
    assert (bench.file.dut.timing.turnaround_s, bench.file.dut.timing.response_timeout_s) == (2, 3)


def test_inclusion_has_one_level(tmp_path: Path) -> None:
    written(tmp_path, 'include = "third.toml"\n', "second.toml")
    assert "second.toml includes another file" in refusal(tmp_path, 'include = "second.toml"\n')
