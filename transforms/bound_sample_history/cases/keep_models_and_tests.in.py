from pydantic import BaseModel


class Answer(BaseModel):
    events: list[str] = []

    def add(self, text: str) -> None:
        self.events.append(text)

    def last(self) -> str:
        return self.events[-1]
