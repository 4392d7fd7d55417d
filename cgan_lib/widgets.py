"""What a hand can move in JupyterLab: a digit studio, a time machine, a game against D.

Each widget stays one output: a move replaces the bytes of a picture, and nothing is printed. Where
no widgets can be shown, in a stored notebook for instance, the same output is a picture, the one
that the widget's `figure()` returns. Used in notebooks 00, 04, 06 and 09.
"""

import base64
import html
import io

from cgan_lib import cgan, checks, data, latent, plots

import ipywidgets
import keras
import numpy as np
from matplotlib import pyplot as plt
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.image import imsave

MOST_DIGITS = 12  # in one row of the studio
KINDS = ("real, right label", "real, wrong label", "fake")


def digit_studio(
    model: cgan.ConditionalGAN, digits: str = "2026", seed: int | None = 0
):
    """Ask for any number, take a new noise, and walk between two noises or two labels.

    Args:
        model: a ConditionalGAN whose G has a label table.
        digits: what stands in the text field at the start; with more than ten classes, numbers
            with spaces between them.
        seed: of the first noise; None takes a new one.

    Returns:
        A widget. `figure()` is its static twin.

    Raises:
        ValueError, TypeError: no such model, or digits that are no labels of it.
    """
    return _DigitStudio(model, digits, seed)


def time_machine(run: dict):
    """A slider over the moments of a recorded run: its digits, and the moment on its curves.

    Args:
        run: what `recipes.load_run` returns. If it holds `obedience` as well, one number from 0 to
            1 for each of picture_iterations, this gets a curve of its own.

    Returns:
        A widget. Its static twin, `figure()`, shows up to seven moments, as `plots.grid` does;
        the curves are in `plots.curves`.

    Raises:
        ValueError, TypeError: a record that lacks something, or whose lengths do not fit.
    """
    return _TimeMachine(run)


def you_are_the_discriminator(
    models: dict, images, labels, rounds: int = 20, seed: int | None = None
):
    """The reader judges pairs of image and label; at the end stands their score beside D's.

    Half of the pairs are real with the right label. The others are, as equally as can be, real
    with a wrong label, and fakes of the label that is shown. D answers 'real and matching' if its
    logit is above 0.

    Args:
        models: the stages of training to choose from: {name: ConditionalGAN}.
        images: uint8, (N, height, width, channels), real ones.
        labels: integers, (N,), theirs.
        rounds: pairs in a game.
        seed: the same seed gives the same games; None gives new ones.

    Returns:
        A widget. Its static twin, `figure()`, shows the pairs of the game without the answers.

    Raises:
        ValueError, TypeError: models, images and labels that do not fit together.
    """
    return _Game(models, images, labels, rounds, seed)


class _Movable(ipywidgets.VBox):
    """A column of controls and pictures, with a picture of itself for where no widgets are."""

    name = ""

    def figure(self):
        raise NotImplementedError

    def _repr_mimebundle_(self, **kwargs):
        shown = super()._repr_mimebundle_(**kwargs)
        file = io.BytesIO()
        self.figure().savefig(file, format="png", dpi=72, metadata={"Software": None})
        shown["text/plain"] = f"{self.name}, to be moved in JupyterLab"
        shown["image/png"] = base64.b64encode(file.getvalue()).decode()
        return shown


