"""A new bench file: what somebody says about a device, checked as the file will be, and written with comments."""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from conformance.bench.bench_file import EFFECTS, BenchFile
from conformance.bench.file_faults import Where, told
from conformance.bench.link_url import parse_link
from conformance.errors import BenchError

NAMED = ("env:", "file:")

LINK_HINTS = {
    "wrapper": "the wrapper over TCP or UDP; a meter that speaks HDLC there wants hdlc+tcp://",
    "hdlc": "HDLC; the meter's address goes behind it: ?address_octets=2&server_lower=17 (goldenbench doctor finds it)",
}

HEAD = """\
# Bench file of goldenbench: which device is tested, over which link, with which permissions.
# All keys are described in docs/bench_file.md. Next steps:
#   goldenbench doctor {name}   looks whether this file, the port and the device fit together
#   goldenbench list {name}     says which cases would run
#   goldenbench run {name}      tests the device
"""

DUT = """
[dut]
role = {role}
# {hint}
link = {link}

# What the device is; serial number and firmware version are compared with what it says itself.
# manufacturer = "..."
# model = "..."
# serial_number = "..."
# firmware_version = "..."

# Effects that cases may have. Without this a real device is only read.
# Known: {effects}
{permits}
"""

ASSOCIATION = """
[[dut.associations]]
name = {name}
client_sap = {client_sap}
server_sap = {server_sap}
"""

TAIL = """
[dut.timing]
response_timeout_s = 5      # longest silence before an answer and within it
turnaround_s = 0            # what the device needs before it starts to answer, on top
reconnect_delay_s = 0       # how long to leave it alone between two connections
# inactivity_timeout_s = 120   # after this silence the device drops the connection; 0: it never does

# What makes the device act when no message can: a command line, or a person.
# [dut.control]
# power_cycle = "cmd relayctl --port 3 --cycle"
# reset = "operator"

# What the device has, item by item; what is left out is asked of the device itself.
# [dut.pics]
# "DLMS.SET" = true

# [dut.pixit]
# max_wrong_credentials = 2      # wrong passwords that it bears in one run; without it no case sends one
# lockout_s = 0                  # how long it refuses the right password after a wrong one
# writable_data = "0-0:96.1.1.255"
# [dut.pixit.do_not_test]
# "0-0:96.3.10.255" = "the supply switch feeds the lamp in the laboratory"

# [campaign]
# suites = ["dlms"]
# phase = "foundation"
"""


def association(name: str, client_sap: int, server_sap: int, secret: str = "", *, may_write: bool = False) -> Any:
    """One way to associate, as a bench file has it; with the name of a secret it is low level security."""
    known: dict[str, Any] = {"name": name, "client_sap": client_sap, "server_sap": server_sap}
    if secret:
        known |= {"mechanism": "lls", "secret": secret}
    return known | ({"may_write": True} if may_write else {})


def problem(content: Mapping[str, Any], where: Where) -> str:
    """What is wrong with a value, or with a value that it makes impossible; empty if nothing is."""
    try:
        BenchFile.model_validate({"dut": content})
    except ValidationError as error:
        return next((said for place, said in told(error) if place[: len(where) + 1] == ("dut", *where)), "")
    return ""


def no_secret_name(secret: str) -> str:
    """Why a text does not name a secret; what it is instead may be the secret, so it is not repeated."""
    if secret.startswith(NAMED) and secret not in NAMED:
        return ""
    return "found something else; wanted env:NAME or file:PATH, so that no password stands in the file"


def written(content: Mapping[str, Any], name: str) -> str:
    """The bench file with its comments; it says what `content` says."""
    hint = LINK_HINTS[parse_link(content["link"]).framing]
    permits = content.get("permits")
    parts = [
        HEAD.format(name=name),
        DUT.format(
            role=_toml(content["role"]),
            hint=hint,
            link=_toml(content["link"]),
            effects=", ".join(EFFECTS),
            permits=f"permits = {_toml(permits)}" if permits else '# permits = ["writes", "clock"]',
        ),
    ]
    for known in content.get("associations", []):
        text = ASSOCIATION.format(**{key: _toml(known[key]) for key in ("name", "client_sap", "server_sap")})
        others = {key: value for key, value in known.items() if key not in ("name", "client_sap", "server_sap")}
        parts.append(text + "".join(f"{key} = {_toml(value)}\n" for key, value in others.items()))
    text = "".join(parts) + TAIL
    BenchFile.model_validate(tomllib.loads(text))  # whatever was said, the file is right, or is not written
    return text


def _toml(value: Any) -> str:
    """Texts, numbers, truths and lists of texts look in TOML as they do in JSON."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        remedy = "choose another name, or remove the file first"
        raise BenchError(f"{path} is there already", "a new file, so that nothing is overwritten", remedy) from error
    except OSError as error:
        remedy = "check its folder"
        raise BenchError(f"cannot write {path} ({error.strerror})", "a file that can be made", remedy) from error
