"""Run the notebooks again, store their outputs and bring the files into their normal form.

    python tests/run_notebooks.py                        all notebooks
    python tests/run_notebooks.py notebooks/03_*.ipynb   some of them
    python tests/run_notebooks.py --no-run               only a text changed: nothing runs

A notebook that fails, or writes to stderr, is not stored: the file stays as it was. Of the others
the README's table gets the seconds and the memory. With --no-run each keeps its outputs and what
was measured of it, and the table gets its minutes and its exercises.
"""

import argparse
import hashlib
import os
import sys
from pathlib import Path

import nbformat
import notebook_table
from nbclient import NotebookClient

FOLDER = Path(__file__).parent.parent / "notebooks"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def normalise(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The same notebook without what differs from run to run, or from machine to machine.

    Cell ids follow from the cells' text, numbers count from 1, a progress bar keeps its last line;
    timings, widget state and editor settings go; tags and alt texts stay. Changes its argument
    and returns it.
    """
    notebook.metadata = nbformat.from_dict(METADATA)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    seen, count = {}, 0
    for cell in notebook.cells:
        cell.source = "\n".join(
            line.rstrip() for line in cell.source.strip().splitlines()
        )
        digest = hashlib.sha256(cell.source.encode()).hexdigest()[:8]
        seen[digest] = seen.get(digest, 0) + 1
        cell.id = digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"
        cell.metadata = nbformat.from_dict(
            {k: v for k, v in cell.metadata.items() if k in ("tags", "alt")}
        )
        if cell.cell_type != "code":
            continue
        count += 1
        cell.execution_count = count
        cell.outputs = _merge_streams(cell.outputs)
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = count
            if "data" in output:
                output.metadata = nbformat.from_dict({})
                output.data.pop("application/vnd.jupyter.widget-view+json", None)
    return notebook


def _merge_streams(outputs):
    """Join the pieces of one stream, and keep of a line that was written over its last state."""
    merged = []
    for output in outputs:
        last = merged[-1] if merged else None
        if output.output_type == "stream" and last and last.get("name") == output.name:
            last.text += output.text
        else:
            merged.append(output)
    for output in merged:
        if output.output_type == "stream":
            lines = (
                line.rstrip("\r").split("\r")[-1] for line in output.text.split("\n")
            )
            output.text = "\n".join(lines)
    return merged


def faults(notebook: nbformat.NotebookNode) -> list[str]:
    """What must not be in a stored notebook: stderr, errors, paths of this machine."""
    found = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                found.append(f"error: {output.ename}: {output.evalue}")
            if output.get("name") == "stderr":
                found.append(f"stderr: {output.text[:300]}")
            for place in (str(Path.home()), str(FOLDER.parent)):
                if len(place) > 1 and place in nbformat.v4.writes(
                    nbformat.v4.new_notebook(
                        cells=[nbformat.v4.new_code_cell(outputs=[output])]
                    )
                ):
                    found.append(f"a path of this machine: {place}")
    return found


def store(path: Path, execute: bool = True) -> list[str]:
    """Bring one notebook into its normal form, by default after a run in a fresh kernel.

    Returns the faults that forbid to store it.
    """
    notebook = nbformat.read(path, as_version=4)
    if execute:
        NotebookClient(
            notebook,
            timeout=600,
            kernel_name="python3",
            resources={"metadata": {"path": path.parent}},
        ).execute()
    normalise(notebook)
    found = faults(notebook)
    if not found:
        part = path.with_suffix(".part")
        nbformat.write(notebook, part)
        os.replace(part, path)
    return found


def main(arguments=None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "notebooks", nargs="*", type=Path, default=sorted(FOLDER.glob("*.ipynb"))
    )
    parser.add_argument(
        "--no-run",
        action="store_true",
        help="keep the outputs: normal form and table only",
    )
    options = parser.parse_args(arguments)
    bad = 0
    for path in options.notebooks:
        with notebook_table.measuring() as result:
            found = store(path, execute=not options.no_run)
        bad += bool(found)
        said = f"{result['seconds']:.0f} s, {result['memory_mb']:.0f} MB"
        if options.no_run:
            said = "not run"
        elif not found:
            notebook_table.store(path, result)
        print(f"{path.name}: {said}", *found, sep="\n    ", flush=True)
    notebook_table.update_readme()
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
