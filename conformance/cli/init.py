"""`goldenbench init`: asks about a device and writes a bench file for it."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from conformance.bench.file_faults import Where

PUBLIC_CLIENT = 16
MANAGEMENT_SERVER = 1
DEFAULT_ROLE = "electricity_meter"
DEFAULT_SECRET = "env:METER_PASSWORD"

NEED_A_WRITER = ("writes", "clock", "erases", "relay")
"""Effects of cases that need a client which may write."""

LINKS = """\
How is the device reached?
  tcp://192.0.2.7:4059                        wrapper over TCP (udp:// over UDP)
  hdlc+tcp://192.0.2.7:4060                   HDLC through a converter
  hdlc+serial:///dev/ttyUSB0?baud=9600        HDLC on a serial line
  golden                                      no device: the golden meter"""


def init(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Name of the new file.")] = Path("bench.toml"),
    role: Annotated[str, typer.Option(metavar="ROLE", help="What the device is.", show_default=False)] = "",
    link: Annotated[
        str,
        typer.Option(metavar="URL", help="tcp://HOST:PORT, hdlc+serial:///dev/ttyUSB0?baud=9600, golden, ..."),
    ] = "",
    client_sap: Annotated[int | None, typer.Option(metavar="N", help="A client that has a password.")] = None,
    server_sap: Annotated[int, typer.Option(metavar="N", help="Logical device.")] = MANAGEMENT_SERVER,
    secret: Annotated[str, typer.Option(metavar="env:NAME", help="Where its password comes from; or file:PATH.")] = "",
    may_write: Annotated[bool, typer.Option("--may-write", help="That client may write.")] = False,
    permit: Annotated[list[str] | None, typer.Option(metavar="EFFECT", help="What cases may do; repeatable.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing; what is not given keeps its default.")] = False,
) -> None:
    """Write a bench file for a device, after some questions; nothing is overwritten, nothing is sent."""
    from conformance.bench.bench_draft import association, no_secret_name, write_new, written
    from conformance.errors import BenchError

    if file.exists():
        raise BenchError(f"{file} is there already", "a new file", "choose another name, or remove the file first")
    asks = not yes
    if asks and not sys.stdin.isatty():
        _mistake("there is no terminal to ask on", "--yes and at least --link", "--yes --link tcp://192.0.2.7:4059")
    if not asks and not link:
        _mistake("--yes without --link", "how the device is reached", "--yes --link tcp://192.0.2.7:4059")
    content: dict[str, Any] = {"role": role or DEFAULT_ROLE, "link": link or "golden"}
    _settle(content, ("role",), None if role or not asks else "Role of the device", "--role")
    if not link:
        typer.echo(LINKS)
    _settle(content, ("link",), None if link or not asks else "Link", "--link")
    if permit:
        content["permits"] = permit
        _settle(content, ("permits",), None, "--permit")
    if client_sap is None and asks:
        client_sap, secret, may_write = _ask_for_client(content, server_sap)
    associations = [association("public", PUBLIC_CLIENT, server_sap)]
    if client_sap is not None:
        secret = secret or DEFAULT_SECRET
        if no_secret_name(secret):
            raise typer.BadParameter(no_secret_name(secret), param_hint="--secret")
        associations.append(association("management", client_sap, server_sap, secret, may_write=may_write))
    elif secret or may_write:
        _mistake("--secret or --may-write without --client-sap", "the client that they belong to", "--client-sap 48")
    if content["link"].removeprefix("hdlc+").partition(":")[0] != "golden" or client_sap is not None:
        content["associations"] = associations
        _settle(content, ("associations",), None, "--client-sap or --server-sap")
    write_new(file, written(content, str(file)))
    typer.echo(f"{file} is written; `goldenbench doctor {file}` looks whether the device answers")
    _say_what_is_left(client_sap, secret)
    _say_what_is_in_vain(content, may_write=may_write)


def _say_what_is_left(client_sap: int | None, secret: str) -> None:
    """A line that can be copied as it is, and leaves no password in the history of the shell."""
    kind, _, name = secret.partition(":")
    if kind == "env" and name not in os.environ:
        typer.echo(f"before that, enter the password of client {client_sap} behind this command of the shell:")
        typer.echo(f"  read -rs {name} && export {name}")


def _say_what_is_in_vain(content: dict[str, Any], *, may_write: bool) -> None:
    """Cases that write want both: a permit, and a client that may. A golden meter without clients has its own."""
    if "associations" not in content:
        return
    in_vain = [effect for effect in content.get("permits", []) if effect in NEED_A_WRITER]
    if may_write and "permits" not in content:
        typer.echo('nothing is written to the device until the file permits it: permits = ["writes"] below [dut]')
    elif in_vain and not may_write:
        typer.echo(
            f"no client may write, so cases with the effects {', '.join(in_vain)} are not run: "
            "add may_write = true to the client that may, below [[dut.associations]]"
        )


def _settle(content: dict[str, Any], where: "Where", question: str | None, option: str) -> None:
    """Ask until the value is right; without a question a wrong one is a mistake on the command line."""
    from conformance.bench.bench_draft import problem

    key = str(where[0])
    default = content[key] if key == "role" else None  # never a wrong answer: Enter would give it again
    while True:
        if question is not None:
            content[key] = typer.prompt(question, default=default).strip()
        said = problem(content, where)
        if not said:
            return
        if question is None:
            raise typer.BadParameter(said, param_hint=option)
        typer.echo(f"  {said}")


def _ask_for_client(content: dict[str, Any], server_sap: int) -> tuple[int | None, str, bool]:
    """A client with a password, if there is one: its SAP, where its password comes from, whether it may write."""
    from conformance.bench.bench_draft import association, no_secret_name, problem

    while True:
        text = typer.prompt("Client SAP of a client with a password (empty: there is none)", default="").strip()
        if not text:
            return None, "", False
        if not text.isascii() or not text.isdigit():
            typer.echo(f"  {text!r} is no number; wanted one such as 48")
            continue
        tried = {**content, "associations": [association("management", int(text), server_sap, "env:X")]}
        said = problem(tried, ("associations",))
        if not said:
            break
        typer.echo(f"  {said}")
    while True:
        secret = typer.prompt("Where does its password come from (env:NAME or file:PATH)", default=DEFAULT_SECRET)
        said = no_secret_name(secret)
        if not said:
            break
        typer.echo(f"  {said}")
    return int(text), secret, typer.confirm("May this client write?", default=False)


def _mistake(found: str, wanted: str, example: str) -> None:
    raise typer.BadParameter(f"{found}; wanted {wanted}, as in: goldenbench init bench.toml {example}")
