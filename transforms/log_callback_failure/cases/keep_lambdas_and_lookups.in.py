from collections.abc import Callable

expand = lambda part: part.text  # noqa: E731


class Row:
    name_of = expand
    shorten: Callable[[str], str]

    def text(self, part) -> None:
        try:
            expand(part)
        except Exception:
            pass
        try:
            self.name_of(part)
        except Exception:
            pass
        number = getattr(part, "number", None)
        if callable(number):
            try:
                number()
            except Exception:
                pass
