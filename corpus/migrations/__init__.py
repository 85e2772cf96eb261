"""The schema's migrations, run when the record is opened."""
