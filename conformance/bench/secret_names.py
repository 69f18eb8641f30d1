"""Secrets that a bench file names instead of writing them: `env:NAME`, `file:PATH`."""

import os
from pathlib import Path
from typing import Any

from pydantic import SecretStr


def resolved(secret: SecretStr, folder: Path) -> SecretStr:
    """What a secret stands for; `unresolved` has been asked whether there is such a thing."""
    given = secret.get_secret_value()
    kind, colon, name = given.partition(":")
    if colon and kind == "env":
        return SecretStr(os.environ[name])
    return SecretStr(_read(folder / name)) if colon and kind == "file" else secret


def unresolved(secret: Any, folder: Path) -> str:
    """Why nothing is where a secret is said to be; empty if it is there."""
    kind, colon, name = secret.partition(":") if isinstance(secret, str) else ("", "", "")
    if kind == "env" and colon and name not in os.environ:
        return (
            f"env:{name} is not set; wanted an environment variable with the secret; "
            f"before the run enter it behind: read -rs {name} && export {name}"
        )
    if kind == "file" and colon:
        try:
            _read(folder / name)
        except OSError as error:
            wanted = "a readable file with the secret; check its path, which counts from the bench file"
            return f"file:{name} cannot be read ({error.strerror}); wanted {wanted}"
        except UnicodeDecodeError:
            return f"file:{name} is no text; wanted a file with the secret in UTF-8; save it as UTF-8"
    return ""


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8").rstrip("\r\n")
