"""The course as pages that need no server, no network and no Python: `make site`.

pages       the notebooks become a book; its first page, index.md, is a studio
networks    G and D become numbers that a page can load
static      what runs in the page: networks, studio, drawing board, and their look; the board
            runs in JupyterLab too: widgets.board
"""
