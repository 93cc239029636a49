"""A page to look around in a corpus: filters, charts, findings, and every figure beside its source.

``ogi browse DIR`` serves it to this machine alone; `server` starts it, `app` draws it, ``screens`` holds one
module for each page.
"""
