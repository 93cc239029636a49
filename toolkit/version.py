"""The version of this toolkit, which every source that it read carries."""

__version__ = "0.1.0"
