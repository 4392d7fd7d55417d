"""The course as pages that need no server, no network and no Python: `make site`.

pages       the notebooks become a book; its first page is index.md
static      the look of what the theme leaves open
"""
