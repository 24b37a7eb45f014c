"""The OpenAPI interface: each room's router under one roof."""

from ninja import NinjaAPI

api = NinjaAPI(
    title="Qixin",
    version="1.0.0",
    description="Everything that the screens do, for other systems. Keys: see the administrator.",
    urls_namespace="api",
)
