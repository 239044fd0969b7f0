import asyncio
import logging

import pytest

logger = logging.getLogger(__name__)


def test_failure(task: asyncio.Task) -> None:
    with pytest.raises(ValueError):
        exception = task.exception()
        if exception is not None:
            logger.error("A task failed in test_failure", exc_info=exception)
