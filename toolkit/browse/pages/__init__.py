"""The pages, one module each: ``TITLE`` and ``ICON`` for the list of pages, and ``show`` for what stands on it."""
