"""The application that granian's workers run."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qixin.config.settings")
application = get_wsgi_application()
