"""Write the fictional corpus and its truth: ``python -m scripts.samples [FOLDER]``."""

from __future__ import annotations

import sys
from pathlib import Path

from scripts.samples.corpus import all_files
from scripts.samples.truth import tables

FOLDER = Path(__file__).parents[2] / "data" / "samples"


def contents() -> dict[str, str]:
    """Return the text of every generated file by its path inside the folder of samples."""
    files = all_files()
    texts = {f"qinghe/{file.source}": file.text for file in files}
    return texts | {f"truth/qinghe/{name}": text for name, text in tables(files).items()}


def main(folder: Path = FOLDER) -> None:
    """Write the corpus into a folder, and take away what an earlier run left there."""
    texts = contents()
    for name in ("qinghe", "truth/qinghe"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for old in [*folder.glob("qinghe/*.*"), *folder.glob("truth/qinghe/*.*")]:
        if old.relative_to(folder).as_posix() not in texts:
            old.unlink()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(texts)} files, {sum(len(text.encode()) for text in texts.values()):,} bytes in {folder}")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:2]))
