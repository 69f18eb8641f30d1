"""What newcomers get wrong in a bench file is told in their words: path, what was found, what was wanted, a remedy."""

import errno
import re
from pathlib import Path

import pytest

from conformance.bench.open_bench import open_bench
from conformance.errors import BenchError

METER = '[dut]\nrole = "electricity_meter"\nlink = "tcp://127.0.0.1:4059"\n'
FOREIGN = re.compile(
    r"Input should|Field required|valid (string|dictionary|list|boolean|integer|number)|Part\b|pydantic"
)
SECRET = "Sesame-7"


def refusal(folder: Path, text: str) -> str:
    path = folder / "bench.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BenchError) as refused:
        open_bench(str(path))
    said = str(refused.value)
    assert not FOREIGN.search(said), said
    assert SECRET not in said
    return said


def with_link(link: str) -> str:
    return f'[dut]\nrole = "electricity_meter"\nlink = "{link}"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('dut = "meter"\n', "dut: found 'meter', wanted a table; write its name in brackets"),
        ('[[dut]]\nrole = "electricity_meter"\n', "dut: found a list, wanted one table; write its name once"),
        ('[dut]\nlink = "golden"\n', 'dut.role: missing; add role = "electricity_meter"'),
        ('[dut]\nrole = "electricty_meter"\nlink = "golden"\n', "did you mean electricity_meter?"),
        ('[dut]\nrole = "electricity_meter"\nlink = 4059\n', "dut.link: found 4059, wanted a text; write it in quotes"),
        (METER + 'permits = "writes"\n', "dut.permits: found 'writes', wanted a list; write [\"writes\"]"),
        (METER + 'permits = ["write"]\n', "dut.permits (entry 1): 'write' is none of writes, clock, "),
        (
            METER + 'permit = ["writes"]\n',
            "dut.permit: unknown key; remove it, or correct its spelling; did you mean permits?",
        ),
        (
            METER + "turnaround_s = 1\n",
            "dut.turnaround_s: unknown key; remove it, or correct its spelling; did you mean timing.",
        ),
        (
            METER + '[pics]\n"DLMS.SET" = true\n',
            "pics: unknown key; remove it, or correct its spelling; did you mean dut.pics?",
        ),
        (
            METER + '[dut.pics]\n"DLMS.SET" = "yes"\n',
            "dut.pics.\"DLMS.SET\": found 'yes', wanted true or false; write one",
        ),
        (
            METER + "[dut.pics]\nDLMS.SET = true\n",
            "dut.pics.DLMS: found a table, wanted true or false; write the whole name",
        ),
        (
            METER + '[dut.pics]\n"DLMS.SETT" = true\n',
            '"DLMS.SETT": is no item of the PICS proforma; correct its spelling; did',
        ),
        (
            METER + '[campaign]\nsuites = ["dmls"]\n',
            "campaign.suites (entry 1): 'dmls' is none of dlms, zb, wan, sec, iop; did you mean dlms?",
        ),
        (
            METER + '[campaign]\nphase = "endure"\n',
            "campaign.phase: 'endure' is none of foundation, enduring; did you mean enduring?",
        ),
        (
            METER + "[dut.timing]\nturnaround_s = -2\n",
            "dut.timing.turnaround_s: found -2, wanted at least 0; correct it",
        ),
        (METER + '[dut.timing]\nresponse_timeout_s = "5"\n', "found '5', wanted a number; write it without quotes"),
        (METER + 'permits = ["zzz"]\n', "keys, firmware, power; correct it\n"),
        (METER + "[dut.timing]\nturnaround_s = inf\n", "found inf, wanted a finite number; correct it"),
        (
            METER + '[dut.associations]\nname = "a"\n',
            "found a table, wanted a list of tables; write its name in double brackets",
        ),
        (
            METER + "[[dut.associations]]\nclient_sap = 16\n",
            'dut.associations (entry 1).name: missing; add name = "public"',
        ),
        (
            METER + '[[dut.associations]]\nname = "a"\n[[dut.associations]]\nname = "a"\n',
            "dut.associations (entry 2).name: 'a' is the name of entry 1 too; give each its own",
        ),
        (
            METER + '[[dut.associations]]\nname = "a"\nclient_sap = "16"\n',
            "found '16', wanted a whole number; write it without quotes",
        ),
        (METER + '[[dut.associations]]\nname = "a"\nmay_write = "yes"\n', "found 'yes', wanted true or false"),
        (
            METER + 'firmware_sha256 = "abc"\n',
            "dut.firmware_sha256: 'abc' is no SHA-256; wanted 64 hexadecimal digits; correct it",
        ),
        (
            METER + '[dut.pixit]\nwritable_data = "foo"\n',
            "dut.pixit.writable_data: 'foo': an OBIS code is written A-B:C.D.E.F",
        ),
        (
            METER + '[dut.control]\npower_cicle = "operator"\n',
            "dut.control.power_cicle: 'power_cicle' is none of power_cycle",
        ),
        (with_link("127.0.0.1:4059"), "dut.link: '127.0.0.1:4059' lacks a scheme; write tcp://127.0.0.1:4059\n"),
        (with_link("192.0.2.7"), "dut.link: '192.0.2.7' lacks a scheme; write tcp://192.0.2.7:4059\n"),
        (with_link("hdlc+192.0.2.7:1"), "lacks a scheme; write hdlc+tcp://192.0.2.7:1\n"),
        (with_link("/dev/ttyUSB0"), "lacks a scheme; write hdlc+serial:///dev/ttyUSB0?baud=9600\n"),
        (with_link("tpc://127.0.0.1:4059"), "has the unknown scheme 'tpc'; wanted one of tcp, udp"),
        (with_link("tcp://127.0.0.1:70000"), "the port is no number from 1 to 65535; wanted HOST:PORT"),
        (with_link("tcp://127.0.0.1:dlms"), "the port is no number from 1 to 65535; wanted HOST:PORT"),
        (with_link("tcp://127.0.0.1:0"), "has port 0, which leads nowhere; wanted the port of the device"),
        (with_link("golden:get-answers-absent-object"), "did you mean get-answers-absent-objects?"),
        (with_link(""), "dut.link: '' lacks a scheme; wanted one of tcp"),
    ],
)
def test_a_mistake_is_told_with_what_was_wanted(tmp_path: Path, text: str, said: str) -> None:
    told = refusal(tmp_path, text)
    assert said in told, told
    assert "has 1 fault:" in told
    assert "wanted a valid file; see docs/bench_file.md" in told