class _DigitStudio(_Movable):
    name = "Digit studio"

    def __init__(self, model, digits, seed):
        super().__init__()
        digits = str(digits)  # so that a plain 2026 is understood as well
        self.paint = latent.painter(model)
        self.z_dim, self.num_classes = model.z_dim, model.num_classes
        self.labels = read_labels(digits, self.num_classes)
        self.random = _random(seed)
        pair = (3, 8) if self.num_classes > 8 else (0, self.num_classes - 1)
        names = [(str(label), label) for label in range(self.num_classes)]
        wide = {"style": {"description_width": "initial"}}
        self.digits = ipywidgets.Text(
            digits, description="Digits to draw:", continuous_update=True, **wide
        )
        self.new_noise = ipywidgets.Button(
            description="New noise", icon="refresh", tooltip="Draw from another noise"
        )
        self.message = ipywidgets.Label()
        self.walk = _share_slider("From one noise to another:")
        self.first = ipywidgets.Dropdown(
            options=names, value=pair[0], description="From label:", **wide
        )
        self.second = ipywidgets.Dropdown(
            options=names, value=pair[1], description="to label:", **wide
        )
        for choice in (self.first, self.second):
            choice.layout.width = "140px"
        self.mix = _share_slider("Share of the second label:", 0.5)
        self.typed = _picture()
        self.every = _picture()
        self.mixed = _picture()
        self.children = [
            ipywidgets.HBox([self.digits, self.new_noise, self.message], layout=WRAP),
            self.walk,
            self.typed,
            _caption("One noise, every label: the noise of the first digit above"),
            self.every,
            _caption("Between two labels: the first, the mixture, the second"),
            ipywidgets.HBox([self.first, self.second, self.mix], layout=WRAP),
            self.mixed,
        ]
        self._take_new_noise()
        self.digits.observe(self._read, "value")
        self.new_noise.on_click(self._take_new_noise)
        self.walk.observe(self._show, "value")
        for control in (self.first, self.second, self.mix):
            control.observe(self._show_mixture, "value")

    def figure(self):
        strips = self._typed_strip(), self._every_strip(), self._mixed_strip()
        share = f"{self.mix.value:.0%} of the way from {self.first.value}"
        titles = (
            f"asked for: {' '.join(map(str, self.labels))}",
            "one noise, every label",
            f"between two labels: {share} to {self.second.value}",
        )
        figure, axes = plt.subplots(3, 1, figsize=(8, 3.9))
        for axis, strip, title in zip(axes, strips, titles, strict=True):
            axis.imshow(strip, interpolation="nearest")
            axis.set_title(title, fontsize=11, loc="left")
            axis.set(anchor="W", xlim=(0, max(s.shape[1] for s in strips)))
            axis.axis("off")
        figure.tight_layout()
        plt.close(figure)
        return figure

    def _read(self, _):
        try:
            self.labels = read_labels(self.digits.value, self.num_classes)
        except ValueError as error:
            self.message.value = f"⚠ {error}"
            return
        self.message.value = ""
        self.typed.value = _png(self._typed_strip())

    def _take_new_noise(self, _=None):
        shape = (2, MOST_DIGITS, self.z_dim)
        self.noises = self.random.standard_normal(shape, dtype="float32")
        self._show()

    def _show(self, _=None):
        self.typed.value = _png(self._typed_strip())
        self.every.value = _png(self._every_strip())
        self._show_mixture()

    def _show_mixture(self, _=None):
        self.mixed.value = _png(self._mixed_strip())

    def _noise(self, count):
        first, second = self.noises[:, :count]
        return latent.between_noises(first, second, self.walk.value)

    def _typed_strip(self):
        shares = np.eye(self.num_classes)[self.labels]
        return _strip(self.paint(self._noise(len(shares)), shares))

    def _every_strip(self):
        shares = np.eye(self.num_classes)
        z = np.repeat(self._noise(1), len(shares), axis=0)
        return _strip(self.paint(z, shares))

    def _mixed_strip(self):
        whole = np.eye(self.num_classes)
        first, second = whole[self.first.value], whole[self.second.value]
        mixture = (1 - self.mix.value) * first + self.mix.value * second
        z = np.repeat(self._noise(1), 3, axis=0)
        return _strip(self.paint(z, np.stack([first, mixture, second])))


def read_labels(text: str, num_classes: int) -> list[int]:
    """The labels that a text asks for, or a ValueError that says what is wrong with it.

    Up to ten classes, each digit is a label, and spaces and hyphens are skipped, so that a date
    can be typed; beyond that, labels are numbers with spaces between them.
    """
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


