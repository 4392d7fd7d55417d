"""The widgets without a browser: a move changes the picture, a wrong input gets a clear word."""

import base64
import io
import re
import sys
import time
import types
from importlib import resources

from cgan_lib import cgan, latent, plots, recipes, widgets
from cgan_lib.discriminator import build_cgan_discriminator
from cgan_lib.generator import build_cgan_generator
from cgan_lib.plots.pictures import TEXT
from cgan_lib.plots.run import LINES
from cgan_lib.widgets.game import KINDS
from cgan_lib.widgets.parts import LIVE, NAMES, Picture
from cgan_lib.widgets.recorded_run import chart
from cgan_lib.widgets.studio import read_labels

import keras
import matplotlib.image
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.colors import to_hex


@pytest.fixture(autouse=True)
def _no_figure_stays_open():
    yield
    still_open = plt.get_fignums()
    plt.close("all")
    assert still_open == []


@pytest.fixture(scope="module")
def tiny(build_tiny):
    return build_tiny()


@pytest.fixture
def studio(tiny):
    return widgets.digit_studio(tiny, "201")


@pytest.fixture(scope="module")
def run():
    random = np.random.default_rng(0)
    curves = {name: random.uniform(0, 1, 4) for name in LINES}
    return {
        "iterations": np.array([100, 200, 300, 400]),
        "picture_iterations": np.array([0, 200, 400]),
        "pictures": random.integers(0, 256, (3, 10, 8, 8, 1), "uint8"),
        "obedience": np.array([0.1, 0.5, 0.97]),
        **curves,
    }


@pytest.fixture(scope="module")
def pixels():
    random = np.random.default_rng(2)
    return random.integers(0, 256, (40, 8, 8, 1), "uint8"), np.arange(40) % 3


@pytest.fixture
def displayed(monkeypatch):
    """A function that displays a widget and returns its outputs."""

    def show(widget, somebody_is_there):
        kernel = types.SimpleNamespace()
        if somebody_is_there is not None:  # else one that does not say it
            kernel._allow_stdin = somebody_is_there
        shell = types.SimpleNamespace(kernel=kernel)
        shown = []
        monkeypatch.setattr("cgan_lib.widgets.parts.get_ipython", lambda: shell)
        monkeypatch.setattr(
            "cgan_lib.widgets.parts.display", lambda bundle, raw: shown.append(bundle)
        )
        widget._ipython_display_()
        return shown

    return show


def everything(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from everything(child)


def control(widget, description):
    """What a reader finds under this name."""
    (found,) = (
        one
        for one in everything(widget)
        if getattr(one, "description", "").startswith(description)
    )
    return found


def words(widget) -> str:
    """All text that is shown, without its markup."""
    texts = (
        one.value
        for one in everything(widget)
        if type(one).__name__ in ("HTML", "Label") and one.value != NAMES
    )
    return re.sub("<[^>]*>", " ", " ".join(texts)).replace("  ", " ")


def pictures(widget) -> list[bytes]:
    return [bytes(one.value) for one in everything(widget) if isinstance(one, Picture)]


def changed(widget, act) -> list[bool]:
    """Which of the widget's pictures are other ones after an act."""
    before = pictures(widget)
    act()
    return [old != new for old, new in zip(before, pictures(widget), strict=True)]


def pixels_of(png) -> np.ndarray:
    return matplotlib.image.imread(io.BytesIO(png))


def assert_controls_have_names_that_are_not_cut(widget):
    for one in everything(widget):
        kind = type(one).__name__
        if kind in ("Text", "FloatSlider", "Dropdown"):
            assert one.description.endswith(":")
            assert one.style.description_width == "initial"
        elif kind in ("Button", "SelectionSlider"):
            assert one.description
        elif kind == "Picture":
            assert one.tooltip
            assert one.description == ""  # else JupyterLab shows no tooltip


# digit_studio


def test_studio_draws_the_digits_that_are_typed(studio):
    field = control(studio, "Digits")
    assert changed(studio, lambda: setattr(field, "value", "2012")) == [
        True,
        False,
        False,
    ]
    longer = pixels_of(pictures(studio)[0])
    field.value = "201"
    shorter = pixels_of(pictures(studio)[0])
    assert longer.shape[1] > shorter.shape[1]
    np.testing.assert_array_equal(longer[:, : shorter.shape[1]], shorter)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("20a1", "labels are numbers from 0 to 2; 'a' is none of them"),
        ("203", "'3' is none of them"),
        ("2²", "'²' is none of them"),
        ("<b>", "'<' is none of them"),
        ("", "type 1 to 12, here are 0"),
        ("0" * 13, "type 1 to 12, here are 13"),
    ],
)
def test_studio_says_beside_the_field_what_is_no_label_and_goes_on(
    studio, text, message
):
    field = control(studio, "Digits")
    assert not any(changed(studio, lambda: setattr(field, "value", text)))
    assert message in words(studio)
    assert any(changed(studio, control(studio, "New noise").click))
    field.value = "2"
    assert "none of them" not in words(studio)


