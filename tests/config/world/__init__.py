"""One row of everything, and one person of every role, for the tests that visit every address.

What is planted here is looked for in every answer: numbers of persons, where nobody may see them.
"""

from tests.config.world.addressing import back_office, kwargs_for, query_for
from tests.config.world.making import make_world
from tests.config.world.planted import PLANTED, ROLES, World
from tests.config.world.sending import body_for, json_for, photo_bytes

__all__ = [
    "PLANTED",
    "ROLES",
    "World",
    "back_office",
    "body_for",
    "json_for",
    "kwargs_for",
    "make_world",
    "photo_bytes",
    "query_for",
]
