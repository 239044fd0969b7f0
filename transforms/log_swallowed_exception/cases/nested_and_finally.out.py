import logging

logger = logging.getLogger(__name__)


def convert(source, sink):
    try:
        try:
            sink.write(source.read())
        except Exception:
            sink.reset()
            raise
        else:
            sink.flush()
        finally:
            try:
                source.close()
            except Exception:
                logger.debug("Failed to close source in convert", exc_info=True)
    except BaseException:
        logger.warning(
            "Failed between sink.write() and source.close() in convert",
            exc_info=True,
        )
        return
