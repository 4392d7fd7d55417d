"""JupyterLab on a free port of this machine, and a notebook in it, in headless Chromium."""

import contextlib
import importlib.util
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SETTINGS = {  # no pop-up with news; and every cell stays on the page, so that it can be found
    "apputils-extension/notification": '{"fetchNews": "false", "checkForUpdates": false}',
    "notebook-extension/tracker": '{"windowingMode": "none"}',
}
OPEN = """async path => {
    const app = window.jupyterapp;
    await app.restored;
    const panel = await app.commands.execute(
        'docmanager:open', {path, factory: 'Notebook'});
    await panel.context.ready;
    await panel.sessionContext.ready;
    await panel.revealed;
    app.shell.activateById(panel.id);
    window.notebook = panel;
}"""
RUN = """async seconds => {
    const late = new Promise(done => setTimeout(() => done('late'), 1000 * seconds));
    const run = window.jupyterapp.commands.execute('notebook:run-all-cells');
    return await Promise.race([run, late]) === 'late';
}"""
IS_IDLE = "() => window.notebook.sessionContext.session?.kernel?.status === 'idle'"
CELLS = """() => window.notebook.content.widgets
    .filter(cell => cell.model.type === 'code')
    .map(cell => ({
        source: cell.model.sharedModel.getSource(),
        count: cell.model.executionCount,
        outputs: cell.model.outputs.toJSON(),
    }))"""
BROKEN = re.compile(
    r"Error (displaying|creating) widget|Loading widget\.\.\.|Error rendering output"
    r"|Javascript Error",
    re.IGNORECASE,
)
BUTTON = "button.jupyter-button:not([disabled]):visible"
WIDGET = "application/vnd.jupyter.widget-view+json"


def what_is_missing() -> str | None:
    """Why the browser tests cannot run here, or None."""
    for module, extra in (("playwright", "browser"), ("jupyterlab", "lab")):
        if importlib.util.find_spec(module) is None:
            return f"{module} is not installed: pip install -e '.[{extra}]'"
    if chromium() is None:
        return f"no browser was found: {', '.join(BROWSERS)}"
    return None


