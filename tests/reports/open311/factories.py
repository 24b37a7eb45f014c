"""Keys of other systems, for tests of what they may ask."""

import secrets

from qixin.people.enums import Role
from qixin.people.models import ApiKey
from qixin.people.models.access import token_hash
from tests.people.factories import make_user

BASE = "/open311/v2/"


def make_key(*permissions):
    """A key and its secret."""
    prefix = secrets.token_hex(4)
    secret = f"qx_{prefix}_{ApiKey.new_secret()}"
    key = ApiKey.objects.create(
        name="测试系统",
        prefix=prefix,
        secret_hash=token_hash(secret),
        permissions=list(permissions),
        created_by=make_user(Role.ADMINISTRATOR),
    )
    return key, secret