MIXED = f"""
[dut]
role = "electricity_meter"
link = "tpc://127.0.0.1:4059"
model = 3
modell = "x"
[[dut.associations]]
name = "a"
secret = "{SECRET}"
may_write = 1
[[dut.associations]]
name = "a"
mechanism = "lls"
secret = "env:NOT_SET_ANYWHERE"
secrte = "{SECRET}"
[[dut.associations]]
name = "c"
mechanism = "lls"
secret = ["{SECRET}"]
[dut.pics]
"DLMS.GTE" = true
[dut.control]
reset = "reboot"
"""


def test_faults_of_every_kind_are_told_at_once_and_no_secret_is_shown(tmp_path: Path) -> None:
    said = refusal(tmp_path, MIXED)
    for where in (
        "dut.link:",
        "dut.model:",
        "dut.modell: unknown key",
        "dut.associations (entry 1).may_write:",
        'dut.associations (entry 1): a secret belongs to mechanism "lls"',
        "dut.associations (entry 2).name:",
        "dut.associations (entry 2).secret: env:NOT_SET_ANYWHERE is not set",
        "dut.associations (entry 2).secrte: unknown key; remove it, or correct its spelling; did you mean secret?",
        "dut.associations (entry 3).secret: found a value of another kind, wanted a text",
        'dut.pics."DLMS.GTE": is no item of the PICS proforma',
        "dut.control.reset: 'reboot' is no control; wanted \"operator\"",
    ):
        assert f"\n  {where}" in said, said
    assert "11 faults" in said


