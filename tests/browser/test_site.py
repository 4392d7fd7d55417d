"""The site in a browser, opened from its file, as a reader has it who has no Python."""

import itertools

from cgan_lib import cgan, data, recipes

import numpy as np
import pytest

PHONE = {"viewport": {"width": 375, "height": 700}}
NAMELESS = """() => [...document.querySelectorAll(
    ".play button, .play input, .play select, .play canvas, .play [role]")]
    .filter(part => !part.hidden && !part.closest("button[aria-label], [aria-hidden], [role=img]"))
    .filter(part => !(part.labels?.length || part.ariaLabel || part.textContent.trim()
                      || part.getAttribute("aria-labelledby")))
    .map(part => part.outerHTML)"""
SMALL = """() => [...document.querySelectorAll(".play button, .play select, .go")]
    .map(part => part.getBoundingClientRect()).filter(box => box.height < 44).length"""
JUMPS = """() => new Promise(done => new PerformanceObserver(list =>
    done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0)))
    .observe({type: "layout-shift", buffered: true}) || setTimeout(() => done(0), 500))"""
INK = """() => [...document.querySelectorAll("#drawn canvas:not([hidden]), #walk")]
    .map(canvas => canvas.toDataURL()).join()"""
SEEN = "() => { const image = centred(); return image && Array.from(image); }"


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


def test_generator_draws_as_keras_does(open_page):
    z, labels = cgan.noise(200, 100, seed=5), np.arange(200) % 10
    wanted = recipes.load_trained("best").generator([z, labels[:, np.newaxis]])
    drawn = open_page().evaluate(
        "pairs => pairs.map(([z, y]) => Array.from(draw(Float32Array.from(z), row(G, y))))",
        [[vector.tolist(), int(y)] for vector, y in zip(z, labels, strict=True)],
    )
    difference = np.abs(np.reshape(drawn, (200, 28, 28, 1)) - wanted.numpy())
    assert difference.max() < 0.01


def test_a_noise_is_standard_normal_and_its_own(open_page):
    page = open_page()
    noises = np.array(page.evaluate("range(200).map(seed => Array.from(noise(seed)))"))
    assert abs(noises.mean()) < 0.03
    assert abs(noises.std() - 1) < 0.03
    correlations = np.corrcoef(noises) - np.eye(200)
    assert np.abs(correlations).max() < 0.5


def test_the_address_holds_what_is_seen(open_page):
    page = open_page()
    page.get_by_label("A number, or a date").fill("70.6")
    page.get_by_label("open this 0").click()
    page.get_by_label("label 4").click()
    page.get_by_label("The other label").select_option("3")
    page.get_by_role("slider", name="Number").fill("12")
    page.get_by_label("Its value").fill("-2.5")
    page.wait_for_function("location.hash.includes('pull=11')")
    assert page.get_by_label("A number, or a date").input_value() == "74.6"
    page.wait_for_timeout(400)
    seen, address = page.evaluate(INK), page.url
    page.evaluate("location.hash = ''")
    page.wait_for_function("document.getElementById('wish').value === '2026'")
    assert page.evaluate(INK) != seen
    page.goto(address)
    page.reload()
    assert page.evaluate(INK) == seen


def test_an_address_that_cannot_be_is_shown_as_far_as_it_can(open_page):
    page = open_page("index.html#text=<b>7&seed=a&place=99&pull=7:x,&to=z&noise=x")
    page.get_by_text("'<' is none of them").wait_for()
    assert page.get_by_label("The other label").input_value() == "8"
    drawn = "id => $(id).getContext('2d').getImageData(0, 0, 28, 28).data.some(v => v > 200)"
    assert page.evaluate(drawn, "walk")


def test_pulling_the_noise_changes_the_digit_and_letting_go_gives_it_back(open_page):
    page = open_page()
    before = page.evaluate(INK)
    page.locator("#z").scroll_into_view_if_needed()
    box = page.locator("#z").bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 5, steps=10)
    page.mouse.up()
    page.wait_for_timeout(100)
    assert page.evaluate(INK) != before
    page.get_by_role("button", name="Let go").click()
    page.wait_for_timeout(100)
    assert page.evaluate(INK) == before


def test_today_is_drawn_and_a_letter_is_refused_in_words(open_page):
    page = open_page()
    page.get_by_role("button", name="Today").click()
    today = page.evaluate("new Date().getFullYear().toString()")
    page.get_by_text(f"G drew {today}-").wait_for()
    page.get_by_label("A number, or a date").fill("1x")
    page.get_by_text("'x' is none of them").wait_for()


