"""Saving a chart as a picture or a page that looks the same on every machine, without a network."""

from __future__ import annotations

import base64
import html
import io
import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

from toolkit.charts import theme
from toolkit.errors import ToolkitError

if TYPE_CHECKING:
    import altair as alt

REGULAR = theme.FONT_FOLDER / "NotoSansSC-Regular.ttf"
BOLD = theme.FONT_FOLDER / "NotoSansSC-Bold.ttf"
SUFFIXES = (".png", ".svg", ".pdf", ".html")

_PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{faces}
body {{ margin: 0; background: {background}; }}
figure {{ margin: 0; }}
</style>
<script>
{scripts}
</script>
</head>
<body>
<figure role="img" aria-label={alt_text}><div id="chart"></div></figure>
<noscript>{noscript}</noscript>
<script>
const spec = {spec};
const options = {{mode: "vega-lite", renderer: "svg"}};
// A chart is laid out by the width of its text, so the font has to be there first.
Promise.all([400, 700].map(weight => document.fonts.load(`${{weight}} 12px "{family}"`, "字a1")))
  .finally(() => vegaEmbed("#chart", spec, options));
</script>
</body>
</html>
"""


_TEXT = "{http://www.w3.org/2000/svg}text"


class FontError(ToolkitError, ValueError):
    """Text of the chart would be a box or nothing on paper: a character or a whole font is not there."""


def save(chart: alt.TopLevelMixin, path: str | Path, *, dark: bool | None = None, scale: float = 2.0) -> Path:
    """Return the path written to; its suffix decides between png, svg, pdf and html.

    ``dark`` changes the look from how the chart was drawn; ``scale`` is the size of a png. An svg and an
    html carry the characters they use as a font; an html carries its scripts, too. Raises `FontError`,
    before anything is written, when text of the chart would not be seen: see `check_text`.
    """
    (target,) = save_all(chart, [path], dark=dark, scale=scale)
    return target


def save_all(
    chart: alt.TopLevelMixin, paths: Iterable[str | Path], *, dark: bool | None = None, scale: float = 2.0
) -> list[Path]:
    """Return the paths written to: one chart in several formats, laid out once; see `save`."""
    targets = [Path(path) for path in paths]
    for target in targets:
        if target.suffix.lower() not in SUFFIXES:
            raise ToolkitError(f"cannot save a chart as {target.name!r}; end the name in {', '.join(SUFFIXES)}")
    return write(lay_out(chart, dark), targets, scale)


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A chart as it will look: what it is drawn from, and its picture as SVG."""

    spec: dict[str, Any]
    picture: str


def lay_out(chart: alt.TopLevelMixin, dark: bool | None = None) -> LaidOut:
    """Return a chart laid out once, for any number of formats; raises `FontError` as `save` does."""
    theme.register_fonts()
    # Altair holds what it writes against its schema, which takes as long again; the tests do so for our own charts.
    spec = _with_look(chart.to_dict(validate=not _is_own(chart)), dark)
    picture = _as_svg(spec)
    check_text(picture)
    return LaidOut(spec, picture)


def _is_own(chart: alt.TopLevelMixin) -> bool:
    """Whether the chart is one of this folder."""
    usermeta = getattr(chart, "usermeta", None)
    return isinstance(usermeta, dict) and "ogi" in usermeta


def write(drawn: LaidOut, paths: Iterable[Path], scale: float = 2.0) -> list[Path]:
    """Return the paths written to; their suffixes decide on the formats."""
    targets = list(paths)
    contents = [content(drawn, target.suffix.lower(), scale) for target in targets]
    for target, data in zip(targets, contents, strict=True):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return targets


def _with_look(spec: dict[str, Any], dark: bool | None) -> dict[str, Any]:
    """Return the chart in the light or the dark look or, where none is asked for, at least in our font."""
    drawn = spec.get("config", {})
    config = {"font": theme.FONTS, **drawn} if dark is None else {**drawn, **theme.config(dark)}
    return {**spec, "config": config}


def content(drawn: LaidOut, kind: str, scale: float = 2.0) -> bytes:
    """Return the bytes of one format, named by its suffix."""
    import vl_convert

    spec, picture = drawn.spec, drawn.picture
    if kind == ".png":
        return vl_convert.svg_to_png(picture, scale=scale)
    if kind == ".pdf":
        return vl_convert.svg_to_pdf(picture)
    if kind == ".svg":
        return _readable_svg(picture, spec).encode()
    return _page(spec, picture).encode()


def _version() -> str:
    """Return the version of Vega-Lite that the installed Altair writes, as the renderer names it."""
    import altair as alt

    return ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])


def _as_svg(spec: dict[str, Any]) -> str:
    import vl_convert

    return vl_convert.vegalite_to_svg(spec, vl_version=_version())


def shown_text(picture: str) -> str:
    """Return every piece of text that an SVG shows, run together."""
    return "".join("".join(node.itertext()) for node in ElementTree.fromstring(picture).iter(_TEXT))


