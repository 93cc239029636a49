"""Web pages of five kinds of government sites, and pages to be printed on paper."""
