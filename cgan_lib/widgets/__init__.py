"""What a hand can move in JupyterLab: a studio, a time machine, a game, a drawing board.

A move replaces the bytes of a picture, and nothing is printed. Where no widgets can be shown, in a
stored notebook for instance, stands the picture that the widget's `figure()` returns. Used in
notebooks 00, 04, 06 and 09.
"""

from cgan_lib.widgets.board import draw_and_ask
from cgan_lib.widgets.game import you_are_the_discriminator
from cgan_lib.widgets.recorded_run import time_machine
from cgan_lib.widgets.studio import digit_studio

__all__ = ["digit_studio", "draw_and_ask", "time_machine", "you_are_the_discriminator"]