def check_text(picture: str) -> None:
    """Raise `FontError` if text of an SVG would not be seen: no text at all, another font, a missing character.

    A renderer that does not know the first font of a text, or any of them, can leave the text out without an
    error; so every text has to name the shipped font.
    """
    texts = [node for node in ElementTree.fromstring(picture).iter(_TEXT) if "".join(node.itertext()).strip()]
    if not texts:
        raise FontError("the chart shows no text, so nobody could tell what it says; give it a title and axes")
    for node in texts:
        named = [name.strip(" \"'") for name in node.get("font-family", "").split(",")]
        if theme.FONT_FAMILY not in named:
            raise FontError(
                f"the text {_start(node)!r} is set in {', '.join(filter(None, named)) or 'no named font'}, which "
                f"is not registered, so nothing was saved; set font={theme.FONT_FAMILY!r}, or leave the font out"
            )
    check_glyphs("".join("".join(node.itertext()) for node in texts))


def _start(node: ElementTree.Element) -> str:
    return "".join(node.itertext()).strip()[:20]


@cache
def _drawable(font: Path) -> frozenset[int]:
    """Return the code points that a shipped font can draw."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(font, lazy=True) as opened:
        return frozenset(opened.getBestCmap())


def check_glyphs(text: str) -> None:
    """Raise `FontError` if the shipped font cannot draw the text.

    >>> check_glyphs("清河市 2021")
    """
    printed = {char for char in text if unicodedata.category(char)[0] not in "CZ"}
    missing = sorted(char for char in printed if ord(char) not in _drawable(REGULAR))
    if missing:
        named = "、".join(f"{char} (U+{ord(char):04X})" for char in missing[:10])
        raise FontError(
            f"the shipped font cannot draw {named}{' and more' if len(missing) > 10 else ''}, so nothing was "
            "saved; write the character in another way, or add it to scripts/build_font.py"
        )


def _readable_svg(picture: str, spec: dict[str, Any]) -> str:
    """Return the SVG with its alt text and with a font that holds just its characters."""
    head, mark, rest = picture.partition(">")
    described = _description(spec)
    head += f' role="img" aria-label={quoteattr(described)}' if described else ""
    title = f"<title>{html.escape(described)}</title>" if described else ""
    return f"{head}{mark}{title}<style>{faces(shown_text(picture))}</style>{rest}"


def _page(spec: dict[str, Any], picture: str) -> str:
    """Return a page that needs nothing from elsewhere: scripts, data and font stand in it."""
    words = spec.get("usermeta", {}).get("ogi", {})
    # Tooltips show what the picture does not.
    text = shown_text(picture) + "".join(_strings(spec))
    plain = {key: value for key, value in spec.items() if key != "$schema"}
    return _PAGE.format(
        lang="en" if words.get("lang") == "en" else "zh-CN",
        title=html.escape(words.get("title", "")),
        faces=faces(text),
        background=spec["config"].get("background", "#FFFFFF"),
        scripts=scripts(),
        alt_text=quoteattr(_description(spec)),
        noscript=html.escape(_description(spec)),
        spec=json.dumps(plain, ensure_ascii=False).replace("</", "<\\/"),
        family=theme.FONT_FAMILY,
    )


@cache
def scripts() -> str:
    """Return Vega-Lite, Vega and their embedding, as one script."""
    import vl_convert

    # The snippet is optional, against what the type stub says; a bundle with one takes seconds to make.
    return vl_convert.javascript_bundle(vl_version=_version())  # type: ignore[call-arg]


def _description(spec: dict[str, Any]) -> str:
    return str(spec.get("description", ""))


def _strings(value: object) -> Iterator[str]:
    """Yield every text inside a specification."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def faces(text: str) -> str:
    """Return the CSS that brings the characters of a text along, regular and bold."""
    wanted = {ord(char) for char in text} | set(range(0x20, 0x7F))
    bold = wanted & _drawable(BOLD)
    faces = [_face(REGULAR, wanted & _drawable(REGULAR), 400), _face(BOLD, bold, 700)]
    # The bold font has fewer characters; a browser would look for these in another family.
    rare = (wanted & _drawable(REGULAR)) - bold
    if rare:
        faces.append(_face(REGULAR, rare, 700, only=rare))
    return "\n".join(faces)


def _face(font: Path, wanted: Iterable[int], weight: int, only: Iterable[int] = ()) -> str:
    ranges = ",".join(f"U+{code:X}" for code in sorted(only))
    limit = f"unicode-range:{ranges};" if ranges else ""
    data = base64.b64encode(_subset(font, wanted)).decode()
    return (
        f'@font-face{{font-family:"{theme.FONT_FAMILY}";font-weight:{weight};{limit}'
        f'src:url(data:font/woff;base64,{data}) format("woff");}}'
    )


def _subset(font: Path, wanted: Iterable[int]) -> bytes:
    """Return the wanted characters of a shipped font as WOFF, which needs no compressor beyond zlib."""
    from fontTools import subset  # type: ignore[import-untyped]

    options = subset.Options()
    options.flavor = "woff"
    # The same chart gives the same bytes on every day.
    options.recalc_timestamp = False
    written = io.BytesIO()
    with subset.load_font(font, options) as opened:
        worker = subset.Subsetter(options)
        worker.populate(unicodes=wanted)
        worker.subset(opened)
        subset.save_font(opened, written, options)
    return written.getvalue()
