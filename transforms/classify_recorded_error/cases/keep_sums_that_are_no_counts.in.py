class Shop:
    def buy(self, cart, price) -> None:
        try:
            cart.take()
        except Exception:
            self._total += price
        try:
            cart.take()
        except Exception:
            cart.add(1)
        try:
            cart.take()
        except Exception:
            self._ledger.record_sale(price)
        try:
            cart.take()
        except Exception:
            self._total = self._paid + 1
        try:
            cart.take()
        except Exception:
            self._total *= 2
