import contextlib
import logging

logger = logging.getLogger(__name__)


async def finish(writer, audit) -> None:
    try:
        writer.close()
        await writer.wait_closed()  # may be reset
    except Exception:
        logger.warning(
            "Failed between writer.close() and writer.wait_closed() in finish",
            exc_info=True,
        )
    with contextlib.suppress(KeyError, LookupError):
        audit.pop("open")
