"""Alembic's entry: one transaction for all missing migrations, on the connection it is given. Never imports app.models."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, transactional_ddl=True, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
