"""09.3 Repair the arc."""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def on_arc(z0, z1, t):
    u0, u1 = z0 / np.linalg.norm(z0), z1 / np.linalg.norm(z1)
    angle = np.arccos(u0 @ u1)
    weight0 = np.sin((1 - t) * angle) / np.sin(angle)
    weight1 = np.sin(t * angle) / np.sin(angle)
    return weight0 * z0 + weight1 * z1


def on_arc_planted(z0, z1, t):
    u0, u1 = z0 / np.linalg.norm(z0), z1 / np.linalg.norm(z1)
    angle = np.arccos(u0 @ u1)
    weight0 = np.sin((1 - t) * angle)
    weight1 = np.sin(t * angle)
    return weight0 * z0 + weight1 * z1


def on_arc_straight(z0, z1, t):
    """that is the straight line again, through the ball."""
    return (1 - t) * z0 + t * z1


def on_arc_stretched(z0, z1, t):
    """the length is right, but the steps are not even: you walk fastest in the middle."""
    straight = on_arc_straight(z0, z1, t)
    return straight * np.linalg.norm(z0) / np.linalg.norm(straight)


def on_arc_backwards(z0, z1, t):
    """at t = 0 you stand at z1; the walk begins at z0."""
    return on_arc(z1, z0, t)


def on_arc_as_if_square(z0, z1, t):
    """this is right only if z0 and z1 stand at a right angle;
    at t = 0.5 of two arrows that are nearer it is too long.
    """
    return np.cos(t * np.pi / 2) * z0 + np.sin(t * np.pi / 2) * z1


def on_arc_stretched_by_length(z0, z1, t):
    """the direction is right, but the result has length 1; noises are longer."""
    wrong = on_arc_planted(z0, z1, t)
    return wrong / np.linalg.norm(wrong)


def on_arc_divided_by_angle(z0, z1, t):
    """divide by the sine of the angle, not by the angle."""
    angle = _angle(z0, z1)
    return on_arc_planted(z0, z1, t) / angle


def on_arc_one_divided(z0, z1, t):
    """only the weight of z0 is divided; that of z1 is too small as well."""
    angle = _angle(z0, z1)
    weight0 = np.sin((1 - t) * angle) / np.sin(angle)
    return weight0 * z0 + np.sin(t * angle) * z1


def on_arc_other_divided(z0, z1, t):
    """only the weight of z1 is divided; that of z0 is too small as well."""
    angle = _angle(z0, z1)
    weight1 = np.sin(t * angle) / np.sin(angle)
    return np.sin((1 - t) * angle) * z0 + weight1 * z1


def on_arc_weights_of_one(z0, z1, t):
    """your weights add up to 1, as on the straight line: the place lies inside the ball."""
    angle = _angle(z0, z1)
    weights = np.sin((1 - t) * angle) + np.sin(t * angle)
    return on_arc_planted(z0, z1, t) / weights


def _angle(z0, z1):
    return np.arccos(z0 @ z1 / np.linalg.norm(z0) / np.linalg.norm(z1))


def on_arc_cases(random):
    cases = []
    for width in (3, 8, 100):
        z0 = random.normal(size=width)
        z1 = random.normal(size=width) + z0  # nearer than a right angle
        z1 *= np.linalg.norm(z0) / np.linalg.norm(z1)
        cases.append((z0, z1, random.uniform(0.1, 0.4)))
    return cases


EXERCISE = Exercise(
    title="Repair the arc",
    difficulty="core",
    minutes=6,
    solution=on_arc,
    cases=on_arc_cases,
    planted=on_arc_planted,
    mistakes=(
        on_arc_straight,
        on_arc_stretched,
        on_arc_backwards,
        on_arc_as_if_square,
        on_arc_stretched_by_length,
        on_arc_divided_by_angle,
        on_arc_one_divided,
        on_arc_other_divided,
        on_arc_weights_of_one,
    ),
    hints=(
        "Try it with t = 0 and two arrows at an angle of 60 degrees. Do you get z0?",
        "At t = 0 the weight of z0 must be 1. What is it, for the angle a?",
        "Both weights are too small by the same factor.",
    ),
    follows=(
        "Two noises stand nearly at a right angle, where sin is nearly 1: the fault hid "
        "there, and would have shown between neighbours only."
    ),
)
