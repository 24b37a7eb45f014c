"""An empty help desk with one queue, and somebody of its staff signed in: prints session and queue.

Run as a process of its own: `python -m qixin.bench.peers.helpdesk.laying`.
"""

import json
import os

import django
from django.core.management import call_command


def lay() -> dict[str, str]:
    """Session key, name of the cookie, and queue, for whoever sends requests."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qixin.bench.peers.helpdesk.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("loaddata", "emailtemplate.json", verbosity=0)
    from django.contrib.auth.models import User
    from django.test import Client
    from helpdesk.models import Queue

    user = User.objects.create_superuser("bench", "bench@example.org", "bench")
    queue = Queue.objects.create(title="Bench", slug="bench", email_address="desk@example.org")
    client = Client()
    client.force_login(user)
    return {"session": client.cookies["sessionid"].value, "queue": str(queue.pk)}


if __name__ == "__main__":
    print(json.dumps(lay()))  # noqa: T201 - read by the bench
