import structlog

log = structlog.get_logger(__name__)


def send(link, row) -> None:
    try:
        link.send(row)
    except Exception:
        log.warning("link.send() failed in send", exc_info=True)
