"""Nine faults that people really make, each planted by one small function.

Each takes a `ConditionalGAN` that was built and not yet trained, and changes one thing in it; then
train it as ever. `clinic.load_patients` has the records of such runs, all of the recipe CLINIC.
Taught by notebook 10_when_training_fails.
"""

import functools
from dataclasses import replace

from cgan_lib import checks, losses
from cgan_lib.cgan import ConditionalGAN
from cgan_lib.recipes import CLASSROOM, build_networks

import keras

CLINIC = replace(CLASSROOM, name="clinic", iterations=1_500, share_fakes=False)
FAULTS = {}  # from names to functions
WITHOUT = {  # where a recipe has this, the fault would do something else, or nothing
    "discriminator_far_too_strong": "falling_rate",
    "class_never_asked_for": "share_fakes",
}


def _fault(plant):
    """Add a function to FAULTS; it takes a model that `recipes.build` made, and nothing else."""

    @functools.wraps(plant)
    def checked(model):
        checks.instance(model, "model", ConditionalGAN)
        if model.recipe is None or model.generator_optimizer is None:
            raise ValueError("model must be one that recipes.build made")
        name = WITHOUT.get(plant.__name__)
        if name and getattr(model.recipe, name):
            raise ValueError(f"model must be of a recipe with {name}=False")
        plant(model)

    FAULTS[plant.__name__] = checked
    return checked


@_fault
def frozen_discriminator(model):
    """D.trainable is False during the whole run, as happens in code written for Keras 2."""
    model.discriminator.trainable = False


@_fault
def learns_in_the_wrong_turn(model):
    """G's turn moves D's weights as well, so D is taught to call fakes real."""
    generator, discriminator = model.generator, model.discriminator

    def generator_turn(tape, fakes, labels):
        with tape:
            logits = discriminator([fakes, labels], training=True)
            loss = losses.generator_loss(logits)
        moved = generator.trainable_variables, discriminator.trainable_variables
        gradients = tape.gradient(loss, moved)
        model.generator_optimizer.apply(gradients[0], moved[0])
        model.discriminator_optimizer.apply(gradients[1], moved[1])
        _, g_loss, *_ = model.trackers
        g_loss.update_state(loss)

    model.generator_turn = generator_turn


@_fault
def label_never_reaches_discriminator(model):
    """D sees the label 0 with each image, whatever its label is."""
    image, label = model.discriminator.inputs
    logit = model.discriminator([image, keras.ops.zeros_like(label)])
    model.discriminator = keras.Model([image, label], logit)


@_fault
def class_never_asked_for(model):
    """The random labels of G's turn end one too early: the upper bound does not belong to them."""

    def fresh_labels(labels):
        return model.random_labels(labels, 0, model.num_classes - 1)

    model.fresh_labels = fresh_labels


@_fault
def sigmoid_twice(model):
    """D ends with a sigmoid, and the loss applies a sigmoid again.

    Keras's losses notice a sigmoid that comes last, and leave it out with a warning; here a Reshape
    comes after it, and they do not.
    """
    probability = keras.ops.sigmoid(model.discriminator.output)
    answer = keras.layers.Reshape((1,))(probability)
    model.discriminator = keras.Model(model.discriminator.inputs, answer)


@_fault
def images_from_0_to_1(model):
    """Real images go from 0 to 1, although G's tanh goes from -1 to 1."""
    turn = model.discriminator_turn

    def discriminator_turn(images, fakes, labels):
        turn((images + 1) / 2, fakes, labels)

    model.discriminator_turn = discriminator_turn


@_fault
def discriminator_far_too_strong(model):
    """G learns a hundred times slower than D."""
    model.generator_optimizer.learning_rate /= 100


@_fault
def noise_never_reaches_generator(model):
    """G gets the same noise each time, whatever noise is drawn, so a label has one picture."""
    z, label = model.generator.inputs
    image = model.generator([keras.ops.ones_like(z), label])
    model.generator = keras.Model([z, label], image)


@_fault
def mode_collapse(model):
    """G gets label and noise side by side, so it can leave the noise unread, and comes to do so."""
    recipe = replace(model.recipe, label_join="concatenate")
    model.generator, _ = build_networks(recipe)
    both = model.generator_optimizer, model.discriminator_optimizer
    new = (type(one).from_config(one.get_config()) for one in both)
    model.compile(*new, augment=model.augment)
