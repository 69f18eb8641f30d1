"""Bench files: every fault at once, each with its path and a remedy; secrets by name; one file included."""

from pathlib import Path

import pytest

from conformance.bench.bench_file import read_bench_file
from conformance.bench.open_bench import open_bench
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
        "dut.role: 'toaster' is none of electricity_meter",
        "dut.link: 'tcp://x' lacks host or port",
        "dut.linc: unknown key; remove it, or correct its spelling",
        "dut.permits.0: 'everything' is none of writes",
        "dut.associations.0.client_sap",
        "dut.timing.response_timeout_s",
        "dut.pixit.tolerances.0",
        "campaign.phase",
    ):
        assert path in said, said
    assert "8 faults" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "dut: Field required; add it"),
        ('[dut]\nrole = "electricity_meter"\n', "either `link` or `[dut.links]`"),
        ('[dut]\nrole = "electricity_meter"\nlink = "golden"\n[dut.links]\nmeter = "golden"\n', "and not both"),
        (
            '[dut]\nrole = "electricity_meter"\nlink = "golden"\n[[dut.associations]]\nname = "a"\nmechanism = "lls"\n',
            "a secret belongs to mechanism",
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
    [("env:NOT_SET_ANYWHERE", "which is not set"), ("file:nowhere.txt", "cannot read the secret of association a")],
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
