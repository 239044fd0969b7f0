from writer import Writer


def tail(writer: Writer, number: int) -> list[str]:
    return writer._lines[-number:] + ["end"]


def everything(writer: Writer) -> list[str]:
    return writer._lines + ["end"]
