"""Tasks as files: XLSX, CSV, ICS and a page to print, each headed by what was asked, when, and the log's head."""
