import ast


class Parser:
    def __init__(self) -> None:
        self._nodes: list[ast.AST] = []
        self._lines: list[str] = []
        self._event_names: list[str] = []

    def feed(self, line: str, node: ast.AST) -> None:
        self._lines.append(line)
        self._nodes.append(node)
        self._event_names.append(line)

    def text(self) -> str:
        return "\n".join(self._lines) + str(self._nodes) + str(self._event_names)
