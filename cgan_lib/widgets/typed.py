"""What a reader types into the digit studio."""

from cgan_lib import checks

MOST_DIGITS = 12  # in one row of the studio


def read_labels(text: str, num_classes: int) -> list[int]:
    """The labels that a text asks for, or a ValueError that says what is wrong with it.

    Up to ten classes, each digit is a label, and spaces and hyphens are skipped, so that a date
    can be typed; beyond that, labels are numbers with spaces between them.
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be text; got {type(text).__name__}")
    num_classes = checks.whole_number(num_classes, "num_classes", low=1)
    letters = [letter for letter in text if letter not in " -"]
    words = letters if num_classes <= 10 else text.split()
    wanted = f"labels are numbers from 0 to {num_classes - 1}"
    for word in words:
        is_number = word.isascii() and word.isdigit() and len(word) < 10
        if not is_number or int(word) >= num_classes:
            raise ValueError(f"{wanted}; {word!r} is none of them")
    if not 1 <= len(words) <= MOST_DIGITS:
        raise ValueError(f"{wanted}; type 1 to {MOST_DIGITS}, here are {len(words)}")
    return [int(word) for word in words]
