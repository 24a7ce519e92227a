"""Alembic's way in: it is run by `engine.open_database`, with a connection that is open."""

from alembic import context

from spark_trainer.jobs.database.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transaction_per_migration=False,
    transactional_ddl=True,
)
context.run_migrations()
