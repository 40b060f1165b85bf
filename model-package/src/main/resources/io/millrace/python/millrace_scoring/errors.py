"""What loading and scoring fail with."""


class NotLoadable(ValueError):
    """A program holds what this scorer does not know, or can't do as Java does."""


class RowRefused(ValueError):
    """A row holds what a step of the model fails on.

    Attributes:
        code: the kind of mistake, as the server names it.
    """

    def __init__(self, message, code="BAD_RECORD"):
        super().__init__(message)
        self.code = code


def unusable(message):
    return RowRefused(message, "UNUSABLE_COLUMN")


def formatted(pattern, *values):
    """Java's String.formatted for %s and %%, which are all that refusals hold."""
    texts = iter(values)
    parts = pattern.split("%%")
    for i, part in enumerate(parts):
        pieces = part.split("%s")
        made = pieces[0]
        for piece in pieces[1:]:
            made += str(next(texts)) + piece
        parts[i] = made
    return "%".join(parts)


def shown(value):
    text = str(value)
    return text if len(text) <= 100 else text[:100] + "…"