def test_a_date_can_be_typed():
    assert read_labels("2026-11-25", 10) == [2, 0, 2, 6, 1, 1, 2, 5]
    assert read_labels("２０２６", 10) == [2, 0, 2, 6]


def test_more_than_ten_classes_are_typed_with_spaces_between_them():
    assert read_labels("7 12  0", 26) == [7, 12, 0]
    with pytest.raises(ValueError, match="from 0 to 25; '26' is none"):
        read_labels("7 26", 26)


def test_new_noise_changes_every_picture(studio):
    assert changed(studio, control(studio, "New noise").click) == [True] * 3


def test_the_walk_between_two_noises_changes_every_picture(studio):
    walk = control(studio, "From one noise")
    assert changed(studio, lambda: setattr(walk, "value", 0.5)) == [True] * 3
    half = pictures(studio)
    assert changed(studio, lambda: setattr(walk, "value", 1)) == [True] * 3
    assert changed(studio, lambda: setattr(walk, "value", 0.5)) == [True] * 3
    assert pictures(studio) == half


def test_the_label_controls_change_the_mixture_alone(studio):
    for name, value in (("Share", 0.3), ("From label", 1), ("to label", 1)):
        act = control(studio, name)
        assert changed(studio, lambda a=act, v=value: setattr(a, "value", v)) == [
            False,
            False,
            True,
        ]


def test_one_seed_gives_one_studio(tiny):
    first, again, other = (
        pictures(widgets.digit_studio(tiny, "201", seed)) for seed in (4, 4, 5)
    )
    assert first == again != other


def test_the_ends_of_the_mixture_are_the_two_labels(studio):
    share = control(studio, "Share")
    control(studio, "From label").value, control(studio, "to label").value = 0, 2
    for value, end in ((0, 0), (1, 2)):
        share.value = value
        tiles = tiles_of(pictures(studio)[2], 3)
        np.testing.assert_array_equal(tiles[1], tiles[end])
        assert not np.array_equal(tiles[0], tiles[2])


def tiles_of(png, count) -> list[np.ndarray]:
    """The single images of a strip: a gap of 6 clear columns lies between them."""
    strip = pixels_of(png)
    width = (strip.shape[1] + 6) // count - 6
    tiles = [strip[:, i * (width + 6) : i * (width + 6) + width] for i in range(count)]
    assert all(tile.shape == tiles[0].shape for tile in tiles)
    return tiles


def test_the_first_typed_digit_stands_in_the_row_of_every_label(studio):
    typed, every, _ = pictures(studio)
    np.testing.assert_array_equal(tiles_of(typed, 3)[0], tiles_of(every, 3)[2])


def test_studio_shows_its_digits_as_a_picture_where_no_widgets_are(studio, displayed):
    (shown,) = displayed(studio, somebody_is_there=False)
    assert shown["text/plain"] == "Digit studio, to be moved in JupyterLab"
    assert pixels_of(base64.b64decode(shown["image/png"])).std() > 0
    titles = [text.get_text() for text in studio.figure().texts]
    assert titles[0] == "asked for: 2 0 1"


def spoken(widget) -> list[str]:
    """What a screen reader says of each picture."""
    return [one.tooltip for one in everything(widget) if isinstance(one, Picture)]


def test_the_words_of_each_picture_follow_what_it_shows(studio, run, game):
    assert spoken(studio) == [
        "asked for: 2 0 1",
        "one noise, every label",
        "between two labels: 50% of the way from 0 to 2",
    ]
    control(studio, "Digits").value, control(studio, "Share").value = "22", 0.25
    assert spoken(studio)[0] == "asked for: 2 2"
    assert spoken(studio)[2].endswith("25% of the way from 0 to 2")
    machine = widgets.time_machine(run)
    control(machine, "Iteration").value = 1
    assert all(words.endswith("at iteration 200") for words in spoken(machine))
    assert spoken(game) == [f"An image with the label {game.pairs.claims[0]}"]
    control(game, "Real and").click()
    assert spoken(game) == [f"An image with the label {game.pairs.claims[1]}"]


