"""Manifests: a JSON or CSV file that says about files what the files themselves do not."""

import csv
import io
import json

from . import encodings
from .failures import Unreadable, broken_json
from .messages import gettext
from .metadata import FIELDS

Entries = dict[str, dict[str, object]]


def read(name: str, data: bytes) -> Entries:
    """File name (relative to the imported folder) to its entry.

    JSON: an object of objects, or a list of objects with `file`. CSV: a header with `file` and any of the fields.
    Raises Unreadable where it is neither, or names a field or file wrongly.
    """
    text = encodings.decode(data)
    rows = _csv(text) if name.lower().endswith(".csv") else _json(text)
    entries: Entries = {}
    for file, entry in rows:
        if unknown := sorted(set(entry) - set(FIELDS)):
            known = ", ".join(FIELDS)
            raise Unreadable(
                gettext(
                    "has the unknown field {field} for {file}: the fields are {fields}",
                    field=repr(unknown[0]),
                    file=repr(file),
                    fields=known,
                )
            )
        if file in entries:
            raise Unreadable(gettext("names {file} twice: keep one entry", file=repr(file)))
        entries[file] = entry
    return entries


def _csv(text: str) -> list[tuple[str, dict[str, object]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if "file" not in (reader.fieldnames or ()):
        header = ",".join(("file", *FIELDS))
        raise Unreadable(gettext("has no column 'file': give a header line, such as {header}", header=header))
    rows = []
    for entry in reader:
        if None in entry:
            raise Unreadable(
                gettext(
                    "has more values than columns in line {line}: quote values that hold a comma",
                    line=str(reader.line_num),
                )
            )
        rows.append((_name(entry.pop("file")), {key: value for key, value in entry.items() if value}))
    return rows


def _json(text: str) -> list[tuple[str, dict[str, object]]]:
    try:
        parsed = json.loads(text)
    except json.JSONDecodeError as error:
        raise Unreadable(broken_json(error)) from None
    pairs = parsed.items() if isinstance(parsed, dict) else [(None, entry) for entry in _listed(parsed)]
    rows = []
    for file, entry in pairs:
        if not isinstance(entry, dict):
            raise Unreadable(gettext("the entry of {file} is not a JSON object", file=repr(file)))
        rows.append(
            (_name(entry.get("file") if file is None else file), {k: v for k, v in entry.items() if k != "file"})
        )
    return rows


def _listed(parsed: object) -> list[object]:
    if not isinstance(parsed, list):
        raise Unreadable(gettext("is neither a JSON object (file name: entry) nor a list of entries with 'file'"))
    return parsed


def _name(file: object) -> str:
    if not isinstance(file, str) or not file.strip():
        raise Unreadable(gettext("has an entry without a file name"))
    return file.strip().replace("\\", "/").removeprefix("./")
