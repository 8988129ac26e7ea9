"""The WSGI application, for any WSGI server; run ``collectstatic`` before it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filiform.clinic.settings")
os.environ.setdefault("FILIFORM_SERVING", "1")
application = get_wsgi_application()
