"""03.1 Which shape comes out?"""

from cgan_lib.exercises.exercise import Exercise


def shape_after_the_layer():
    height, width = 5, 8
    stride = 3
    return height * stride, width * stride, 32  # one channel for each filter


EXERCISE = Exercise(
    title="Which shape comes out?",
    difficulty="warm-up",
    minutes=2,
    solution=shape_after_the_layer,
    mistakes=(
        ((16, 25, 32), "that is (n - 1) × s + k; with 'same', Keras cuts it."),
        ((20, 32, 32), "you multiplied by the kernel; the size grows by the stride."),
        ((5, 8, 32), "'same' keeps the size at stride 1 only; here the stride is 3."),
        (
            (2, 3, 32),
            "so a convolution shrinks; a transposed convolution makes it larger.",
        ),
        ((15, 24, 16), "these are the channels that come in; 32 filters give others."),
        (
            (15, 24, 512),
            "the stamps of all channels that come in add up: no multiplying.",
        ),
        ((24, 15, 32), "height comes first, then width."),
        ((32, 15, 24), "right numbers, but in Keras the channels come last."),
        ((18, 27, 32), "so the size is n × s + s; with 'same' it is n × s."),
        (
            (5, 8, 16),
            "that is what goes in; the stride makes it larger, and 32 filters come out.",
        ),
        ((15, 24, 3), "the stride does not make the channels; the filters do."),
    ),
    hints=(
        "With 'same', does the kernel matter to the size?",
        "Output size: n × stride, for height and width. Each filter makes one channel.",
    ),
    follows="The kernel size and the number of incoming channels leave no trace in the shape.",
)
