from collections import deque


class Inbox:
    def __init__(self, most: int):
        self._most = most
        self._mails = deque()
        self._times = deque()
        self._dropped = 0

    def put(self, mail, time):
        if len(self._mails) >= self._most:
            self._dropped += len(self._mails.popleft())
        self._mails.append(mail)
        self._times.append(time)

    def get(self):
        if len(self._mails) > 0:
            return self._mails.popleft()
        return None

    def expire(self, before):
        while len(self._times) > 0 and self._times[0] < before:
            self._times.popleft()
        return len(self._times)