class _TimeMachine(_Movable):
    name = "Time machine"

    def __init__(self, run):
        super().__init__()
        self.run = check_run(run)
        moments = [int(moment) for moment in run["picture_iterations"]]
        last = len(run["pictures"][0]) - 1
        self.slider = ipywidgets.SelectionSlider(
            options=[(f"{moment:,}", place) for place, moment in enumerate(moments)],
            value=0,
            description="Iteration:",
            continuous_update=True,
            layout={"width": "min(100%, 560px)"},
        )
        self.play = ipywidgets.Play(
            min=0, max=len(moments) - 1, interval=300, show_repeat=False
        )
        ipywidgets.link((self.play, "value"), (self.slider, "value"))
        self.numbers = ipywidgets.HTML()
        self.digits = _picture()
        self.curves = _picture()
        self.children = [
            ipywidgets.HBox(
                [_caption("Play and stop:"), self.play, self.slider], layout=WRAP
            ),
            _caption(f"Labels 0 to {last}, from the same noise at every iteration"),
            self.digits,
            self.numbers,
            self.curves,
        ]
        self.chart, self.columns = _chart(run, moments)
        self._show()
        self.slider.observe(self._show, "value")

    def figure(self):
        last = len(self.run["pictures"]) - 1
        steps = (
            np.linspace(0, 1, 7) ** 2
        )  # early moments lie closer: more happens there
        places = np.unique(np.round(steps * last).astype(int))
        pictures = self.run["pictures"][places]
        moments = self.run["picture_iterations"][places]
        titles = [f"iteration {moment:,}" for moment in moments]
        return plots.grid(pictures, titles, range(pictures.shape[1]))

    def _show(self, _=None):
        self.digits.value = _png(_strip(self.run["pictures"][self.slider.value] / 255))
        self.numbers.value = self._words()
        marked = self.chart.copy()
        for top, bottom, columns in self.columns:
            column = columns[self.slider.value]
            marked[top:bottom, column - 1 : column + 1] = (0, 0, 0, 255)
        self.curves.value = _png(marked)

    def _curve_place(self):
        """The last entry of the curves at or before the moment; -1 before the first."""
        moment = self.run["picture_iterations"][self.slider.value]
        return int(np.searchsorted(self.run["iterations"], moment, side="right")) - 1

    def _words(self):
        place = self._curve_place()
        words = ["before training"]
        if place >= 0:
            d_loss, g_loss, real, fake = (self.run[name][place] for name in CURVES)
            words = [
                f"D's loss <b>{d_loss:.2f}</b>, G's loss <b>{g_loss:.2f}</b>",
                f"D is right on <b>{real:.0%}</b> of real and <b>{fake:.0%}</b> of fake pairs",
            ]
        if "obedience" in self.run:
            obedience = self.run["obedience"][self.slider.value]
            words.append(f"obedience <b>{obedience:.0%}</b>")
        return " · ".join(words)


CURVES = ("d_loss", "g_loss", "d_accuracy_real", "d_accuracy_fake")


def check_run(run: dict) -> dict:
    """The record of a run, if it is one, or an error that names what is wrong with it."""
    if not isinstance(run, dict):
        raise TypeError(
            "run must be a record, as recipes.load_run('book') returns it; "
            f"got {type(run).__name__}"
        )
    needed = ("iterations", *CURVES, "picture_iterations", "pictures")
    missing = [name for name in needed if name not in run]
    if missing:
        raise ValueError(f"run must hold {', '.join(needed)}; it lacks {missing[0]}")
    for names, of in (
        (CURVES, "iterations"),
        (("pictures", "obedience"), "picture_iterations"),
    ):
        for name in names:
            if name in run and len(run[name]) != len(run[of]):
                raise ValueError(
                    f"run's {name} must be as long as its {of}, {len(run[of])}; "
                    f"got {len(run[name])}"
                )
    if not len(run["pictures"]):
        raise ValueError("run must hold at least one moment; its pictures are empty")
    if run["pictures"].dtype != np.uint8:
        raise TypeError(f"run's pictures must be uint8; got {run['pictures'].dtype}")
    return run


def _chart(run, moments):
    """The curves as pixels, and for each chart (top, bottom, the column of each moment).

    Matplotlib takes too long for a slider, so it draws once, and a move marks pixels.
    """
    figure = plots.curves(run, run["iterations"])
    if "obedience" in run:
        figure.set_size_inches(11, 2.6)
        places = figure.add_gridspec(1, 3)
        for axis, place in zip(figure.axes, places, strict=False):
            axis.set_subplotspec(place)
        axis = figure.add_subplot(places[2])
        axis.plot(moments, run["obedience"], color=plots.GREEN)
        axis.set(title="obedience, share of fakes", xlabel="iteration", ylim=(0, 1.03))
        axis.spines[["top", "right"]].set_visible(False)
        figure.tight_layout()
    for axis in figure.axes:
        low, high = axis.get_xlim()
        axis.set_xlim(min(low, *moments), max(high, *moments))  # room for every line
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    pixels = np.array(canvas.buffer_rgba())
    columns = []
    for axis in figure.axes:
        box = axis.get_window_extent()
        top, bottom = round(len(pixels) - box.y1), round(len(pixels) - box.y0)
        places = axis.transData.transform([(moment, 0) for moment in moments])[:, 0]
        columns.append((top, bottom, places.round().astype(int)))
    return pixels, columns


