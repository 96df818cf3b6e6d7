"""A real PostgreSQL and a real Valkey from wheels, for one laptop.

Whoever needs them holds a shared lock on the data folder; a keeper process starts both for the
first user of the folder and stops them after the last. They listen on Unix sockets in a folder
that only their owner may enter. `DATABASE_URL` and `REDIS_URL` name outside servers instead.
"""

from .data_dir import DataDir, ServiceError, explain
from .services import join, services_for, throwaway_services

__all__ = ["DataDir", "ServiceError", "explain", "join", "services_for", "throwaway_services"]
