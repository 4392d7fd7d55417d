"""A run in numbers and pictures: its curves, and its digits of the moment."""

from cgan_lib.plots.inputs import check_history, check_pictures, check_titles
from cgan_lib.plots.style import BLUE, GREYS, ORANGE, Figure, finish, styled


@styled
def curves(history: dict, iterations) -> Figure:
    """Both losses, and D's accuracy, over the iterations of a run.

    Args:
        history: lists named d_loss, g_loss, d_accuracy_real and d_accuracy_fake.
        iterations: where each entry of the lists was measured.
    """
    history, iterations = check_history(history, iterations)
    figure = Figure(figsize=(9, 2.6))
    draw_curves(figure.subplots(1, 2), history, iterations)
    return finish(figure)


def draw_curves(axes, history, iterations):
    """Draw what `curves` shows on two axes of your own; the same arguments."""
    history, iterations = check_history(history, iterations)
    lines = (
        (axes[0], "d_loss", "D's loss", BLUE, "-"),
        (axes[0], "g_loss", "G's loss", ORANGE, "--"),
        (axes[1], "d_accuracy_real", "on real pairs", BLUE, "-"),
        (axes[1], "d_accuracy_fake", "on fake pairs", ORANGE, "--"),
    )
    for axis, name, label, colour, style in lines:
        values = history.get(name, [])
        mark = "." if len(values) == 1 else None
        x, line = iterations[: len(values)], {"color": colour, "label": label}
        axis.plot(x, values, style, marker=mark, **line)
    axes[0].set(title="losses", xlabel="iteration", ylim=(0, None))
    axes[1].set(
        title="D is right, share of pairs", xlabel="iteration", ylim=(-0.03, 1.03)
    )
    for axis in axes:
        axis.spines[["top", "right"]].set_visible(False)
        axis.legend(fontsize=9, framealpha=1, edgecolor="none")  # over lines too


@styled
def training(images, titles, history: dict, iterations) -> Figure:
    """The digits of the moment above the curves until now.

    Args:
        images: (N, height, width, 1 or 3), from 0 to 1.
        titles: what each image should show, as it is printed above it.
        history, iterations: as in `curves`; may be empty.
    """
    images = check_pictures(images)
    titles = check_titles(titles, len(images), "titles", "image")
    history, iterations = check_history(history, iterations)
    figure = Figure(figsize=(9, 3.8))
    places = figure.add_gridspec(2, len(images), height_ratios=(1, 2.2))
    for place, (image, title) in enumerate(zip(images, titles, strict=True)):
        axis = figure.add_subplot(places[0, place])
        axis.imshow(image, **GREYS)
        axis.set_title(title, fontsize=11, parse_math=False)
        axis.axis("off")
    below = places[1, :].subgridspec(1, 2)
    draw_curves(
        [figure.add_subplot(below[0]), figure.add_subplot(below[1])],
        history,
        iterations,
    )
    last = iterations[-1] if len(iterations) else 0
    return finish(figure, f"iteration {last}")
