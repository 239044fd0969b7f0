import contextlib
import logging

logger = logging.getLogger(__name__)


async def finish(writer, audit) -> None:
    with contextlib.suppress(Exception):
        writer.close()
        await writer.wait_closed()  # may be reset
    with contextlib.suppress(KeyError, LookupError):
        audit.pop("open")
