"""How long G takes for a digit, and D for ten answers, in a page. Not part of the tests.

python tests/bench_site.py FOLDER      the folder that `make site` made
"""

import sys
from pathlib import Path

from browser.jupyterlab_page import chromium
from playwright.sync_api import sync_playwright

TASKS = {
    "G draws a digit": "draw(z, row(G, i % 10))",
    "D of classroom answers for ten labels": "answers(D.classroom, image)",
    "D of best answers for ten labels": "answers(D.best, image)",
    "a drawing is centred": "centred()",
}
TIME = """() => {{
    const z = noise(1), image = stored(digits, 0), times = [];
    items.push(image);
    drawItems();
    for (let i = 0; i < 200; i++) {{
        const start = performance.now();
        {};
        times.push(performance.now() - start);
    }}
    return [times[0], times.sort((a, b) => a - b)[100]];
}}"""

if __name__ == "__main__":
    address = Path(sys.argv[1], "index.html").resolve().as_uri()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox"]
        )
        for task, code in TASKS.items():
            page = browser.new_page()
            page.goto(address)
            first, usual = page.evaluate(TIME.format(code))
            print(f"{task}: {usual:.1f} ms, the first time {first:.1f} ms")
        browser.close()
