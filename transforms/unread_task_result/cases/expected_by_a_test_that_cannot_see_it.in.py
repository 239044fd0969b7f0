import asyncio
import logging

import pytest

logger = logging.getLogger(__name__)


def test_failure(task: asyncio.Task) -> None:
    with pytest.raises(ValueError):
        task.exception()
