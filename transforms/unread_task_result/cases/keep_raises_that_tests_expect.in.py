import asyncio
import logging
import unittest

import pytest

logger = logging.getLogger(__name__)


class Cases(unittest.TestCase):
    def test_cancelled(self) -> None:
        future: asyncio.Future = asyncio.Future()
        with self.assertRaises(asyncio.InvalidStateError):
            future.exception()
        future.cancel()
        with pytest.raises(asyncio.CancelledError):
            future.exception()