@pytest.mark.parametrize(
    ("name", "included", "said"),
    [
        (
            "gone.toml",
            None,
            "includes gone.toml, but there is no such file; wanted a TOML file; correct include in bench.toml",
        ),
        (".", None, "includes ., but it is a directory"),
        ("bench.toml", None, "includes itself; wanted the name of another TOML file"),
        ("other.toml", "hello there", "other.toml is no TOML file (Expected '=' after a key"),
        ("other.toml", '[dut]\nmodell = "x"\n', "dut.modell (in other.toml): unknown key"),
        (
            "other.toml",
            "[[dut.associations]]\nname = 3\n",
            "dut.associations (entry 1).name (in other.toml): found 3, wanted a text",
        ),
    ],
)
def test_faults_of_an_included_file_name_it(tmp_path: Path, name: str, included: str | None, said: str) -> None:
    if included is not None:
        (tmp_path / "other.toml").write_text(included, encoding="utf-8")
    assert said in refusal(tmp_path, f'include = "{name}"\n{METER}')


def test_a_file_in_another_encoding_is_told_with_the_line(tmp_path: Path) -> None:
    (tmp_path / "bench.toml").write_bytes(METER.encode() + 'model = "Zähler"\n'.encode("latin-1"))
    with pytest.raises(BenchError, match=r"is no UTF-8 \(line 4, octet E4\).*save it as UTF-8"):
        open_bench(str(tmp_path / "bench.toml"))


def test_a_byte_order_mark_and_lines_of_windows_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "bench.toml").write_bytes(b"\xef\xbb\xbf" + METER.replace("\n", "\r\n").encode())
    assert open_bench(str(tmp_path / "bench.toml")).dut.role == "electricity_meter"


def test_a_directory_is_no_bench_file(tmp_path: Path) -> None:
    with pytest.raises(
        BenchError, match=r"cannot read the file .* \(Is a directory\); wanted a TOML file; check its name"
    ):
        open_bench(str(tmp_path))


def test_a_file_that_this_user_may_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)  # whoever runs this may be root, who may read anything
    with pytest.raises(BenchError, match=r"\(Permission denied\); wanted a TOML file; see who may read it"):
        open_bench(str(tmp_path / "bench.toml"))


def test_a_secret_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "password").write_bytes(b"\xff\xfe")
    text = f'{METER}[[dut.associations]]\nname = "a"\nmechanism = "lls"\nsecret = "file:password"\n'
    assert "dut.associations (entry 1).secret: file:password is no text; wanted" in refusal(tmp_path, text)


def test_a_link_in_place_of_a_file_is_told() -> None:
    with pytest.raises(BenchError, match=r"is a link, not a bench file; .* and link = \"tcp://192.0.2.7:4059\""):
        open_bench("tcp://192.0.2.7:4059")


def test_an_unknown_defect_is_told_without_a_file() -> None:
    with pytest.raises(
        BenchError, match=r"has no defect 'get-answers-absent'; .*did you mean get-answers-absent-objects"
    ):
        open_bench("golden:get-answers-absent")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "role = electricity_meter # no quotes",
            ": role = electricity_meter # no quotes; wanted lines like [dut] and role",
        ),
        ("role = electricity_meter", 'text needs quotes: write role = "electricity_meter"'),
        ("link = tcp://127.0.0.1:4059", 'text needs quotes: write link = "tcp://127.0.0.1:4059"'),
        ("permits = [writes]", "mend that line"),
        ("model = \x1b[31m", "model = \\x1b[31m"),
        ("[dut", "text needs quotes"),
    ],
)
def test_a_line_that_is_no_toml_is_shown_with_what_it_needs(tmp_path: Path, line: str, said: str) -> None:
    assert said in refusal(tmp_path, f"[dut]\n{line}\n")


@pytest.mark.parametrize("line", ["secret = hush", 'secret = "hush', 'x = [{secret = "hush"', "hush", '"hush'])
def test_a_line_that_may_be_a_secret_is_not_shown(tmp_path: Path, line: str) -> None:
    told = refusal(tmp_path, f"[dut]\n{line}\n")
    assert "hush" not in told
    assert "text needs quotes" in told
