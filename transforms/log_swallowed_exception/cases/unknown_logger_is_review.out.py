class Store:
    def __init__(self, logger) -> None:
        self._logger = logger

    def load(self) -> None:
        self._logger.info("loading")

    def persist(self, disk) -> None:
        try:
            disk.commit()
        except Exception:
            self._logger.error("disk.commit() failed in Store.persist", exc_info=True)
            return
