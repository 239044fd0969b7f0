"""Works through the jobs of a registry."""

from desk.registry import Job, Registry


class Worker:
    def __init__(self, registry: Registry) -> None:
        #: uses `self._registry` = write@registry_new, add()@registry_add, read@order_add, read@registry_order, read@order_len
        #: followed `self._registry` = yes
        self._registry: Registry = registry  #: @registry_new
        #: uses `self._room` = write@room_new, write@room_set, test@room_test
        #: dead `self._room` = no
        self._room = True  #: @room_new

    def take(self, job: Job) -> None:
        if not self._room:  #: @room_test
            return
        self._registry.add(job)  #: @registry_add
        self._registry.order.append(job.key)  #: @order_add
        job.state = "running"  #: @state_set

    def drop(self, key: str) -> None:
        registry = self._registry
        order = registry.order  #: @registry_order
        order.remove(key)  #: @order_drop

    def measure(self, wanted: int) -> None:
        size = len(self._registry.order)  #: @order_len
        self._room = size < wanted  #: @room_set
