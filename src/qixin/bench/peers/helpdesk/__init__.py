"""A Django project that is django-helpdesk and nothing else: the peer for how fast a case opens."""
