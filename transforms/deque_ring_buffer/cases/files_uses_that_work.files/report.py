class Report:
    def __init__(self, value: float) -> None:
        self.value = value

    def text(self) -> str:
        return f"{self.value:.1f}"
