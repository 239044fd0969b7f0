from loguru import logger


def parse(line, codec):
    try:
        fields = codec.split(line)
    except Exception:
        logger.opt(exception=True).warning("codec.split() failed in parse")
        fields = []
    return fields
