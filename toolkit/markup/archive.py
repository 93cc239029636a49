"""Web pages kept as one mail message (MHTML), as word processors and browsers save them."""

from __future__ import annotations

import email
from codecs import BOM_UTF8
from email import policy

from toolkit.errors import UnreadableFile


def page_of(data: bytes) -> bytes:
    """Return the page of a web archive; of several, the first unless another one has far more of tables.

    Raises `UnreadableFile` where there is none.
    """
    message = email.message_from_bytes(data.removeprefix(BOM_UTF8).lstrip(), policy=policy.compat32)
    pages = []
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                pages.append(content)
    if not pages:
        raise UnreadableFile("the web archive holds no page; open it in a browser and save it as HTML")
    cells = [page.lower().count(b"<td") for page in pages]
    return pages[0] if cells[0] * 2 >= max(cells) else pages[cells.index(max(cells))]
