"""The REST interface, /api/v1: the record and the index as JSON, one error shape, cursors for lists."""
