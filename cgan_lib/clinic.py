"""The recorded patients of notebook 10_when_training_fails: one recipe is healthy, nine are not.

`tests/make_clinic.py` trained them, each with one of `faults.FAULTS`.
"""

from cgan_lib import assets, checks, plots
from cgan_lib.plots.run import LINES
from cgan_lib.plots.style import Figure, styled

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from PIL import Image

PATIENTS = {  # who has what: no peeping before notebook 10 asks
    "A": "discriminator_far_too_strong",
    "B": "sigmoid_twice",
    "C": "class_never_asked_for",
    "D": "frozen_discriminator",
    "E": "noise_never_reaches_generator",
    "F": "healthy",
    "G": "images_from_0_to_1",
    "H": "label_never_reaches_discriminator",
    "I": "learns_in_the_wrong_turn",
    "J": "mode_collapse",
}
OBEDIENCE, REST = (
    LinearSegmentedColormap.from_list("share", ["white", colour])
    for colour in (plots.GREEN, plots.GREY)
)
HIGHEST = 6  # of the losses that a chart shows
WIDTH, HEIGHT = 830, 300  # pixels of a chart


def load_patients() -> dict[str, dict[str, np.ndarray]]:
    """The records of ten patients, under the letters A to J: each trained three times.

    Each is a dictionary: iterations (N,), and for each seed and each of them d_loss, g_loss,
    d_accuracy_real and d_accuracy_fake, (3, N); table, int (3, 10, 10): how often each label was
    asked for (row) and read by the judge (column), at the end; spread (3, N, 10): how much each
    label's pictures differ, as a share of how much the labels' averages do. And of the first seed:
    moments (M,), and pictures, uint8 (M + 2, 10, 28, 28, 1), the ten labels from one noise at the
    moments, and from two other noises at the end.
    """
    arrays = assets.arrays("clinic.npz")
    patients = {letter: {"moments": arrays["moments"]} for letter in PATIENTS}
    for key, array in arrays.items():
        letter, _, part = key.partition("/")
        if part:
            patients[letter][part] = array
    for patient in patients.values():
        patient["iterations"] = 100 * np.arange(1, patient["d_loss"].shape[1] + 1)
    return patients


@styled
def chart(patient: dict, heading: str | None = None) -> Image.Image:
    """One patient on one page: pictures, what was asked for against what was read, and curves.

    In `few_colours`, so that ten of them keep the notebook small. `patient` is one of the records
    that `load_patients` returns, and `heading` a line above.
    """
    patient = _check_patient(patient)
    figure = Figure(WIDTH, HEIGHT, layout="none")
    figure.suptitle(heading, x=0.01, ha="left", parse_math=False)

    def axes(x, y, width, height):  # in pixels, from above
        place = np.array([x, HEIGHT - y - height, width, height])
        return figure.add_axes(place / (WIDTH, HEIGHT, WIDTH, HEIGHT))

    moments, rows = patient["moments"], patient["pictures"][..., 0]
    axis = axes(62, 66, 280, 28 * len(rows))  # a page of 375 pixels shows this much
    axis.imshow(np.vstack([np.hstack(row) for row in rows // 29]), vmin=0, vmax=8)
    names = [f"{moment:,}" for moment in moments] + ["noise 2", "noise 3"]
    _name(axis, 28, names, "labels, from one noise")
    axis.spines[:].set(visible=True, color=plots.ORANGE, linewidth=0.72)
    axis = axes(394, 66, 170, 170)
    table = patient["table"][0]
    share, right = table / table.sum(axis=1).max(), np.eye(10, dtype=bool)
    axis.imshow(np.where(right[..., np.newaxis], OBEDIENCE(share), REST(share)))
    _name(axis, 1, range(10), "asked for (row), read as")
    draw_runs([axes(630, 66, 160, 70), axes(630, 168, 160, 90)], patient)
    return few_colours(figure)


def few_colours(figure: Figure) -> Image.Image:
    """A chart as a picture of few colours, which takes a quarter of the room in a notebook."""
    if not isinstance(figure, Figure):
        raise TypeError(f"figure must be one that plots.subplots made; got {figure!r}")
    figure.canvas.draw()
    picture = Image.fromarray(np.array(figure.canvas.buffer_rgba())[..., :3])
    return picture.quantize(palette=_palette(), dither=Image.Dither.NONE)


def draw_runs(axes, patient: dict, names: bool = True):
    """A patient's curves, as `plots.draw_curves`: the first seed's, and in pale the others'.

    `patient` is as in `chart`.
    """
    patient = _check_patient(patient)
    for seed in (*range(1, len(patient["d_loss"])), 0):  # the first above the others
        run = {name: patient[name][seed] for name in LINES}
        plots.draw_curves(axes, run, patient["iterations"], names=False)
    for line in (*axes[0].lines[:-2], *axes[1].lines[:-2]):
        line.set(alpha=0.4, linewidth=0.8, label="_")
    axes[0].set(ylim=(0, HIGHEST), xlabel=None, xticklabels=[])
    d_line, g_line = axes[0].lines[-2:]
    d_line.set_label("D's")  # D and G are patients, too
    g_line.set_label("G's")
    highest = np.max(patient["g_loss"])
    if highest > HIGHEST:
        g_line.set_label("_")
        text, up = f"G's, to {highest:.0f}", {"arrowstyle": "->", "color": plots.ORANGE}
        look = {"color": plots.ORANGE, "arrowprops": up, "ha": "center"}
        plots.note(axes[0], text, (800, HIGHEST), (0.5, 0.4), **look)
    if checks.flag(names, "names"):
        for axis in axes:
            plots.name_lines(axis)


def _name(axis, step: int, rows, title: str):
    """Numbers above the ten columns and names left of the rows, each `step` high."""
    middle = (step - 1) / 2
    axis.set_title(title)
    axis.tick_params(length=0, labelbottom=False, labeltop=True)
    axis.set_xticks(middle + step * np.arange(10), range(10))
    axis.set_yticks(middle + step * np.arange(len(rows)), rows)
    axis.spines[:].set_visible(False)


def _palette() -> Image.Image:
    """Nine greys, the colours of the tables, and the hues of D and G with their soft edges."""
    greys = np.linspace(0, 1, 9)[:, np.newaxis].repeat(3, axis=1)
    tables = [shade(np.linspace(0, 1, 16))[:, :3] for shade in (OBEDIENCE, REST)]
    hues = np.array([to_rgb(plots.BLUE), to_rgb(plots.ORANGE)])
    colours = [greys, *tables, *(1 - share * (1 - hues) for share in (1, 0.7, 0.4))]
    numbers = (255 * np.concatenate(colours)).round().astype("uint8")
    palette = Image.new("P", (1, 1))
    palette.putpalette(numbers.tobytes())
    return palette


def _check_patient(patient: dict) -> dict:
    """A patient whose arrays belong together, or an error."""
    axes = {"iterations": 1, "moments": 1, "pictures": 5, "table": 3}
    patient = checks.record(patient, "patient", axes | dict.fromkeys(LINES, 2))
    rows, runs = len(patient["moments"]) + 2, patient["d_loss"].shape
    shapes = {"pictures": (rows, 10, 28, 28, 1)} | dict.fromkeys(LINES, runs)
    for name, shape in shapes.items():
        if (found := patient[name].shape) != shape:
            raise ValueError(f"patient's {name} must be {shape}; got {found}")
    return patient
