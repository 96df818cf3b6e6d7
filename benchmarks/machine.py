"""What the figures were measured on."""

import os
import platform
import resource
import sys


def machine() -> str:
    """Return cores, system and Python in one line."""
    system = f"{platform.system()} {platform.machine()}"
    return f"{os.cpu_count()} cores, {system}, Python {platform.python_version()}"


def peak_megabytes() -> int:
    """Return the most memory that this process has held so far."""
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit
