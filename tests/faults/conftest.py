from tests.cli.conftest import home, port

__all__ = ["home", "port"]
