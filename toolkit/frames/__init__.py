"""From many reports to tidy frames with a declared schema."""

from __future__ import annotations

from toolkit.frames.build import Loaded, Source, build
from toolkit.frames.schema import FRAMES, PLACE, as_frame

__all__ = ["FRAMES", "PLACE", "Loaded", "Source", "as_frame", "build"]
