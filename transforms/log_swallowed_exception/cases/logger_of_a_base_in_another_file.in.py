from base import Service


class Store(Service):
    def save(self, disk) -> None:
        try:
            disk.write(self.rows)
        except Exception:
            pass
