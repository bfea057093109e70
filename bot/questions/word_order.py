"""What a word means by the place where it stands."""

from bot.questions.words import Token


def is_average(words: list[Token]) -> bool:
    """ "The mean grant", and not "what does FT mean?"."""
    at = next((i for i, word in enumerate(words) if word.text == "mean"), None)
    behind = words[at + 1 :] if at is not None else []
    before = words[at - 1].text if at else "the"
    return bool(behind) and before in {"the", "a", "their", "its", "is", "your"}


def all_of_them(words: list[Token], at: int) -> bool:
    """ "The average of the two awards"."""
    before = words[at - 1].text if at else ""
    sums = {"average", "mean", "total", "sum", "median", "together", "combined"}
    return before in {"the", "these", "those", "all", "its", "their"} and bool(
        sums & {word.text for word in words}
    )
