import logging

logger = logging.getLogger(__name__)


def push(sink, rows):
    try:  # pragma: no cover
        sink.push(rows)  # type: ignore[attr-defined]
        # fmt: skip
    # pylint: disable=broad-except
    except Exception:  # noqa: BLE001
        # pragma: no cover
        logger.warning("sink.push() failed in push", exc_info=True)  # nosec
        # fmt: on
    # fmt: off
    return rows
