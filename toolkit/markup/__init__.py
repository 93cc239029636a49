"""From the bytes of a web page to lines and rows of cells, as a browser would show them."""
