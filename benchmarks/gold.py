"""Where the marked texts lie that quality is measured on. They are not part of the project."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

GOLD = Path(os.environ.get("GOLD") or Path(__file__).resolve().parent.parent.parent / "shared" / "gold")

PEERS = Path(__file__).resolve().parent.parent / ".venv-peers" / "bin" / "python"


def rows(*path: str) -> list[dict[str, Any]]:
    """The rows of a JSON Lines file of the gold."""
    lines = (need() / Path(*path)).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def need() -> Path:
    """The folder of the gold, or the end of the program with a remedy."""
    if not GOLD.is_dir():
        sys.exit(f"The gold data is not at {GOLD}: set GOLD to the folder that has polnear/, wikiwars/ and score/")
    return GOLD


def score(script: str, name: str, predictions: Iterable[dict[str, Any]], *options: str) -> str:
    """Writes the predictions to a temporary file and returns what the gold's own script prints of them."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for row in predictions:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
        file.flush()
        return run(script, name, file.name, *options)


def peer(tool: str, *path: str) -> list[dict[str, Any]]:
    """The predictions of another tool for the same rows; the end of the program where none is installed."""
    if not PEERS.is_file():
        sys.exit(f"The other tools are not installed at {PEERS}: `make quality` installs them")
    with (need() / Path(*path)).open(encoding="utf-8") as texts:
        command = [str(PEERS), str(Path(__file__).with_name("peers.py")), tool]
        told = subprocess.run(command, check=True, stdin=texts, capture_output=True, text=True)
    return [json.loads(line) for line in told.stdout.splitlines()]


def run(script: str, *arguments: str) -> str:
    command = [sys.executable, str(need() / "score" / script), *arguments]
    # The scripts put file names right behind GOLD.
    environment = {**os.environ, "GOLD": f"{need().resolve()}/"}
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
