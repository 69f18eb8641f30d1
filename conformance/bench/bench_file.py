"""The bench file: one TOML file that says what is tested, over which link, with which permissions.

All errors are reported at once, each with its path and a remedy; unknown keys
are errors. Secrets may be named instead of written: `env:NAME`, `file:PATH`.
"""

import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from conformance.bench.addresses import client_misfit, link_misfit, server_misfit
from conformance.bench.link_url import parse_link
from conformance.dlms.cosem import ObisCode
from conformance.errors import BenchError
from conformance.testcase import ROLES, Effects
from conformance.tolerances import TOLERANCES

Sap = Annotated[int, Field(ge=1, le=0xFFFF)]
Seconds = Annotated[float, Field(ge=0, le=86_400, allow_inf_nan=False)]


def _link(text: str) -> str:
    parse_link(text)
    return text


def _one_of(*names: str) -> AfterValidator:
    def check(name: str) -> str:
        if name not in names:
            raise ValueError(f"{name!r} is none of {', '.join(names)}")
        return name

    return AfterValidator(check)


Link = Annotated[str, AfterValidator(_link)]
Obis = Annotated[str, AfterValidator(lambda code: str(ObisCode(code)))]
"""An OBIS code in the one form in which codes are compared, whichever it was written in."""

EFFECTS = [effect.word for effect in Effects if effect is not Effects.NONE]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AssociationPart(Part):
    """One way in which a client may associate with the DUT."""

    name: str = Field(min_length=1)
    client_sap: Sap = 16
    server_sap: Sap = 1
    mechanism: Literal["none", "lls"] = "none"
    secret: SecretStr | None = None
    may_write: bool = False

    @model_validator(mode="after")
    def _secret_fits_mechanism(self) -> "AssociationPart":
        if (self.mechanism == "lls") != (self.secret is not None):
            raise ValueError('a secret belongs to mechanism "lls" and to no other; add or remove `secret`')
        return self


class TimingPart(Part):
    response_timeout_s: Annotated[float, Field(gt=0, le=3600, allow_inf_nan=False)] = 5.0
    turnaround_s: Seconds = 0.0
    inactivity_timeout_s: Seconds | None = None
    """0 if the DUT keeps connections for ever; None: not declared."""

    reconnect_delay_s: Seconds = 0.0


class PixitPart(Part):
    max_wrong_credentials: Annotated[int, Field(ge=0)] | None = None
    lockout_s: Seconds | None = None
    """How long a wrong password locks the DUT, 0 if it does not; None: not declared."""

    do_not_test: dict[Obis, str] = {}
    """OBIS codes that no case may touch, each with the reason."""

    tolerances: list[Annotated[str, _one_of(*TOLERANCES)]] = []
    writable_data: Obis | Literal[""] = ""
    """OBIS code of a Data object (class 1) whose value the cases may write and restore."""

    relay_actuation_s: Seconds | None = None
    """How long the supply switch takes to move, after the answer that it will; None: not declared."""


class DutPart(Part):
    role: Annotated[str, _one_of(*ROLES)]
    link: Link | None = None
    links: dict[str, Link] = {}
    manufacturer: str = ""
    model: str = ""
    serial_number: str = ""
    hardware_version: str = ""
    firmware_version: str = ""
    firmware_sha256: Annotated[str, Field(pattern=r"^([0-9a-fA-F]{64})?$")] = ""
    permits: list[Annotated[str, _one_of(*EFFECTS)]] | None = None
    associations: list[AssociationPart] = []
    timing: TimingPart = TimingPart()
    control: dict[Annotated[str, _one_of("power_cycle", "reset", "wake", "press", "read_display")], str] = {}
    pics: dict[str, bool] = {}
    pixit: PixitPart = PixitPart()

    @model_validator(mode="after")
    def _has_one_kind_of_link(self) -> "DutPart":
        if (self.link is None) == (not self.links):
            raise ValueError("either `link` or `[dut.links]` has to say how the DUT is reached, and not both")
        names = [association.name for association in self.associations]
        if len(set(names)) != len(names):
            raise ValueError("two associations have the same name; give each its own")
        for name, how in self.control.items():
            if how != "operator" and not how.startswith("cmd "):
                raise ValueError(f'control {name}: {how!r}; wanted "operator", or "cmd " and a command line')
        return self

    @model_validator(mode="after")
    def _addresses_fit(self) -> "DutPart":
        """SAPs meet the links on which they have to travel; every misfit is told at its own place."""
        named: dict[tuple[int | str, ...], str] = {("links", name): link for name, link in self.links.items()}
        if self.link is not None:
            named[("link",)] = self.link
        links = {where: parse_link(link) for where, link in named.items()}
        misfits = {where: link_misfit(link) for where, link in links.items()}
        for number, known in enumerate(self.associations):
            misfits["associations", number, "client_sap"] = client_misfit(known.client_sap, [*links.values()])
            misfits["associations", number, "server_sap"] = server_misfit(known.server_sap, [*links.values()])
        details = [
            InitErrorDetails(type=PydanticCustomError("address", "{said}", {"said": said}), loc=where, input=said)
            for where, said in misfits.items()
            if said
        ]
        if details:
            raise ValidationError.from_exception_data("addresses", details)
        return self


