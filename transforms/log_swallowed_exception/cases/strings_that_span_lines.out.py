import logging

logger = logging.getLogger(__name__)

HELP = """
    except Exception:
        pass
"""


def explain(topic, printer):
    text = f"""
    {topic}
        pass
"""
    try:
        printer.show(text)
    except Exception:
        logger.warning("printer.show() failed in explain", exc_info=True)
    return text