class _Game(_Movable):
    name = "You are the discriminator"

    def __init__(self, models, images, labels, rounds, seed):
        super().__init__()
        self.models = check_stages(models)
        self.images, self.labels = np.asarray(images), checks.labels(labels)
        for name, model in models.items():
            if self.images.shape[1:] != model.img_shape:
                raise ValueError(
                    f"images must have the shape (N, {', '.join(map(str, model.img_shape))})"
                    f" for the stage {name!r}; got {self.images.shape}"
                )
            checks.labels(self.labels, model.num_classes)
        if len(self.images) != len(self.labels):
            raise ValueError(
                "images and labels must be pairs; "
                f"got {len(self.images)} images and {len(self.labels)} labels"
            )
        self.rounds = checks.whole_number(
            rounds, "rounds", low=1, high=len(self.images)
        )
        self.random = _random(seed)
        wide = {"style": {"description_width": "initial"}}
        self.stage = ipywidgets.Dropdown(
            options=list(models), description="Stage of training:", **wide
        )
        self.again = ipywidgets.Button(description="New game", icon="refresh")
        self.round = ipywidgets.HTML()
        self.picture = _picture()
        self.yes = _wide_button("Real and matching", "check")
        self.no = _wide_button("Fake or wrong label", "times")
        self.said = ipywidgets.HTML()
        self.children = [
            ipywidgets.HBox([self.stage, self.again], layout=WRAP),
            self.round,
            self.picture,
            ipywidgets.HBox([self.yes, self.no], layout=WRAP),
            self.said,
        ]
        self._start()
        self.stage.observe(self._start, "value")
        self.again.on_click(self._start)
        self.yes.on_click(lambda _: self._answer(True))
        self.no.on_click(lambda _: self._answer(False))

    def figure(self):
        titles = [f"label {label}" for label in self.claims]
        return plots.digits(data.unscale(self.x), titles)

    def _start(self, _=None):
        model = self.models[self.stage.value]
        self.kinds = self._draw_kinds(model.num_classes)
        chosen = self.random.choice(len(self.images), self.rounds, replace=False)
        self.x = data.scale(self.images[chosen])
        self.truth = self.labels[chosen]
        steps = self.random.integers(1, max(model.num_classes, 2), self.rounds)
        wrong = (self.truth + steps) % model.num_classes
        self.claims = np.where(self.kinds == KINDS[1], wrong, self.truth)
        fakes = self.kinds == KINDS[2]
        if fakes.any():
            z = self.random.standard_normal((fakes.sum(), model.z_dim), "float32")
            self.x[fakes] = model.generate(self.claims[fakes], z=z) * 2 - 1
        pairs = [self.x, self.claims[:, np.newaxis]]
        logits = model.discriminator(pairs, training=False)
        self.p = keras.ops.sigmoid(logits).numpy()[:, 0]
        self.answers = []
        self.said.value = ""
        self._ask()

    def _draw_kinds(self, num_classes):
        """A kind for each round: half real with the right label, the others in equal parts."""
        others = KINDS[1:] if num_classes > 1 else KINDS[2:]
        half = self.rounds // 2
        kinds = [KINDS[0]] * (self.rounds - half)
        kinds += [others[place % len(others)] for place in range(half)]
        return self.random.permutation(kinds)

    def _ask(self):
        place = len(self.answers)
        over = place == self.rounds
        self.yes.disabled = self.no.disabled = over
        if over:
            self.round.value = "<b>The game is over.</b>"
            self.said.value += self._scores()
            return
        self.round.value = (
            f"Round {place + 1} of {self.rounds}. Is this a real image of "
            f"<span style='font-size: 1.6em'><b>{self.claims[place]}</b></span>?"
        )
        self.picture.value = _png(_strip(data.unscale(self.x[[place]]), 140))

    def _answer(self, answer):
        place = len(self.answers)
        self.answers.append(answer)
        kind, claim, truth = self.kinds[place], self.claims[place], self.truth[place]
        was = {
            KINDS[0]: f"real, and a {claim}",
            KINDS[1]: f"real, but its label is {truth}, not {claim}",
            KINDS[2]: "a fake",
        }[kind]
        mine, theirs = (
            "✓ right" if said == (kind == KINDS[0]) else "✗ wrong"
            for said in (answer, self.p[place] > 0.5)
        )
        self.said.value = (
            f"Round {place + 1} was <b>{was}</b>. You: {mine}. "
            f"D: {theirs}, with p = {self.p[place]:.2f}."
        )
        self._ask()

    def _scores(self):
        yes = self.kinds == KINDS[0]
        players = (np.array(self.answers) == yes, (self.p > 0.5) == yes)
        lines = [(kind, self.kinds == kind) for kind in KINDS if kind in self.kinds]
        lines.append(("all", np.full(self.rounds, True)))
        cells = "".join(
            f"<tr><th style='text-align: left'>{html.escape(name)}</th>"
            + "".join(
                f"<td style='padding-left: 2em'>{right[of].sum()} of {of.sum()}</td>"
                for right in players
            )
            + "</tr>"
            for name, of in lines
        )
        head = "".join(
            f"<th style='padding-left: 2em'>{who}</th>" for who in ("you", "D")
        )
        return f"<table><tr><th>right answers</th>{head}</tr>{cells}</table>"


