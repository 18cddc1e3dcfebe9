from tests.api.conftest import lines

__all__ = ["lines"]
