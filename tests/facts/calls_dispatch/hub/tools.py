"""Small functions."""


#: callers = alias_checksum, dotted_checksum, module_checksum, own_checksum
def checksum(text: str) -> int:
    return sum(map(ord, text)) % 251


#: callers = again_countdown, main_countdown
def countdown(number: int) -> int:
    if number > 0:
        return countdown(number - 1)  #: @again_countdown
    return number


#: callers = none
def verify(text, checksum):
    # The parameter hides the module's function.
    return checksum(text) == 0


#: callers = none
def seal(text: str) -> str:
    return f"{text}:{checksum(text)}"  #: @own_checksum


# Called only where nothing runs.
#: callers = none
def reveal(text: str) -> None:
    print(text)


# Another module's `shorten` is called instead.
#: callers = none
def shorten(text: str) -> str:
    return text[:8]
