"""What D sees in training may be changed a little, real and fake alike."""

from cgan_lib import cgan, data

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers
from training_helpers import assert_same_bits


class Count(layers.Layer):
    """Adds 0.125 to all pixels, and counts the images that it saw."""

    def __init__(self, **kw):
        super().__init__(**kw)
        self.seen = self.add_weight(shape=(), dtype="int32", trainable=False)

    def call(self, images):
        self.seen.assign_add(tf.shape(images)[0])
        return images + 0.125


def pairs(model, count=16):
    random = np.random.default_rng(0)
    images = random.uniform(-1, 0.5, (count, *model.img_shape)).astype("float32")
    return images, random.integers(0, model.num_classes, count)


def shifts():
    return layers.RandomTranslation(0.2, 0.2, fill_mode="constant", fill_value=-1.0)


@pytest.mark.parametrize("share_fakes", [True, False])
def test_real_and_fake_of_both_turns_pass_through_it(build_tiny, share_fakes):
    model = build_tiny(share_fakes=share_fakes)
    before = len(model.weights)
    model.compile("adam", "adam", augment=Count())
    start = int(model.augment.seen)
    model.fit(*pairs(model), batch_size=16, verbose=0)
    assert int(model.augment.seen) - start == 3 * 16
    assert len(model.weights) == before + 1


def test_gradients_reach_g_through_a_change(build_tiny):
    model = build_tiny()
    model.compile("adam", "adam", augment=shifts())
    before = [w.numpy() for w in model.generator.trainable_variables]
    model.fit(*pairs(model), batch_size=16, verbose=0)
    after = [w.numpy() for w in model.generator.trainable_variables]
    assert all(not np.array_equal(a, b) for a, b in zip(before, after, strict=True))


def test_a_change_of_nothing_changes_nothing(build_tiny):
    ends = []
    for augment in (None, layers.Identity()):
        keras.utils.set_random_seed(0)
        model = build_tiny()
        model.compile("adam", "adam", augment=augment)
        model.fit(*pairs(model), batch_size=8, verbose=0)
        ends.append(model.generator.get_weights())
    assert_same_bits(*ends)


def test_what_is_drawn_is_not_changed(build_tiny):
    model = build_tiny()
    before = model.generate([1, 2], seed=0)
    model.compile("adam", "adam", augment=shifts())
    np.testing.assert_array_equal(model.generate([1, 2], seed=0), before)


def test_a_file_keeps_it_and_the_run_goes_on_alike(build_tiny, tmp_path):
    model = build_tiny()
    model.compile("adam", "adam", augment=keras.Sequential([shifts()]))
    images, labels = pairs(model)
    model.fit(images, labels, batch_size=16, verbose=0)
    model.save(tmp_path / "model.keras")
    again = cgan.load(tmp_path / "model.keras")
    assert isinstance(again.augment, keras.Sequential)
    for one in (model, again):
        one.fit(images, labels, batch_size=16, shuffle=False, verbose=0)
    assert_same_bits(model.get_weights(), again.get_weights())


def test_a_file_keeps_where_dropout_is_in_its_random_numbers(build_tiny, tmp_path):
    tiny = build_tiny()
    image, label = tiny.discriminator.inputs
    whole = layers.Dropout(0.5)(tiny.discriminator([layers.Dropout(0.5)(image), label]))
    discriminator = keras.Model([image, label], whole)
    model = cgan.ConditionalGAN(tiny.generator, discriminator, 3, seed=0)
    model.compile("adam", "adam")
    images, labels = pairs(model)
    model.fit(images, labels, batch_size=16, verbose=0)
    model.save(tmp_path / "model.keras")
    again = cgan.load(tmp_path / "model.keras")
    for one in (model, again):
        one.fit(images, labels, batch_size=16, shuffle=False, verbose=0)
    assert_same_bits(model.get_weights(), again.get_weights())


@pytest.mark.parametrize(
    ("augment", "error", "message"),
    [
        ("shift", TypeError, "augment must be a Keras layer or None; got 'shift'"),
        (
            layers.RandomCrop(4, 4),
            ValueError,
            r"augment must keep the shape .* \(4, 4",
        ),
    ],
)
def test_what_is_no_change_is_refused(build_tiny, augment, error, message):
    with pytest.raises(error, match=message):
        build_tiny().compile("adam", "adam", augment=augment)


def test_a_dataset_passes_through_it_too(build_tiny):
    model = build_tiny()
    model.compile("adam", "adam", augment=Count())
    start = int(model.augment.seen)
    model.fit(data.batches(*pairs(model), 16, seed=0), steps_per_epoch=1, verbose=0)
    assert int(model.augment.seen) > start
