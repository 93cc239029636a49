"""The errors a person can meet; every message says what happened, where, and what to do next."""


class ToolkitError(Exception):
    """Anything this toolkit raises on purpose."""


class UnreadableFile(ToolkitError, ValueError):
    """A file holds no report that can be read; the reason becomes its row in ``sources``."""


class UnknownForm(ToolkitError, LookupError):
    """An edition of the form, a table, a row or a column that no form file describes was asked for."""


class FormError(ToolkitError, ValueError):
    """One of our own form or vocabulary files is wrong."""


class FrameError(ToolkitError, ValueError):
    """One of our own frames breaks its declared schema, or a corpus folder is not one of ours."""


class NothingToDraw(ToolkitError, ValueError):
    """The reports hold nothing that a chart could show; the message says what it needs."""


class QueryError(ToolkitError, ValueError):
    """A query could not be run; the message names what the query got wrong."""

    def _render_traceback_(self) -> list[str]:
        """Return what a notebook shows in place of a page of calls: the mistake is in the query."""
        return [f"QueryError: {self}"]


class CorrectionError(ToolkitError, ValueError):
    """A line of a corrections file cannot be applied; the message names the line."""
