"""The building blocks of the course "Conditional GANs, step by step".

    from cgan_lib import data, recipes

The usual order of calls: `data.load_images` or `data.load_mnist`, `recipes.build`, `recipes.train`,
`model.save`, `cgan.load`, `model.generate`, then `judge` and `evaluation`.

Each module is one idea, and most are taught by one notebook; the library's own, last in the list,
stand behind the others and no notebook teaches them. An idea that takes several files is a
package, used like a module: `plots.digits`, `recipes.build`, `evaluation.obedience`. Imports run
one way: what a module imports never imports it back.

    data            load, scale and shuffle pairs                01_digits_and_labels, 11
    embeddings      a label becomes a vector or a picture        02_label_embeddings
    generator       G(z, y) -> x*                                03_generator
    discriminator   D(x, y) -> real and matching, or not         04_discriminator
    losses          what each player wants                       05_two_player_game
    cgan            ConditionalGAN, the algorithm                06_training
    classic         the older loop of three models               06_training
    recipes         complete settings: BOOK ... BEST             06_training, 08
    callbacks       what watches a run, warns, lets it go on     06_training, 10, 11
    judge           a classifier reads what G draws              07_evaluation
    evaluation      the metrics, and what each cannot see        07_evaluation
    latent          walks between noises and between labels      09_exploring_the_latent_space
    faults          nine faults, each planted by a function     10_when_training_fails
    clinic          the records of runs with faults              10_when_training_fails
    glyphs          letters and coloured signs, drawn here       11_your_own_data
    distributed     a recipe on several devices and machines     12_scaling_up
    widgets         what a hand can move in JupyterLab           00, 04, 06, 09
    exercises       check, hint, solution, progress              all
    language        what exercises say, in another language      the library's own
    plots           pictures, charts and the map                 all
    replicas        one model on several devices                 the library's own
    checks          bad input gets a clear error                 the library's own
    runs            a recipe trained into a folder               the library's own
    files           what is written is whole or absent           the library's own
    web             the course as a site: `make site`            the library's own

`help("cgan_lib.data")` shows one of them. Everywhere, what an argument cannot be is refused by a
ValueError or TypeError that names it, before anything is changed; docstrings list other errors.

The files that come with it (MNIST, trained networks) are in `assets`; the command line is
`python -m cgan_lib`.

Importing this package is silent: see `_quiet`.
"""

import sys

# First, so that TensorFlow is imported without its log lines; `__main__` does it itself, later.
if sys.argv[:1] != ["-m"]:  # what Python puts there while it looks for a `-m` module
    from cgan_lib import _quiet as _quiet