def test_what_g_drew_has_an_orange_frame_and_what_the_game_shows_a_grey_one(
    studio, run, game
):
    def frames(widget):
        return {to_hex(pixels_of(png)[0, 0, :3]).upper() for png in pictures(widget)}

    machine = widgets.time_machine(run)
    digits = to_hex(pixels_of(pictures(machine)[0])[0, 0, :3]).upper()
    assert frames(studio) == {digits} == {plots.ORANGE}
    assert frames(game) == {TEXT}  # it tells nothing


@pytest.mark.parametrize("somebody_is_there", [True, None])
def test_where_somebody_can_type_stands_the_widget_and_before_it_its_picture(
    studio, displayed, somebody_is_there
):
    still, live = displayed(studio, somebody_is_there)
    png = re.search('src="data:image/png;base64,(.*)"', still["text/html"])[1]
    assert pixels_of(base64.b64decode(png)).std() > 0
    assert live[LIVE]["model_id"] == studio.model_id
    assert still["text/plain"] == live["text/plain"]


def test_studio_takes_a_plain_number_and_no_seed_too(tiny):
    studio = widgets.digit_studio(tiny, 201, seed=None)
    assert control(studio, "Digits").value == "201"


@pytest.mark.parametrize(
    ("model", "digits", "error", "message"),
    [
        ("tiny", "29", ValueError, "labels are numbers from 0 to 2; '9' is none"),
        ("network", "2", TypeError, "model must be a ConditionalGAN; got Functional"),
        ("no table", "2", ValueError, "must have one label table, .* got 0"),
    ],
)
def test_studio_refuses_what_it_cannot_draw(tiny, model, digits, error, message):
    if model == "network":
        model = tiny.generator
    elif model == "no table":
        z, label = keras.Input((5,)), keras.Input((1,), dtype="int32")
        number = keras.ops.cast(label, "float32")
        image = keras.layers.Dense(64)(keras.layers.Concatenate()([z, number]))
        image = keras.layers.Reshape((8, 8, 1))(image)
        model = cgan.ConditionalGAN(
            keras.Model([z, label], image), tiny.discriminator, 3
        )
    else:
        model = tiny
    with pytest.raises(error, match=message):
        widgets.digit_studio(model, digits)


# mix_labels of a whole model


@pytest.fixture(params=["multiply", "concatenate"])
def joined(request, tiny):
    generator = build_cgan_generator(
        5, (8, 8, 1), 3, (4, 3, 2), "normal", request.param
    )
    return cgan.ConditionalGAN(generator, tiny.discriminator, 3)


def test_whole_labels_are_drawn_as_generate_draws_them(joined, build_plain):
    z, labels = cgan.noise(4, 5, seed=0), [2, 0, 1, 2]
    for model in (joined, build_plain()):
        drawn = latent.mix_labels(model, np.eye(3)[labels], z)
        np.testing.assert_allclose(drawn, model.generate(labels, z=z), atol=1e-6)


def test_half_and_half_is_the_mean_of_two_rows_of_the_label_table(joined):
    z = cgan.noise(4, 5, seed=0)
    drawn = latent.mix_labels(joined, np.full((4, 3), [0.5, 0, 0.5]), z)
    (table,) = joined.generator.get_layer("label_as_vector").get_weights()
    mixed = table.copy()
    mixed[1] = (table[0] + table[2]) / 2
    joined.generator.get_layer("label_as_vector").set_weights([mixed])
    np.testing.assert_allclose(drawn, joined.generate([1] * 4, z=z), atol=1e-6)


def test_mixed_labels_are_drawn_in_colour_and_with_spare_rows(tiny):
    generator = build_cgan_generator(5, (8, 8, 3), 4, (4, 3, 2), "normal")
    discriminator = build_cgan_discriminator((8, 8, 3), 3, (2, 3, 4))
    model = cgan.ConditionalGAN(generator, discriminator, 3)
    z = cgan.noise(2, 5, seed=0)
    drawn = latent.mix_labels(model, np.eye(3)[:2], z)
    np.testing.assert_allclose(drawn, model.generate([0, 1], z=z), atol=1e-6)
    assert len(pictures(widgets.digit_studio(model, "012"))) == 3


