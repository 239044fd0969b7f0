from case import Run


def nothing() -> float:
    return Run().total()
