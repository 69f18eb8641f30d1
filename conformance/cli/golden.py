"""`goldenbench golden`: a golden unit as a process of its own."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from conformance.cli.completion import defects


class Units(TyperGroup):
    """The golden units that there are; of another one, or of an option before its unit, it says so."""

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        for unit, command in self.commands.items():
            if args and not ctx.resilient_parsing and any(args[0] in option.opts for option in command.params):
                ctx.fail(f"{args[0]} stands before its golden unit; wanted: goldenbench golden {unit} {args[0]}")
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and self.get_command(ctx, args[0]) is None:
            ctx.fail(f"there is no golden unit {args[0]!r}; wanted {' or '.join(self.list_commands(ctx))}")
        return super().resolve_command(ctx, args)


golden_app = typer.Typer(
    cls=Units, help="Run a golden unit alone, for a client of your own to talk to.", no_args_is_help=True
)


@golden_app.command("electricity-meter")
def electricity_meter(
    listen: Annotated[
        list[str] | None,
        typer.Option(metavar="URL", help="tcp://, udp://, hdlc+tcp://, hdlc+pty:, hdlc+serial:///dev/...; repeatable."),
    ] = None,
    config: Annotated[Path | None, typer.Option(metavar="FILE", help="TOML file with other settings.")] = None,
    defect: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Run with this fault; one alone.", autocompletion=defects)
    ] = None,
    list_defects: Annotated[bool, typer.Option("--list-defects", help="List the faults it can have.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --list-defects: write JSON.")] = False,
) -> None:
    """Run the golden electricity meter until SIGINT or SIGTERM."""
    if list_defects:
        from golden_units.defects import defects_of

        defects = defects_of("electricity_meter").values()
        if as_json:
            rows = [{"name": known.name, "rule": known.rule, "summary": known.summary} for known in defects]
            typer.echo(json.dumps(rows, indent=2, ensure_ascii=False))
            return
        names, rules = (
            max(map(len, column)) for column in zip(*((one.name, one.rule) for one in defects), strict=True)
        )
        for known in defects:
            typer.echo(f"{known.name:<{names}} {known.rule:<{rules}} {known.summary}")
        return
    from conformance.bench.golden_process import serve

    if len(defect or []) > 1:
        raise typer.BadParameter(
            f"{len(defect or [])} of them; wanted one: a golden meter has one fault, several meters have several",
            param_hint="--defect",
        )
    serve("electricity_meter", listen or [], config, defect[0] if defect else "")