class CampaignPart(Part):
    suites: list[str] = []
    phase: Literal["foundation", "enduring"] = "foundation"
    seed: Annotated[int, Field(ge=0)] = 1


class BenchFile(Part):
    dut: DutPart
    campaign: CampaignPart = CampaignPart()


def read_bench_file(path: Path) -> BenchFile:
    """Read, include, check and resolve secrets; BenchError lists every fault at once."""
    try:
        content = _with_include(path)
        bench = BenchFile.model_validate(content)
    except ValidationError as error:
        raise faults(str(path), error) from None
    return resolve_secrets(bench, path.parent)


def golden_bench(link: str = "golden") -> BenchFile:
    """The bench that is used when none is given."""
    return BenchFile(dut=DutPart(role="electricity_meter", link=link))


def _with_include(path: Path) -> dict[str, Any]:
    content = read_toml(path)
    include = content.pop("include", None)
    if include is None:
        return content
    if not isinstance(include, str):
        raise BenchError(f"{path}: include = {include!r}", "the name of one TOML file", 'write include = "other.toml"')
    private = read_toml(path.parent / include)
    if "include" in private:
        raise BenchError(f"{include} includes another file", "one level of inclusion", f"move it into {path.name}")
    return _merged(private, content)


def read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        remedy = "check its name, or leave it out to use the defaults"
        raise BenchError(f"cannot read the file {path} ({error.strerror})", "a TOML file", remedy) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BenchError(
            f"{path} is no TOML file ({error})", "TOML as in the documentation", "mend that line"
        ) from error


def _merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Tables are merged, anything else in `over` replaces what `base` says."""
    merged = dict(base)
    for key, value in over.items():
        known = merged.get(key)
        merged[key] = _merged(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return merged


_REMEDIES = {
    "extra_forbidden": "remove it, or correct its spelling",
    "missing": "add it",
}


def faults(source: str, error: ValidationError) -> BenchError:
    """All faults of a file, a line each: where, what, and what to do."""
    lines = []
    for fault in error.errors(include_url=False, include_input=False):
        where = ".".join(str(part) for part in fault["loc"]) or "the file as a whole"
        said = "unknown key" if fault["type"] == "extra_forbidden" else fault["msg"].removeprefix("Value error, ")
        remedy = _REMEDIES.get(fault["type"], "correct it")
        lines.append(f"  {where}: {said}; {remedy}")
    count = f"{len(lines)} fault{'s' if len(lines) > 1 else ''}"
    return BenchError(f"{source} has {count}:\n" + "\n".join(lines), "a valid file", "see docs/bench_file.md")


def resolve_secrets(bench: BenchFile, folder: Path) -> BenchFile:
    """Replace `env:NAME` and `file:PATH` by what they name."""
    resolved = []
    for association in bench.dut.associations:
        if association.secret is not None:
            secret = SecretStr(_resolve(association.secret.get_secret_value(), association.name, folder))
            association = association.model_copy(update={"secret": secret})
        resolved.append(association)
    dut = bench.dut.model_copy(update={"associations": resolved})
    return bench.model_copy(update={"dut": dut})


def _resolve(secret: str, association: str, folder: Path) -> str:
    kind, colon, name = secret.partition(":")
    if kind == "env" and colon:
        if name not in os.environ:
            raise BenchError(
                f"the secret of association {association} is env:{name}, which is not set",
                "an environment variable with the secret",
                f"export {name}=... before the run",
            )
        return os.environ[name]
    if kind == "file" and colon:
        try:
            return (folder / name).read_text(encoding="utf-8").rstrip("\r\n")
        except OSError as error:
            raise BenchError(
                f"cannot read the secret of association {association} from {name} ({error.strerror})",
                "a readable file with the secret",
                "check its path, which counts from the bench file, and its permissions",
            ) from error
    return secret