def test_mixed_labels_are_drawn_with_the_averaged_weights_as_generate_does(build_tiny):
    model = build_tiny()
    adam = keras.optimizers.Adam(0.1, use_ema=True, ema_momentum=0.9)
    model.compile(adam, keras.optimizers.Adam())
    weights = model.generator.trainable_variables
    for _ in range(2):
        adam.apply([keras.ops.ones_like(weight) for weight in weights])
    z = cgan.noise(3, 5, seed=0)
    drawn = latent.mix_labels(model, np.eye(3), z)
    np.testing.assert_allclose(drawn, model.generate([0, 1, 2], z=z), atol=1e-6)
    raw = model.generator([z, np.arange(3)[:, np.newaxis]], training=False)
    assert np.abs(drawn - (raw + 1) / 2).max() > 1e-3


# between_noises


def test_the_way_between_two_noises_keeps_their_length():
    first, second = cgan.noise(2, 100, seed=0)
    lengths = [
        np.linalg.norm(latent.between_noises(first, second, share))
        for share in (0, 0.5, 1)
    ]
    assert lengths[1] == pytest.approx((lengths[0] + lengths[2]) / 2, rel=1e-5)
    assert np.linalg.norm((first + second) / 2) < 0.8 * lengths[1]


def test_the_way_begins_and_ends_at_the_noises_and_turns_evenly():
    first, second = cgan.noise(8, 100, seed=0).reshape(2, 4, 100)
    ends = [latent.between_noises(first, second, share) for share in (0, 1)]
    np.testing.assert_allclose(ends, [first, second], atol=1e-5)
    quarter = latent.between_noises([1.0, 0.0], [0.0, 2.0], 1 / 3)
    angle = np.degrees(np.arctan2(*quarter[::-1]))
    assert angle == pytest.approx(30)
    np.testing.assert_allclose(
        latent.between_noises(first, first, 0.5), first, atol=1e-5
    )


# time_machine


def test_each_moment_has_its_digits_and_its_line_on_the_curves(run):
    machine = widgets.time_machine(run)
    slider = control(machine, "Iteration")
    assert [label for label, _ in slider.options] == ["0", "200", "400"]
    shown = [pictures(machine)]
    for place in (1, 2):
        assert changed(machine, lambda p=place: setattr(slider, "value", p)) == [
            True,
            True,
        ]
        shown.append(pictures(machine))
    tile = tiles_of(shown[1][0], 10)[3][2:-2:7, 2:-2:7, 0]
    np.testing.assert_array_equal(np.round(tile * 255), run["pictures"][1, 3, ..., 0])


def test_the_line_stands_at_the_moment(run):
    machine = widgets.time_machine(run)
    plain = np.array(chart(run, [0, 200, 400]).canvas.buffer_rgba())
    columns = []
    for place in range(3):
        control(machine, "Iteration").value = place
        marked = np.round(pixels_of(pictures(machine)[1]) * 255)
        left = (marked != plain).any(axis=(0, 2))[: marked.shape[1] // 3]
        columns.append(np.flatnonzero(left).mean())
    assert columns[0] < columns[1] < columns[2]
    assert columns[1] == pytest.approx((columns[0] + columns[2]) / 2, abs=1)


def test_the_numbers_of_the_moment_are_said(run):
    machine = widgets.time_machine(run)
    assert "before training" in words(machine)
    control(machine, "Iteration").value = 1
    assert f"D's loss {run['d_loss'][1]:.2f}" in words(machine)
    assert f"G's loss {run['g_loss'][1]:.2f}" in words(machine)
    assert f"right on {run['d_accuracy_real'][1]:.0%} of real" in words(machine)
    assert "obedience 50%" in words(machine)


def test_play_moves_the_slider(run):
    machine = widgets.time_machine(run)
    (play,) = (one for one in everything(machine) if type(one).__name__ == "Play")
    assert all(changed(machine, lambda: setattr(play, "value", 2)))
    assert control(machine, "Iteration").value == 2
    assert play.max == 2


def test_the_static_twin_shows_moments_from_the_first_to_the_last(run, displayed):
    figure = widgets.time_machine(run).figure()
    words = [text.get_text() for text in figure.texts]
    assert words[:10] == [str(label) for label in range(10)]
    assert words[10:] == ["iteration 0", "iteration 200", "iteration 400"]
    assert len(figure.axes) == 3
    for place, axis in enumerate(figure.axes):
        image = run["pictures"][place, 3, ..., 0]
        tile = 4 + 6 + image.shape[1] * (56 // image.shape[1])
        sheet = axis.images[0].get_array()[2:-2, 3 * tile + 2 : 4 * tile - 8, 0]
        every = sheet.shape[0] // image.shape[0]
        np.testing.assert_array_equal(sheet[::every, ::every], image)
    many = widgets.time_machine(recipes.load_run("book"))
    assert len(many.figure().axes) == 7
    assert "image/png" in displayed(many, somebody_is_there=False)[0]


@pytest.mark.parametrize("name", ["book", "classroom"])
def test_time_machine_shows_the_shipped_runs(name):
    machine = widgets.time_machine(recipes.load_run(name))
    slider = control(machine, "Iteration")
    seconds = []
    for place in range(1, 11):
        start = time.perf_counter()
        slider.value = place
        seconds.append(time.perf_counter() - start)
    assert min(seconds) < 0.1


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ("book", TypeError, "run must be a dictionary of arrays; got 'book'"),
        ({"pictures": None}, ValueError, "run must hold .*; it lacks pictures"),
        ({"g_loss": np.zeros(3)}, ValueError, "g_loss must be as long as its iter.* 4"),
        ({"obedience": [0.5]}, ValueError, "obedience must be as long as .* 3; got 1"),
        ({"pictures": np.zeros((3, 2, 8, 8, 1))}, TypeError, "uint8, .*got float64"),
        (
            {"pictures": np.zeros((0, 1, 8, 8, 1), "uint8"), "picture_iterations": []},
            ValueError,
            "picture_iterations must be numbers with 1 axes, one or more",
        ),
    ],
)
def test_time_machine_refuses_what_is_no_record(run, change, error, message):
    if isinstance(change, dict):
        change = {k: v for k, v in {**run, **change}.items() if v is not None}
    with pytest.raises(error, match=message):
        widgets.time_machine(change)