def check_stages(models: dict) -> dict:
    """Stages of training, {name: ConditionalGAN}, or an error."""
    if not isinstance(models, dict) or not models:
        raise TypeError(
            "models must be a dict from a stage's name to a ConditionalGAN, with one or more; "
            f"got {models!r}"
        )
    for name, model in models.items():
        if not isinstance(name, str):
            raise TypeError(f"models must have names that are text; got {name!r}")
        if not isinstance(model, cgan.ConditionalGAN):
            raise TypeError(
                f"models[{name!r}] must be a ConditionalGAN; got {type(model).__name__}"
            )
    return models


def _random(seed):
    if seed is not None:
        seed = checks.whole_number(seed, "seed", low=0)
    return np.random.default_rng(seed)


WRAP = {"flex_flow": "row wrap", "align_items": "center"}


def _share_slider(description, value=0.0):
    return ipywidgets.FloatSlider(
        value,
        description=description,
        min=0,
        max=1,
        step=0.05,
        readout_format=".0%",
        style={"description_width": "initial"},
        layout={"width": "min(100%, 440px)"},
    )


def _wide_button(description, icon):
    return ipywidgets.Button(
        description=description, icon=icon, layout={"width": "200px"}
    )


def _caption(text):
    return ipywidgets.Label(text)


def _picture():
    # A column stretches what is in it to its own width, unless it is told not to. An Image
    # must not get a `tooltip`: JupyterLab shows an error in its place.
    layout = {"align_self": "flex-start", "max_width": "100%", "margin": "4px 2px"}
    return ipywidgets.Image(format="png", layout=layout)


def _strip(images, wanted: int = 56) -> np.ndarray:
    """Images in a row with a frame and a gap, about this wide each, as RGBA bytes."""
    times = max(1, round(wanted / images.shape[2]))
    large = np.repeat(np.repeat(images, times, axis=1), times, axis=2)
    count, height, width, _ = large.shape
    # Clear between the frames, so that a light and a dark page shine through.
    strip = np.zeros((height + 2, count * (width + 8) - 6, 4), "uint8")
    for place, image in enumerate(large):
        left = place * (width + 8)
        strip[:, left : left + width + 2] = (128, 128, 128, 255)
        strip[1:-1, left + 1 : left + width + 1, :3] = np.round(image * 255)
    return strip


def _png(pixels: np.ndarray) -> bytes:
    file = io.BytesIO()
    imsave(file, pixels, format="png", pil_kwargs={"compress_level": 1})
    return file.getvalue()
