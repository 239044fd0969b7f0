def number(value):
    try:
        return int(value)
    except (OverflowError, TypeError, ValueError):
        return 0


def port(text: str) -> int:
    try:
        return int(text.strip())
    except ValueError:
        return 0


def share(part: int, whole: int) -> float:
    try:
        return 100.0 * part / whole
    except (OverflowError, ZeroDivisionError):
        return 0.0


def ratio(part: int, whole: int) -> float:
    try:
        return part / whole if part > 0 and whole != 0 else 0.0
    except (OverflowError, ZeroDivisionError):
        return 0.0


def half(part: float) -> float:
    try:
        return part / 2.0
    except ValueError:
        return 0.0


def optional(text: str = None) -> int:
    try:
        return int(text)
    except (OverflowError, TypeError, ValueError):
        return 0