# you_are_the_discriminator


@pytest.fixture
def game(tiny, build_tiny, pixels):
    stages = {"early": tiny, "late": build_tiny(seed=1)}
    return widgets.you_are_the_discriminator(stages, *pixels, rounds=8, seed=0)


def answer_all(game, yes=True):
    for _ in range(game.rounds):
        control(game, "Real and" if yes else "Fake or").click()


def test_each_answer_shows_the_next_pair_and_says_what_it_was(game):
    assert "Round 1 of 8" in words(game)
    assert changed(game, control(game, "Fake or").click) == [True]
    assert "Round 2 of 8" in words(game)
    assert re.search(r"Round 1 was (real|a fake)", words(game))


def test_right_and_wrong_are_said_of_both_players(game):
    yes = game.pairs.kinds == KINDS[0]
    game.pairs.p[:] = np.where(np.arange(8) < 4, yes, ~yes)  # D: right, then wrong
    for place in range(8):
        control(game, "Real and").click()
        mine = "✓ right" if yes[place] else "✗ wrong"
        theirs = "✓ right" if place < 4 else "✗ wrong"
        assert (
            f"You: {mine}. D: {theirs}, with p = {game.pairs.p[place]:.2f}."
            in words(game)
        )


def test_half_of_the_pairs_are_real_and_matching(game):
    kinds = list(game.pairs.kinds)
    assert [kinds.count(kind) for kind in KINDS] == [4, 2, 2]


def test_the_pairs_are_what_their_kind_says(game, pixels):
    images, labels = pixels
    for x, claim, kind in zip(
        game.pairs.x, game.pairs.claims, game.pairs.kinds, strict=True
    ):
        same = (np.abs(images / 127.5 - 1 - x) < 1e-5).all(axis=(1, 2, 3))
        assert same.any() == (kind != "fake")
        if kind != "fake":
            assert (labels[same] == claim).all() == (kind == "real, right label")


def test_saying_yes_to_all_is_right_in_half_of_the_rounds(game):
    game.pairs.p[:] = game.pairs.kinds == KINDS[0]
    game.pairs.p[0] = 1 - game.pairs.p[0]  # D errs once
    answer_all(game)
    assert "The game is over" in words(game)
    scores = re.sub(r"\s+", " ", words(game))
    assert "all 4 of 8 7 of 8" in scores
    assert "real, right label 4 of 4" in scores
    assert "real, wrong label 0 of 2" in scores
    assert control(game, "Real and").disabled
    assert control(game, "Fake or").disabled


def test_saying_no_to_all_finds_every_fake_and_every_wrong_label(game):
    answer_all(game, yes=False)
    scores = re.sub(r"\s+", " ", words(game))
    assert "real, right label 0 of 4" in scores
    assert "fake 2 of 2" in scores


