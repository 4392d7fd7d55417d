"""The site in a browser, opened from its file, as a reader has it who has no Python."""

import pytest

PHONE = {"viewport": {"width": 375, "height": 700}}


@pytest.fixture
def open_page(browser, site):
    """A function that opens a page of the site; at the end nothing may have gone wrong in it."""
    pages, wrong = [], []

    def open_one(name="index.html", **options):
        page = browser.new_context(**options).new_page()
        pages.append(page)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda asked: outside(asked.url) and wrong.append(asked.url))
        page.goto(f"{site.as_uri()}/{name}")
        return page

    yield open_one
    for page in pages:
        page.context.close()
    assert wrong == []


def outside(address):
    return not address.startswith(("file:", "data:", "blob:"))


def test_every_page_fits_a_phone_and_asks_for_nothing_outside(open_page, site):
    page = open_page(**PHONE)
    for path in sorted(site.rglob("*.html")):
        if path.parent.name != "_static":
            page.goto(path.as_uri())
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= 375, path


def test_wide_pictures_of_a_notebook_scroll_on_a_phone(open_page):
    page = open_page("notebooks/00_start_here.html", **PHONE)
    widths = page.locator(".cell_output img").evaluate_all(
        "all => all.map(image => [image.width, image.naturalWidth])"
    )
    assert max(natural for _, natural in widths) > 600
    assert all(width >= min(natural, 600) for width, natural in widths)


def test_search_finds_without_a_server(open_page):
    page = open_page("search.html?q=embedding")
    hit = page.locator("#search-results a", has_text="02 · Label embeddings").first
    hit.wait_for()
    assert "02_label_embeddings.html" in hit.get_attribute("href")


def test_theme_follows_the_system(open_page):
    shades = [
        open_page(color_scheme=scheme).evaluate(
            "getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0]"
        )
        for scheme in ("light", "dark")
    ]
    assert int(shades[0]) > 200
    assert int(shades[1]) < 50
