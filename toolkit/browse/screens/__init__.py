"""The pages, one module each: ``TITLE`` for the list of pages, and ``show`` for what stands on it.

The folder is not called pages: Streamlit would run each module of a folder of that name by itself.
"""
