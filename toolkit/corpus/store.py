"""A corpus as a folder of Parquet files, one for each frame."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from toolkit.corpus.corpus import Corpus
from toolkit.errors import FrameError
from toolkit.frames import FRAMES

_ABOUT = "corpus.json"
# Row groups of this size read fast for one agency and for all years alike.
_ROW_GROUP = 128 * 1024


def save(frames: Mapping[str, pl.DataFrame], folder: Path, about: Mapping[str, object]) -> None:
    """Write every frame into a folder, each in one step, so that a broken run leaves the old one."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in FRAMES:
        part = folder / f".{name}.parquet.part"
        frames[name].write_parquet(part, compression="zstd", row_group_size=_ROW_GROUP)
        part.replace(folder / f"{name}.parquet")
    text = json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / _ABOUT).write_text(text + "\n", "utf-8")


def open_corpus(folder: str | Path) -> Corpus:
    """Return the corpus kept in a folder; frames are read when they are first asked for.

    Raises `FrameError` where the folder holds no corpus.
    """
    path = Path(folder)
    missing = [name for name in FRAMES if not (path / f"{name}.parquet").is_file()]
    if missing:
        what = "holds no corpus" if len(missing) == len(FRAMES) else f"lacks {', '.join(missing)}"
        raise FrameError(f"{path} {what}; make one with: ogi load REPORTS --out {path}")
    return Corpus(folder=path)


def about(folder: Path) -> Mapping[str, object]:
    """Return what is noted beside the frames: where the reports were, and by which version."""
    path = folder / _ABOUT
    if not path.is_file():
        return {}
    data: Mapping[str, object] = json.loads(path.read_text("utf-8"))
    return data
