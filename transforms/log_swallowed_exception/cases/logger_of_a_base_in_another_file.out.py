from base import Service


class Store(Service):
    def save(self, disk) -> None:
        try:
            disk.write(self.rows)
        except Exception:
            self._log.warning("disk.write() failed in Store.save", exc_info=True)
