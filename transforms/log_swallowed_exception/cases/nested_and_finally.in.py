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
                ...
    except BaseException:
        return
