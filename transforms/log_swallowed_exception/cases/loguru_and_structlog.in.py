from loguru import logger


def parse(line, codec):
    try:
        fields = codec.split(line)
    except Exception:
        fields = []
    return fields
