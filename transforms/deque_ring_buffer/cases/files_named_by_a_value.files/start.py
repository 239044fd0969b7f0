from case import Machine


def start(name: str) -> None:
    Machine().put(name)
