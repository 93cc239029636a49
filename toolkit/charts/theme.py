"""The look of every chart: fonts, colours, sizes, light and dark; and the two languages.

A chart names no colour of its own: it takes ranges and styles from the configuration made here, so
that the same chart can be saved light for paper and dark for a screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from toolkit.errors import ToolkitError

FONT_FAMILY = "Noto Sans SC"
FONT_FOLDER = Path(__file__).parent / "fonts"
#: The list must end in sans-serif: where every named font is missing, all text would vanish without an error.
FONTS = f"{FONT_FAMILY}, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"

#: Pixels between the left edge of a whole chart and its right edge: one column of a notebook.
WIDTH = 640
TITLE_SIZE = 17
SUBTITLE_SIZE = 13
TEXT_SIZE = 12
SMALL_SIZE = 11

#: Below this many cases a share says little: it is greyed and shown with its n/N.
SMALL_N = 30


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one background.

    ``series`` holds six colours that stay apart for the three kinds of colour blindness (the closest
    two are 26 apart in CIELAB) and stand at 3:1 or more on the background. ``on_series`` is the colour
    of text upon each, at 4.5:1 or more. ``ramp`` holds five steps of one colour from little to much, and
    ``on_ramp`` the colour of text upon each.
    """

    background: str
    text: str
    muted: str
    line: str
    grid: str
    stripe: str
    series: tuple[str, ...]
    on_series: tuple[str, ...]
    ramp: tuple[str, ...]
    on_ramp: tuple[str, ...]


LIGHT = Colours(
    background="#FFFFFF",
    text="#1B1F24",
    muted="#5A626C",
    line="#8A929C",
    grid="#E3E6EA",
    stripe="#F5F6F8",
    series=("#0B409C", "#2191D9", "#A83A1E", "#CB8600", "#6B2160", "#8C8686"),
    on_series=("#FFFFFF", "#111111", "#FFFFFF", "#111111", "#FFFFFF", "#111111"),
    ramp=("#E4ECF9", "#B9D0F1", "#7FA9E3", "#3A6CC4", "#0B409C"),
    on_ramp=("#111111", "#111111", "#111111", "#FFFFFF", "#FFFFFF"),
)
DARK = Colours(
    background="#16191E",
    text="#ECEEF0",
    muted="#AAB2BC",
    line="#7C858F",
    grid="#2E343B",
    stripe="#1D2127",
    series=("#2E63E6", "#55C3F0", "#CF4520", "#F0BE2E", "#A94A84", "#D2D4D6"),
    on_series=("#FFFFFF", "#111111", "#FFFFFF", "#111111", "#FFFFFF", "#111111"),
    ramp=("#22304A", "#2A4A80", "#3763BE", "#7DA9EE", "#C3DAFB"),
    on_ramp=("#FFFFFF", "#FFFFFF", "#FFFFFF", "#111111", "#111111"),
)


def colours(dark: bool) -> Colours:
    """Return the colours for a dark or a light background."""
    return DARK if dark else LIGHT


def config(dark: bool = False) -> dict[str, Any]:
    """Return the Vega-Lite configuration of one background.

    Ranges: ``category`` and ``ordinal`` are the six colours in order. Styles for marks: ``muted``,
    ``stripe``, ``break``, ``on-0`` to ``on-5`` for text upon the colour of that number, and ``on-ramp-0``
    to ``on-ramp-4`` for text upon a step of the range ``ramp``.
    """
    look = colours(dark)
    axis = {
        "labelFontSize": TEXT_SIZE,
        "titleFontSize": TEXT_SIZE,
        "titleFontWeight": "normal",
        "labelColor": look.text,
        "titleColor": look.muted,
        "gridColor": look.grid,
        "domainColor": look.line,
        "tickColor": look.line,
    }
    return {
        "background": look.background,
        "font": FONTS,
        "padding": 12,
        "view": {"stroke": None},
        "axis": axis,
        "axisY": {"domain": False, "ticks": False, "labelPadding": 6},
        "legend": {
            "labelFontSize": TEXT_SIZE,
            "titleFontSize": TEXT_SIZE,
            "labelColor": look.text,
            "titleColor": look.muted,
        },
        "header": {"labelColor": look.text, "labelFontSize": TEXT_SIZE, "titleColor": look.muted},
        "title": {
            "anchor": "start",
            "frame": "bounds",
            "color": look.text,
            "fontSize": TITLE_SIZE,
            "fontWeight": "bold",
            "lineHeight": 22,
            "subtitleColor": look.muted,
            "subtitleFontSize": SUBTITLE_SIZE,
            "subtitleLineHeight": 19,
            "subtitlePadding": 6,
            "offset": 16,
        },
        "text": {"fontSize": TEXT_SIZE, "color": look.text},
        "bar": {"color": look.series[0]},
        "range": {
            "category": list(look.series),
            "ordinal": list(look.series),
            "ramp": list(look.ramp),
        },
        "style": {
            "muted": {"color": look.muted},
            "stripe": {"color": look.stripe},
            "break": {"color": look.muted, "strokeDash": [4, 3], "strokeWidth": 1},
            "gap": {"filled": False, "color": look.muted, "strokeDash": [3, 2], "strokeWidth": 1},
            # A style of its own takes a title out of the reach of "font" above.
            "caption": {"fill": look.muted, "fontSize": SMALL_SIZE, "font": FONTS},
            **{f"on-{place}": {"color": colour} for place, colour in enumerate(look.on_series)},
            **{f"on-ramp-{place}": {"color": colour} for place, colour in enumerate(look.on_ramp)},
        },
    }


@cache
def register_fonts() -> Path:
    """Return the folder of the shipped fonts, made known to the renderer of pictures once per process."""
    import vl_convert

    if not any(FONT_FOLDER.glob("*.ttf")):
        raise ToolkitError(f"no font in {FONT_FOLDER}; build it with scripts/build_font.py")
    vl_convert.register_font_directory(str(FONT_FOLDER))
    return FONT_FOLDER


def enable(dark: bool = False) -> None:
    """Give every Altair chart of this session, the user's own too, the look of these charts."""
    import altair as alt

    register_fonts()
    for name, is_dark in (("ogi_light", False), ("ogi_dark", True)):
        alt.theme.register(name, enable=is_dark == dark)(
            lambda is_dark=is_dark: alt.theme.ThemeConfig(config=config(is_dark))  # type: ignore[typeddict-item]
        )


def show_offline() -> None:
    """Make charts show in JupyterLab offline, light or dark as JupyterLab is: see `toolkit.charts.widget`."""
    import altair as alt

    from toolkit.charts.widget import bundle

    register_fonts()
    alt.renderers.register("offline", bundle)
    alt.renderers.enable("offline")
