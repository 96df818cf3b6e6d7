"""The door for web servers: granian serves `atrocity_tracker.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atrocity_tracker.settings")

application = get_wsgi_application()
