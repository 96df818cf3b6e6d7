#!/usr/bin/env python3
"""Django's commands. PostgreSQL and Valkey run for as long as a command needs them."""

import os
import sys

from django.core.management import execute_from_command_line

from atrocity_tracker.embedded import services_for

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atrocity_tracker.settings")
    with services_for(sys.argv):
        execute_from_command_line(sys.argv)
