"""Files to import: those named, and all below the folders named."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .failures import Failure
from .messages import gettext


@dataclass(frozen=True)
class File:
    """A file and its name relative to the folder that is imported, with forward slashes."""

    name: str
    path: Path


def found(paths: Iterable[Path], leave_out: Iterable[Path] = ()) -> Iterator[File | Failure]:
    """Every file once, folders in the order of their names; hidden files and folders are passed over.

    Links inside a folder are followed to files of that folder only, so that none can lead out of it or in circles.
    """
    seen = {path.resolve() for path in leave_out}
    for path in paths:
        for item in _below(path):
            if isinstance(item, Failure):
                yield item
            elif (real := item.path.resolve()) not in seen:
                seen.add(real)
                yield item


def _below(path: Path) -> Iterator[File | Failure]:
    if path.is_dir():
        yield from _walk(path, path.resolve())
    elif path.is_file():
        yield File(path.name, path)
    elif path.exists():
        yield Failure(str(path), gettext("is neither a file nor a folder"))
    else:
        yield Failure(str(path), gettext("does not exist: check the path"))


def _walk(root: Path, real_root: Path) -> Iterator[File | Failure]:
    unreadable: list[OSError] = []
    for folder, folders, files in os.walk(root, onerror=unreadable.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in [*folders, *sorted(files)]:
            path = Path(folder, name)
            relative = path.relative_to(root).as_posix()
            if name.startswith(".") or (name in folders and not path.is_symlink()):
                continue
            yield _checked(relative, path, real_root)
    for error in unreadable:
        yield out_of_reach(str(error.filename), error)


def out_of_reach(name: str, error: OSError) -> Failure:
    """A file or folder that the system does not let us read."""
    return Failure(name, gettext("cannot be read ({error}): check its permissions", error=str(error.strerror)))


def _checked(name: str, path: Path, real_root: Path) -> File | Failure:
    if path.is_symlink():
        if path.is_dir():
            return Failure(name, gettext("is a link to a folder, which is not followed: name that folder itself"))
        if not path.exists():
            return Failure(name, gettext("is a link to nothing, or to itself: remove it"))
        if not path.resolve().is_relative_to(real_root):
            return Failure(name, gettext("is a link that leads out of the folder: copy the file, or name it itself"))
    return File(name, path) if path.is_file() else Failure(name, gettext("is not a regular file"))
