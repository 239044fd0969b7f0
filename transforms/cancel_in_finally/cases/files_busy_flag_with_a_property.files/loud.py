from case import Poller


class LoudPoller(Poller):
    @property
    def _polling(self):
        return self.__dict__["polling"]

    @_polling.setter
    def _polling(self, value):
        print(value)
        self.__dict__["polling"] = value