def chromium() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@contextlib.contextmanager
def jupyterlab(folder: Path, private: Path):
    """A server that shows `folder` and keeps all its own files in `private`.

    Yields:
        address: of JupyterLab, without path.
        token: which the server asks for.
    """
    for name, text in SETTINGS.items():
        file = private / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    places = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
    }
    environment = {**os.environ, **{k: str(private / v) for k, v in places.items()}}
    environment.pop(
        "MPLBACKEND", None
    )  # the tests' own would hide the notebook's figures
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address, token = f"http://127.0.0.1:{port}", secrets.token_hex(16)
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.root_dir={folder}",
        f"--IdentityProvider.token={token}",
        "--LabApp.expose_app_in_browser=True",  # as window.jupyterapp
    ]
    log = private / "server.log"
    with log.open("w", encoding="utf-8") as file:
        server = subprocess.Popen(
            command,
            env=environment,
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
    try:
        _wait_until_it_answers(server, f"{address}/api/status?token={token}", log)
        yield address, token
    finally:
        _end(server)


def _wait_until_it_answers(server, url, log, seconds=120):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    raise RuntimeError(f"JupyterLab does not answer:\n{log.read_text('utf-8')}")


def _end(server):
    """End the server, which ends its kernels; what is left of its group after 30 s is killed."""
    server.terminate()
    try:
        server.wait(30)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


class NotebookPage:
    """A notebook that is open in JupyterLab.

    Args:
        browser: Playwright's.
        server: what `jupyterlab` yielded.
        path: of the notebook in the server's folder.
        size: of the window.
    """

    def __init__(self, browser, server, path: str, size=(1280, 800)):
        address, token = server
        self.page = browser.new_page(
            viewport=dict(zip(("width", "height"), size, strict=True))
        )
        self.page.set_default_timeout(60_000)
        self.page_errors = []
        self.page.on("pageerror", lambda error: self.page_errors.append(str(error)))
        self.page.goto(f"{address}/lab?reset&token={token}")
        self.page.wait_for_function("() => window.jupyterapp?.shell")
        self.page.evaluate(OPEN, path)

    def close(self):
        self.end_kernel()
        self.page.close()

    def end_kernel(self):
        self.page.evaluate("() => window.notebook.sessionContext.shutdown()")

    def save(self):
        self.page.evaluate(
            "() => window.jupyterapp.commands.execute('docmanager:save')"
        )

    def run_all(self, seconds: float) -> bool:
        """Run all cells; False if they were not done in time."""
        in_time = not self.page.evaluate(RUN, seconds)
        if in_time:
            self.page.wait_for_function(IS_IDLE)
            self.page.wait_for_timeout(
                500
            )  # widgets are built after the kernel's reply
        return in_time

    def faults(self) -> list[str]:
        """What a reader would see go wrong."""
        found = [f"page error: {error}" for error in self.page_errors]
        views = 0
        for cell in self.page.evaluate(CELLS):
            where = cell["source"].strip().partition("\n")[0]
            if where and cell["count"] is None:
                found.append(f"not run: {where}")
            for output in cell["outputs"]:
                views += WIDGET in output.get("data", {})
                if output["output_type"] == "error":
                    found.append(f"{where}: {output['ename']}: {output['evalue']}")
                elif output.get("name") == "stderr":
                    found.append(f"{where}: stderr: {''.join(output['text'])[:300]}")
        if len(self.widgets()) != views:
            found.append(f"{len(self.widgets())} of {views} widgets are shown")
        for text in self.page.get_by_text(BROKEN).all_inner_texts():
            found.append(f"broken output: {text[:200]}")
        for text in self.page.locator(".jp-Dialog").all_inner_texts():
            found.append(f"dialog: {text[:200]}")
        return found

    def widgets(self):
        """The widgets that are outputs of cells, without those inside them."""
        return self.page.locator(
            ".jp-OutputArea-output .jupyter-widgets:not(.jupyter-widgets *)"
        ).all()

    def outputs(self) -> list[int]:
        """How many outputs each code cell has."""
        return [len(cell["outputs"]) for cell in self.page.evaluate(CELLS)]

    def pictures(self) -> int:
        """How many pictures the cells show as their output, widgets apart."""
        return self.page.locator(".jp-OutputArea-output > img").count()

    def text(self) -> str:
        """What is written on the page of the notebook."""
        return self.page.locator(".jp-Notebook").inner_text()

    def look(self, widget) -> tuple:
        """What is on the screen of a widget: the pixels of its pictures, and its text."""
        self.page.wait_for_function(IS_IDLE)
        self.page.evaluate("() => new Promise(requestAnimationFrame)")
        pictures = [image.screenshot() for image in widget.locator("img").all()]
        return (*pictures, widget.inner_text())

    def changes(self, widget, act, seconds: float = 5, pictures_only: bool = False):
        """Whether what is on the screen of a widget becomes another soon after an act."""
        part = slice(-1 if pictures_only else None)
        before = self.look(widget)[part]
        act()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.look(widget)[part] != before:
                return True
            self.page.wait_for_timeout(50)
        return False

    def pictures_change(self, widget, act) -> bool:
        """The same for its pictures alone: a slider's own number does not count."""
        return self.changes(widget, act, pictures_only=True)

    def press(self, handle, key: str):
        handle.focus()
        self.page.keyboard.press(key)

    def what_does_not_answer(self) -> list[str]:
        """Move every slider with the keyboard, and press every button; which change nothing?"""
        silent = []
        for widget in self.widgets():
            for slider in widget.locator(".noUi-handle").all():
                name = f"slider at {slider.get_attribute('aria-valuetext')}"
                keys = ("ArrowRight", "ArrowLeft")  # one of them, at an end
                if not any(
                    self.pictures_change(widget, lambda s=slider, k=k: self.press(s, k))
                    for k in keys
                ):
                    silent.append(name)
            for button in widget.locator(BUTTON).all():
                name = button.inner_text().strip() or button.inner_html()
                if not self.changes(widget, button.click):
                    silent.append(f"button {name}")
        return silent