def test_a_new_game_and_another_stage_begin_at_round_one(game):
    answer_all(game)
    assert changed(game, control(game, "New game").click) == [True]
    assert "Round 1 of 8" in words(game)
    assert "of 8 4" not in words(game)
    control(game, "Real and").click()
    before = game.pairs.p
    control(game, "Stage").value = "late"
    assert "Round 1 of 8" in words(game)
    assert not np.array_equal(before, game.pairs.p)
    logits = game.models["late"].discriminator(
        [game.pairs.x, game.pairs.claims[:, None]]
    )
    np.testing.assert_allclose(game.pairs.p, keras.ops.sigmoid(logits)[:, 0], atol=1e-6)


def test_one_seed_gives_one_game(tiny, pixels):
    first, again, other = (
        widgets.you_are_the_discriminator({"a": tiny}, *pixels, 8, seed).pairs.x
        for seed in (3, 3, 4)
    )
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


def test_a_seed_below_zero_is_refused(tiny, pixels):
    with pytest.raises(ValueError, match="seed must be from 0 to 2147483648; got -1"):
        widgets.you_are_the_discriminator({"a": tiny}, *pixels, seed=-1)
    with pytest.raises(ValueError, match="seed must be from 0 to 2147483648; got -1"):
        widgets.digit_studio(tiny, "201", seed=-1)


def test_the_twin_of_the_game_shows_its_pairs_without_the_answers(game, displayed):
    titles = [text.get_text() for text in game.figure().texts]
    assert titles == [f"label {label}" for label in game.pairs.claims]
    assert "image/png" in displayed(game, somebody_is_there=False)[0]


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"models": "tiny"}, TypeError, "models must be a dict from a stage's name"),
        ({"models": {}}, TypeError, "models must be a dict .* got {}"),
        ({"models": {"a": 3}}, TypeError, r"models\['a'\] must be a Cond.*got int"),
        ({"images": np.zeros((40, 9, 9, 1), "uint8")}, ValueError, r"\(N, 8, 8, 1\)"),
        ({"images": np.zeros((40, 8, 8, 1))}, TypeError, "images must be uint8"),
        ({"labels": [0, 1]}, ValueError, "must be pairs; got 40 and 2"),
        ({"labels": [3] * 40}, ValueError, "from 0 to 2; got 3 at position 0"),
        ({"rounds": 0}, ValueError, "rounds must be from 1 to 40; got 0"),
        ({"rounds": 41}, ValueError, "rounds must be from 1 to 40; got 41"),
    ],
)
def test_game_refuses_what_does_not_fit(tiny, pixels, change, error, message):
    images, labels = pixels
    given = {"models": {"a": tiny}, "images": images, "labels": labels, **change}
    with pytest.raises(error, match=message):
        widgets.you_are_the_discriminator(**given)


# draw_and_ask


def test_the_board_is_a_picture_where_anywidget_is_missing(monkeypatch, displayed):
    monkeypatch.setitem(sys.modules, "anywidget", None)
    (shown,) = displayed(widgets.draw_and_ask(), somebody_is_there=True)
    assert pixels_of(base64.b64decode(shown["image/png"])).std() > 0
    assert LIVE not in shown


def test_the_picture_of_the_board_shows_what_both_discriminators_say_of_a_seven():
    board, *panels = widgets.draw_and_ask().figure().axes
    assert board.images[0].get_array().shape == (28, 28)
    said = [[bar.get_width() for bar in axis.patches] for axis in panels]
    assert [len(p) for p in said] == [10, 10]
    assert np.argmax(said[1]) == 7  # D of best reads it, that of classroom does not
    assert np.argmax(said[0]) != 7


def test_the_board_runs_the_script_and_the_look_of_the_pages():
    pytest.importorskip("anywidget", reason="pip install -e '.[lab]'")
    (inside,) = widgets.draw_and_ask().children
    static = resources.files("cgan_lib.web") / "static"
    for name in ("network.js", "parts.js", "ask.js", "ask.html"):
        assert (static / name).read_text(encoding="utf-8") in inside._esm
    assert "html[" not in inside._esm
    assert ":root" not in inside._esm


# all


def test_every_control_has_a_name_that_is_not_cut(studio, run, game):
    for widget in (studio, widgets.time_machine(run), game):
        assert_controls_have_names_that_are_not_cut(widget)
