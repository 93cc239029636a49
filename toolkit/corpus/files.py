"""The files that a person means: single ones, folders, globs and zip archives."""

from __future__ import annotations

import glob
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from toolkit.errors import UnreadableFile
from toolkit.frames.corrections import NAME as CORRECTIONS

# Left behind by file managers and office programs; never a report.
_LITTER = ("thumbs.db", "desktop.ini", CORRECTIONS)
_LARGEST_MEMBER = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file to read: its name for people, its path, and its name inside an archive."""

    source: str
    path: Path
    member: str | None = None

    @property
    def suffix(self) -> str:
        """The file name's ending, lower case, with its dot."""
        return PurePosixPath(self.member or self.path.name).suffix.lower()

    def read(self) -> bytes:
        """Return the bytes of the file; raise `UnreadableFile` where it cannot be opened."""
        try:
            if self.member is None:
                return self.path.read_bytes()
            with zipfile.ZipFile(self.path) as archive:
                info = archive.getinfo(self.member)
                if info.file_size > _LARGEST_MEMBER:
                    raise UnreadableFile("the file inside the archive is larger than 200 MB; unpack it first")
                return archive.read(info)
        except PermissionError as error:
            raise UnreadableFile("the file may not be read; check its permissions") from error
        except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            raise UnreadableFile(f"the file cannot be opened: {error}") from error


def find_files(reports: Iterable[str | Path]) -> list[InputFile]:
    """Return every file that is meant, each once, by the name under which it becomes a source.

    Names are relative to what was named: a file inside a folder by its path in it. Raises
    `FileNotFoundError` where something that was named is not there.
    """
    named = [Path(item) for item in reports]
    found: dict[str, InputFile] = {}
    seen: set[tuple[Path, str | None]] = set()
    for root in named:
        for top in _expand(root):
            for file in _inside(top, prefix=top.name if len(named) > 1 and top.is_dir() else ""):
                where = (file.path.resolve(), file.member)
                if where in seen:
                    continue
                seen.add(where)
                source = file.source if file.source not in found else file.path.as_posix()
                found[source] = InputFile(source, file.path, file.member)
    return [found[source] for source in sorted(found)]


def find_corrections(files: Iterable[InputFile]) -> list[tuple[Path, str]]:
    """Return each corrections file that lies in a folder of the files, or above them in what was loaded.

    With it comes the beginning of the source names of the reports beside it, which its lines leave out:
    "2021/" for reports that are called 2021/a.html.
    """
    found: dict[Path, str] = {}
    for file in files:
        # a.zip/x.html: the archive is the file that lies in a folder.
        inside = len(PurePosixPath(file.member).parts) if file.member is not None else 0
        parents = list(PurePosixPath(file.source).parents)[inside:]
        for parent, folder in zip(parents, file.path.parents, strict=False):
            path = folder / CORRECTIONS
            if path not in found and path.is_file():
                found[path] = "" if parent.as_posix() == "." else f"{parent.as_posix()}/"
    return sorted(found.items())


def _expand(root: Path) -> list[Path]:
    if root.exists():
        return [root]
    matches = [Path(match) for match in sorted(glob.glob(str(root), recursive=True))]  # noqa: PTH207
    if not matches:
        raise FileNotFoundError(
            f"{root} is not there; name a file, a folder, a glob or a zip archive of reports"
        )
    return matches


def _inside(top: Path, prefix: str) -> Iterator[InputFile]:
    if not top.is_dir():
        yield from _members(top, top.name)
        return
    for path in sorted(top.rglob("*")):
        relative = path.relative_to(top)
        if path.is_file() and not any(part.startswith((".", "~$")) for part in relative.parts):
            yield from _members(path, str(PurePosixPath(prefix, relative.as_posix())))


def _members(path: Path, source: str) -> Iterator[InputFile]:
    """Yield a file, or the files inside it where it is a zip archive of reports and no document."""
    members = _infolist(path) if path.suffix.lower() == ".zip" else None
    if members is None:
        if path.name.lower() not in _LITTER:
            yield InputFile(source, path)
        return
    for info in members:
        name = _name(info)
        parts = PurePosixPath(name).parts
        if not info.is_dir() and parts and not any(part.startswith((".", "__MACOSX")) for part in parts):
            yield InputFile(f"{source}/{name}", path, info.filename)


def _infolist(path: Path) -> list[zipfile.ZipInfo] | None:
    """Return what is in an archive, or nothing where it is damaged; reading it will say so."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.infolist()
    except (OSError, zipfile.BadZipFile):
        return None


def _name(info: zipfile.ZipInfo) -> str:
    """Return a member's name; archives from Chinese Windows hold GBK and do not say so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.filename
