"""A data folder that nobody has used yet."""

from django.core.management import call_command
from django.db import connection

from accounts.models import User


def make_tables_if_new() -> None:
    """Give a database that holds nothing yet its tables. One that holds something is left alone."""
    if User._meta.db_table not in connection.introspection.table_names():
        call_command("migrate", interactive=False, verbosity=0)
