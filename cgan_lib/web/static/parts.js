/* What the studio and the drawing board are made of; `page` is the document, or a widget's root. */
"use strict";

const $ = (id) => page.getElementById(id);
const isDigit = (letter) => /^[0-9]$/.test(letter);
const stored = (all, i) =>
  Float32Array.from(all.subarray(784 * i, 784 * (i + 1)), (v) => v / 127.5 - 1);

/* Show 784 numbers, from -1 for clear to 1 for full; fakes are orange. */
function paint(canvas, image, colour = [213, 94, 0]) {
  canvas.width = canvas.height = 28;
  const pixels = new ImageData(28, 28);
  image.forEach((v, i) => pixels.data.set([...colour, 127.5 * (v + 1)], 4 * i));
  canvas.getContext("2d").putImageData(pixels, 0, 0);
  return canvas;
}

/* As many children as asked for; those that are there stay, and so does the reader's focus. */
function fill(parent, count, tag, innerHTML = "") {
  while (parent.children.length > count) parent.lastChild.remove();
  while (parent.children.length < count)
    parent.append(Object.assign(document.createElement(tag), {innerHTML}));
  return [...parent.children];
}

/* A row of buttons, each with an image and what it is called; one may be chosen. */
function showKeys(parent, letters, name, chosen, press, image = () => null) {
  fill(parent, letters.length, "button", "<canvas></canvas><span></span>").forEach((key, i) => {
    const [letter, pixels] = [letters[i], image(letters[i], i)];
    const words = {disabled: !isDigit(letter), ariaLabel: name + letter, ariaPressed: i === chosen};
    Object.assign(key, words, {onclick: () => press(letter, i)});
    key.lastChild.textContent = letter;
    key.firstChild.hidden = !pixels;
    if (pixels) paint(key.firstChild, pixels);
  });
}
