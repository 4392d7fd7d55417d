"""The course as pages that need no server, no network and no Python: `make site`.

`pages` makes them, and `networks` hands G and D to the scripts in `static`. The drawing board there
runs in JupyterLab, too: `widgets.board`.
"""
