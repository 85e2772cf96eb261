"""Runs the migrations on the connection that `Database.migrate` hands over, inside its transaction."""

from alembic import context

from corpus.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=context.config.attributes["connection"].dialect.name == "sqlite",
    transactional_ddl=False,
)
context.run_migrations()
