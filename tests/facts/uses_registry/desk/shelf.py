"""Has attributes with the names of another class: they are its own."""


class Shelf:
    def __init__(self) -> None:
        #: uses `self._jobs` = write@shelf_jobs_new, clear()@shelf_jobs_clear
        #: dead `self._jobs` = yes
        #: keys `self._jobs` = clear@shelf_jobs_clear
        self._jobs: dict[str, int] = {}  #: @shelf_jobs_new
        #: uses `self.order` = write@shelf_order_new, insert()@shelf_order_put, iterate@shelf_order_max
        #: followed `self.order` = yes
        self.order: list[int] = []  #: @shelf_order_new

    def reset(self) -> None:
        self._jobs.clear()  #: @shelf_jobs_clear

    def put(self, place: int) -> None:
        self.order.insert(0, place)  #: @shelf_order_put


def highest(shelf: Shelf) -> int:
    return max(shelf.order)  #: @shelf_order_max
