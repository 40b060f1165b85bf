"""Calls of functions that are to be made ready."""

from .errors import NotLoadable, RowRefused


class Argument:
    """An argument of a call.

    Attributes:
        value: a function of a row that gives the value, None for null.
        type: the type of the value.
        constant: the value if it is the same for all rows, and not null; else None.
    """

    def __init__(self, value, type_, constant=None):
        self.value = value
        self.type = type_
        self.constant = constant


class Call:
    """A call of a function: its arguments and options; remembers which were asked for."""

    def __init__(self, name, type_, args, node):
        self.name = name
        self.type = type_
        self.args = args
        self._node = node
        self._asked = {"call", "type", "args"}

    def arg(self, index):
        if index >= len(self.args):
            raise self.corrupt(f"has {len(self.args)} arguments")
        return self.args[index]

    def kind(self, index=0):
        return self.arg(index).type.kind

    @property
    def values(self):
        return [arg.value for arg in self.args]

    @property
    def mode(self):
        """What happens where a value has no place in the type of the result: ansi, legacy, try."""
        mode = self.text("mode")
        if mode not in ("ansi", "legacy", "try"):
            raise self.corrupt(f"has the mode '{mode}'")
        return mode

    def text(self, option):
        return self._option(option, str)

    def count(self, option):
        return self._option(option, int)

    def flag(self, option):
        return self._option(option, bool)

    def has(self, option):
        return option in self._node

    def _option(self, option, kind):
        self._asked.add(option)
        value = self._node.get(option)
        if not isinstance(value, kind):
            raise self.corrupt(f"lacks its option '{option}'")
        return value

    def require_all_asked(self):
        """Refuses options that nobody asked for: they would be ignored."""
        for option in self._node:
            if option not in self._asked:
                raise NotLoadable(
                    f"The scoring function '{self.name}' does not know the option '{option}': use a"
                    " newer scorer."
                )

    def corrupt(self, what):
        return NotLoadable(f"The scoring function '{self.name}' {what}.")

    def no_such_types(self):
        given = ", ".join(arg.type.text for arg in self.args)
        return self.corrupt(f"takes no ({given}) to make {self.type.text} of")

    def strict(self, body):
        """A function that gives null as soon as an argument is null; others aren't computed."""
        values = self.values
        if len(values) == 1:
            only = values[0]

            def of_one(row):
                value = only(row)
                return None if value is None else body(value)

            return of_one

        def of_many(row):
            args = []
            for value in values:
                arg = value(row)
                if arg is None:
                    return None
                args.append(arg)
            return body(*args)

        return of_many


def null_or_refused(mode, message):
    """In ANSI mode the row fails; in others the value is null."""
    if mode == "ansi":
        raise RowRefused(message)
    return None
