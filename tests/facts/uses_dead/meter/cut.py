"""Shortens lists."""


def cut(names: list[str]) -> None:
    del names[10:]  #: @cut_del


def cut_long(names: list[str]) -> None:
    if len(names) > 100:  #: @cut_long_len
        del names[:50]  #: @cut_long_del
