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
    except Exception: pass
    return text
