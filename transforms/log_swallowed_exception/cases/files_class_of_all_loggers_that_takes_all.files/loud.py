import logging


class Loud(logging.Logger):
    def debug(self, message: str, *args: object, **kwargs: object) -> None:
        super().debug(message.upper(), *args, **kwargs)


logging.setLoggerClass(Loud)
