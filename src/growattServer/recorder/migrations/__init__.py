"""Steps from one version of the store to the next, carried out by alembic."""
