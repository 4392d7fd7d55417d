"""12.5 Count the multiply-adds."""

from cgan_lib.exercises.exercise import Exercise


def stamps(height, width, channels, filters, kernel_size, stride):
    return height * width * channels * filters * kernel_size**2


def stamps_each_output_pixel(height, width, channels, filters, kernel_size, stride):
    """that is one product for each *output* pixel; a stamp is pressed for each input."""
    return stamps(height, width, channels, filters, kernel_size, stride) * stride**2


def stamps_one_filter(height, width, channels, filters, kernel_size, stride):
    """each of the filters makes a channel of its own."""
    return height * width * channels * kernel_size**2


def stamps_one_channel(height, width, channels, filters, kernel_size, stride):
    """each input channel has a kernel of its own."""
    return height * width * filters * kernel_size**2


def stamps_kernel_not_squared(height, width, channels, filters, kernel_size, stride):
    """the kernel is square: how many numbers has it?"""
    return height * width * channels * filters * kernel_size


def stamps_weights_only(height, width, channels, filters, kernel_size, stride):
    """that is the number of weights; each is used many times."""
    return channels * filters * kernel_size**2


def stamps_as_operations(height, width, channels, filters, kernel_size, stride):
    """a multiply-add counts once here, not as two."""
    return 2 * stamps(height, width, channels, filters, kernel_size, stride)


def stamps_times_stride(height, width, channels, filters, kernel_size, stride):
    """the stride does not count here: there is a stamp for each input pixel."""
    return stamps(height, width, channels, filters, kernel_size, stride) * stride


def stamps_over_stride(height, width, channels, filters, kernel_size, stride):
    """no division by the stride: each input pixel presses its stamp."""
    return stamps(height, width, channels, filters, kernel_size, stride) // stride


def stamps_over_stride_squared(height, width, channels, filters, kernel_size, stride):
    """that is for a convolution, which skips pixels; here each one presses its stamp."""
    return stamps(height, width, channels, filters, kernel_size, stride) / stride**2


def stamps_channels_added(height, width, channels, filters, kernel_size, stride):
    """each channel has a kernel for each filter: multiply, do not add."""
    return height * width * (channels + filters) * kernel_size**2


def stamps_one_kernel(height, width, channels, filters, kernel_size, stride):
    """that is for one channel in and one out."""
    return height * width * kernel_size**2


def stamps_without_kernel(height, width, channels, filters, kernel_size, stride):
    """the kernel is missing: a stamp has many numbers."""
    return height * width * channels * filters


def stamps_on_whole_sheet(height, width, channels, filters, kernel_size, stride):
    """that is one for each pixel of the sheet before it is cut; count the input pixels."""
    rows, columns = (n * stride - stride + kernel_size for n in (height, width))
    return stamps(rows, columns, channels, filters, kernel_size, stride)


def stamps_power_by_caret(height, width, channels, filters, kernel_size, stride):
    """`^` is no power in Python; `kernel_size**2` is."""
    return height * width * channels * filters * kernel_size ^ 2


def stamps_cases(random):
    fixed = [(7, 5, 6, 3, 4, 2), (4, 9, 2, 5, 3, 3)]
    return [*fixed, tuple(int(n) for n in random.integers(3, 9, size=6))]


EXERCISE = Exercise(
    title="Count the multiply-adds",
    difficulty="stretch",
    minutes=8,
    solution=stamps,
    cases=stamps_cases,
    mistakes=(
        stamps_each_output_pixel,
        stamps_one_filter,
        stamps_one_channel,
        stamps_kernel_not_squared,
        stamps_weights_only,
        stamps_as_operations,
        stamps_times_stride,
        stamps_over_stride,
        stamps_over_stride_squared,
        stamps_channels_added,
        stamps_one_kernel,
        stamps_without_kernel,
        stamps_on_whole_sheet,
        stamps_power_by_caret,
    ),
    hints=(
        "Each input pixel presses one stamp. How many numbers has a stamp?",
        "A stamp has kernel_size² × filters numbers for each input channel.",
    ),
    follows="The stride does not count: it only spreads the same stamps over a larger sheet.",
)
