"""04.1 Round up, three times."""

from cgan_lib.exercises.exercise import Exercise


def shape_after_three():
    height, width = 30, 45
    for _ in range(3):
        height, width = -(-height // 2), -(-width // 2)  # half of it, rounded up
    return height, width, 128


EXERCISE = Exercise(
    title="Round up, three times",
    difficulty="warm-up",
    minutes=2,
    solution=shape_after_three,
    mistakes=(
        ((3, 5, 128), "you rounded down; with 'same' half a pixel counts as one."),
        ((2, 4, 128), "that is without a border of zeros ('valid'); 'same' has one."),
        (
            (3.75, 5.625, 128),
            "a size is a whole number: round up after each convolution.",
        ),
        ((8, 12, 128), "these are two convolutions; D has three."),
        ((2, 3, 128), "these are four convolutions; D has three."),
        ((30, 45, 128), "'same' keeps the size at stride 1; here the stride is 2."),
        (
            (4, 6, 2),
            "each kernel gives one channel; the last convolution has 128 of them.",
        ),
        ((4, 6, 1), "each kernel gives one channel; only Dense makes one number."),
        ((6, 4, 128), "height comes first, then width."),
        (
            (4, 4, 128),
            "that is D for 28 × 28; here the picture is larger and not square.",
        ),
        ((15, 23, 64), "that is after one convolution; D has three."),
        ((8, 12, 64), "that is after two convolutions; the third has 128 kernels."),
        ((10, 15, 128), "so the kernel divides the size; the stride does."),
    ),
    hints=(
        "One convolution after the other: half of it, rounded up.",
        "45 becomes 23. Twice more; and the same for 30.",
    ),
    follows="Rounding up three times gives the same as one division by 8, rounded up.",
)
