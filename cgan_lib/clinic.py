"""The recorded patients of notebook 10_when_training_fails: one run is healthy, eight are not.

`tests/make_clinic.py` trained them, each with one of `faults.FAULTS`.
"""

from cgan_lib import assets, checks, plots
from cgan_lib.plots.style import Figure, styled

import numpy as np
from matplotlib import colormaps
from matplotlib.colors import to_rgb
from PIL import Image

PATIENTS = {  # who has what: no peeping before notebook 10 asks
    "A": "discriminator_far_too_strong",
    "B": "sigmoid_twice",
    "C": "class_never_asked_for",
    "D": "frozen_discriminator",
    "E": "mode_collapse",
    "F": "healthy",
    "G": "images_from_0_to_1",
    "H": "label_never_reaches_discriminator",
    "I": "learns_in_the_wrong_turn",
}


def load_patients() -> dict[str, dict[str, np.ndarray]]:
    """The records of nine runs, under the letters A to I.

    Returns:
        For each letter a dictionary: iterations (N,), and for each of them d_loss, g_loss,
        d_accuracy_real and d_accuracy_fake; moments (M,), and for each of them pictures, uint8
        (M, 3, 10, 28, 28, 1): three noises, each with the ten labels; table, int (10, 10): how
        often each label was asked for (row) and read by the judge (column), at the end.

    Raises:
        FileNotFoundError, ValueError: the file is missing or damaged.
    """
    arrays = assets.arrays("clinic.npz")
    patients = {letter: {"moments": arrays["moments"]} for letter in PATIENTS}
    for key, array in arrays.items():
        letter, _, part = key.partition("/")
        if part:
            patients[letter][part] = array
    for patient in patients.values():
        patient["iterations"] = 100 * np.arange(1, len(patient["d_loss"]) + 1)
    return patients


@styled
def chart(patient: dict, heading: str | None = None) -> Image.Image:
    """One patient on one page: curves, pictures, and what was asked for against what was read.

    Args:
        patient: one of the records that `load_patients` returns.
        heading: a line above.

    Returns:
        A picture of 40 colours: nine of them keep the notebook small.
    """
    _check_patient(patient)
    figure = Figure(figsize=(11, 3.4), layout="constrained", dpi=70)
    left, middle, right = figure.add_gridspec(1, 3, width_ratios=(1.15, 1.35, 1))
    upper, lower = left.subgridspec(2, 1)
    axes = [figure.add_subplot(upper), figure.add_subplot(lower)]
    plots.draw_curves(axes, patient, patient["iterations"], names=False)
    for axis, name in zip(axes, ("losses", "D is right"), strict=True):
        axis.set(title=None, ylabel=name)
        beside = {"loc": "lower center", "bbox_to_anchor": (0.5, 1), "ncols": 2}
        axis.legend(**beside, fontsize=9, frameon=False)  # hides no curve
    axes[0].set(xlabel=None, xticklabels=[])
    axes[0].axhline(np.log(2), color="0.5", lw=0.8, ls=":", zorder=0)  # guessing

    moments, pictures = patient["moments"], np.asarray(patient["pictures"])[..., 0]
    rows = [*pictures[:, 0], *pictures[-1, 1:]]  # one noise over time, then two others
    names = [f"{moment:,}" for moment in moments]
    names += ["2nd noise", "3rd noise"]
    axis = figure.add_subplot(middle)
    axis.imshow(np.vstack([np.hstack(row) for row in rows]) / 255, **plots.GREYS)
    axis.set(
        title="labels 0 to 9",
        yticks=28 * np.arange(len(rows)) + 14,
        yticklabels=names,
        xticks=28 * np.arange(10) + 14,
        xticklabels=range(10),
    )
    axis.tick_params(length=0)

    axis = figure.add_subplot(right)
    axis.imshow(patient["table"], cmap="Blues", vmin=0)
    axis.set(
        title="how often, at the end",
        xlabel="read by the judge",
        ylabel="asked for",
        xticks=range(10),
        yticks=range(10),
    )
    figure.suptitle(heading, parse_math=False)
    figure.canvas.draw()
    picture = Image.fromarray(np.array(figure.canvas.buffer_rgba())[..., :3])
    return picture.quantize(palette=_palette(), dither=Image.Dither.NONE)


def _palette() -> Image.Image:
    """The 40 colours of a chart: greys, the blues of its table, the lines with their soft edges."""
    greys = np.linspace(0, 1, 18)[:, np.newaxis].repeat(3, axis=1)
    blues = colormaps["Blues"](np.linspace(0, 1, 16))[:, :3]
    lines = np.array([to_rgb(plots.BLUE), to_rgb(plots.ORANGE)])
    colours = [greys, blues, *(1 - share * (1 - lines) for share in (1, 0.7, 0.4))]
    palette = Image.new("P", (1, 1))
    palette.putpalette(
        (255 * np.concatenate(colours)).round().astype("uint8").tobytes()
    )
    return palette


def _check_patient(patient: dict):
    """A TypeError or ValueError for a record of another form."""
    if not isinstance(patient, dict):
        raise TypeError(f"patient must be a dictionary; got {patient!r}")
    axes = {"iterations": 1, "moments": 1, "pictures": 6, "table": 2}
    for name, count in axes.items():
        array = checks.array(patient.get(name), f"patient's {name}")
        if array.ndim != count or not array.size or array.dtype.kind not in "iuf":
            raise ValueError(
                f"patient's {name} must be numbers with {count} axes; got {array.dtype}, "
                f"{array.shape}"
            )
    pictures, moments = np.shape(patient["pictures"]), patient["moments"]
    if len(moments) != pictures[0] or pictures[1:] != (3, 10, 28, 28, 1):
        raise ValueError(
            f"patient's pictures must be ({len(moments)}, 3, 10, 28, 28, 1); got {pictures}"
        )
