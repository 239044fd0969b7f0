def note(text: str) -> None:
    print(text)
