"""Draw the pictures of docs/ from the sample reports: ``python -m scripts.draw_pictures``.

Every chart on the fictional prefecture, and two looks at where a figure stands in its source. What the
README and docs/charts.md show is what the software makes; nothing is drawn by hand.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PIL import Image

import toolkit
from toolkit import charts
from toolkit.charts.export import save

DOCS = Path(__file__).parents[1] / "docs"
PICTURES = DOCS / "pictures"
SAMPLES = DOCS.parent / "data" / "samples"
_SCALE = 1.25
_COLOURS = 96
_OPTIONS: dict[str, dict[str, Any]] = {
    "agency_profile": {"agency": "清河市自然资源局"},
    "peers": {"agency": "清河市自然资源局"},
}
#: Shown in the README: English, for those who come from elsewhere.
_IN_ENGLISH = ("requests_flow",)


def main() -> None:
    """Draw every picture anew."""
    PICTURES.mkdir(exist_ok=True)
    corpus = toolkit.load(SAMPLES / "qinghe", progress=False)
    for name in charts.names():
        save(charts.draw(name, corpus, lang="zh", **_OPTIONS.get(name, {})), PICTURES / f"{name}.png", scale=_SCALE)
    for name in _IN_ENGLISH:
        save(charts.draw(name, corpus, lang="en"), PICTURES / f"{name}-en.png", scale=_SCALE)
    (PICTURES / "show.png").write_bytes(_shown())
    for path in PICTURES.glob("*.png"):
        # Charts have few colours: with a palette a picture takes a quarter of the room.
        Image.open(path).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def _shown() -> bytes:
    """Return the picture of a row of a PDF with one value marked."""
    report = toolkit.read_report(SAMPLES / "ningxia" / "yinchuan-science-2020.pdf")
    shown = report.show("disclosures", "other_external_management", "decisions")
    if shown.picture is None:
        raise SystemExit("the sample PDF shows no picture of its row")
    return shown.picture


if __name__ == "__main__":
    main()
