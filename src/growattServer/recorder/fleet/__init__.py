"""Recorders on any number of machines, on one PostgreSQL store.

    from growattServer.recorder.fleet import run_worker

    run_worker("postgresql://user@host/database", ["roof"])     # until Ctrl-C or SIGTERM

The queue is Procrastinate's, in the same database. It needs
`pip install 'growattServer[fleet]'`.
"""

try:
    import procrastinate as _procrastinate
    import psycopg as _psycopg
except ImportError:
    from ..errors import extra_missing

    raise extra_missing("a fleet of recorders", "fleet") from None

from .accounts import Account
from .postgres_ledger import PostgresLedger
from .worker import Worker, run_worker

__all__ = ["Account", "PostgresLedger", "Worker", "run_worker"]

del _procrastinate, _psycopg