def test_the_time_machine_goes_back_to_the_start(open_page):
    page = open_page()
    page.locator("#moment").fill("0")
    page.get_by_text("After 0 iterations").wait_for()
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("document.getElementById('moment').value > 2")


def test_discriminators_answer_as_in_keras_and_that_of_fast_reads(open_page):
    images, labels = (part[:100] for part in data.load_mnist("test"))
    page = open_page()
    seen, said = page.evaluate("""() => {
        const seen = range(100).map(i => {
            items.splice(0, items.length, stored(digits, i));
            drawItems();
            return centred();
        });
        const ask = name => seen.map(image => answers(D[name], image));
        return [seen.map(image => Array.from(image)), [ask("classroom"), ask("fast")]];
    }""")
    seen = np.reshape(np.array(seen, "float32"), images.shape)
    assert (
        np.mean(np.abs(seen - data.scale(images)) < 0.02) > 0.9
    )  # where MNIST has them
    every = np.tile(np.arange(10)[:, np.newaxis], (100, 1))
    for name, logits in zip(("classroom", "fast"), said, strict=True):
        network = recipes.load_trained(name).discriminator
        wanted = network([np.repeat(seen, 10, axis=0), every]).numpy().reshape(100, 10)
        np.testing.assert_allclose(logits, wanted, atol=0.03)
    assert np.mean(np.argmax(said[1], axis=1) == labels) >= 0.95


def stroke(page, points):
    box = page.locator("#board").bounding_box()
    places = [
        (box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points
    ]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=8)
    page.mouse.up()


def test_a_small_drawing_in_a_corner_is_centred_scaled_and_read(open_page):
    page = open_page()
    page.locator("#board").scroll_into_view_if_needed()
    stroke(page, [(0.1, 0.1), (0.4, 0.1), (0.2, 0.6)])  # a seven
    image = (np.reshape(page.evaluate(SEEN), (28, 28)) + 1) / 2
    rows, columns = np.nonzero(image)
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == 20
    for axis in (0, 1):
        middle = image.sum(axis=1 - axis) @ np.arange(28) / image.sum()
        assert middle == pytest.approx(14, abs=0.6)
    page.get_by_text("its highest bar is at 7").wait_for()

    stroke(page, [(0.2, 0.8), (0.8, 0.8)])
    assert not np.allclose(np.reshape(page.evaluate(SEEN), (28, 28)), 2 * image - 1)
    page.get_by_role("button", name="Undo").click()
    assert np.allclose(np.reshape(page.evaluate(SEEN), (28, 28)), 2 * image - 1)
    page.get_by_role("button", name="Clear").click()
    page.get_by_text("The board is empty.").wait_for()
    assert page.evaluate(SEEN) is None


def test_a_finger_draws_and_the_page_stays_where_it_is(open_page):
    page = open_page(**PHONE, has_touch=True)
    page.locator("#board").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    box = page.locator("#board").bounding_box()
    finger = page.context.new_cdp_session(page)
    for kind, y in [("touchStart", 0.2), *itertools.repeat(("touchMove", None), 6)]:
        part = 0.2 if y else part + 0.1  # noqa: F821
        place = {"x": box["x"] + 60, "y": box["y"] + part * box["height"]}
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [place]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function(
        "document.getElementById('verdict').textContent.includes('fast')"
    )
    assert page.evaluate("scrollY") == before


def test_all_can_be_done_from_the_keyboard(open_page):
    page = open_page()
    for name in ("open this 6", "label 3", "a stored 4", "claim 9"):
        page.get_by_label(name).press("Enter")
    page.get_by_text("A real 9?").wait_for()
    assert page.get_by_label("claim 9").get_attribute("aria-pressed") == "true"
    assert page.get_by_label("A number, or a date").input_value() == "2023"
    page.get_by_label("Its value").press("ArrowRight")
    page.get_by_label("claim 9").focus()
    outline = "getComputedStyle(document.activeElement).outlineWidth"
    assert page.evaluate(outline) == "3px"


@pytest.mark.parametrize("width", [375, 1920])
def test_targets_are_large_named_and_do_not_jump(open_page, width):
    page = open_page(viewport={"width": width, "height": 900})
    assert page.evaluate(NAMELESS) == []
    assert page.evaluate(SMALL) == 0
    below = page.locator("#one-noise-ten-labels")
    place = below.bounding_box()["y"]
    for text in ("", "7", "2026-11-27", "12x"):
        page.get_by_label("A number, or a date").fill(text)
        page.evaluate("() => new Promise(requestAnimationFrame)")
        assert below.bounding_box()["y"] == place, text
    assert page.evaluate(JUMPS) < 0.05
