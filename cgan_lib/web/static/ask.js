/* Draw and ask: a drawing is centred and scaled as MNIST was, and two discriminators judge it. */
"use strict";

const SIDE = 280;
const board = $("board").getContext("2d", {willReadFrequently: true});
const digits = bytes(COURSE.digits);
const items = []; // strokes, which are lists of points, and stored digits, which are images
let [claim, drawing] = [7, false];

function drawItems() {
  board.clearRect(0, 0, SIDE, SIDE);
  Object.assign(board, {lineWidth: 22, lineCap: "round", lineJoin: "round"});
  board.imageSmoothingEnabled = false;
  for (const item of items) {
    board.beginPath();
    if (Array.isArray(item)) for (const point of [item[0], ...item]) board.lineTo(...point);
    else board.drawImage(paint($("seen"), item, [0, 0, 0]), 0, 0, SIDE, SIDE);
    board.stroke();
  }
}

/* 784 numbers from -1 to 1, or null for an empty board: the longer side of the ink's box becomes
   20 pixels, and its centre of mass comes to the middle of 28 x 28. */
function centred() {
  const {data} = board.getImageData(0, 0, SIDE, SIDE);
  const ink = []; // [x, y, how much]
  for (let i = 0; i < SIDE * SIDE; i++)
    if (data[4 * i + 3]) ink.push([i % SIDE, Math.floor(i / SIDE), data[4 * i + 3] / 255]);
  if (!ink.length) return null;
  const low = [SIDE, SIDE],
    high = [0, 0],
    sum = [0, 0, 0];
  for (const [x, y, v] of ink)
    [x, y, 1].forEach((place, k) => {
      sum[k] += place * v;
      low[k] = Math.min(low[k], place);
      high[k] = Math.max(high[k], place);
    });
  const scale = 20 / (1 + Math.max(high[0] - low[0], high[1] - low[1]));
  const [left, top] = low.map((start, k) => {
    const room = 27 - Math.floor((high[k] - start) * scale);
    return Math.max(0, Math.min(room, Math.round(14.5 - (sum[k] / sum[2] + 0.5 - start) * scale)));
  });
  const image = new Float32Array(784);
  for (const [x, y, v] of ink) {
    const down = top + Math.floor((y - low[1]) * scale);
    image[28 * down + left + Math.floor((x - low[0]) * scale)] += v * scale ** 2;
  }
  return image.map((v) => 2 * Math.min(v, 1) - 1);
}

function ask() {
  drawItems();
  const image = centred();
  paint($("seen"), image ?? new Float32Array(784).fill(-1), [0, 0, 0]);
  const said = ["classroom", "fast"].map((name) =>
    image ? answers(D[name], image).map((logit) => 1 / (1 + Math.exp(-logit))) : Array(10).fill(0),
  );
  const inside = "<th scope=row><button></button></th><td></td><td></td>";
  fill($("answers"), 10, "tr", inside).forEach((line, label) => {
    const key = line.querySelector("button");
    const words = {textContent: label, ariaLabel: `claim ${label}`, ariaPressed: label === claim};
    Object.assign(key, words, {onclick: () => ask((claim = label))});
    line.querySelectorAll("td").forEach((cell, k) => {
      cell.style.setProperty("--p", said[k][label]);
      cell.textContent = image ? said[k][label].toFixed(2) : "–";
      cell.className = said[k][label] === Math.max(...said[k]) ? "highest" : "";
    });
  });
  const [old, fast] = said.map((p) => `${p[claim] > 0.5 ? "yes" : "no"} (${p[claim].toFixed(2)})`);
  const read = said[1].indexOf(Math.max(...said[1]));
  if (!drawing)
    $("verdict").textContent = image
      ? `A real ${claim}? classroom: ${old}. fast: ${fast}, and its highest bar is at ${read}.`
      : "The board is empty.";
}

const point = ({offsetX, offsetY}) =>
  [offsetX, offsetY].map((v) => (v * SIDE) / $("board").clientWidth);
$("board").onpointerdown = (event) => {
  $("board").setPointerCapture(event.pointerId);
  items.push([point(event)]);
  ask((drawing = true));
};
$("board").onpointermove = (event) => {
  if (!drawing) return;
  items.at(-1).push(...event.getCoalescedEvents().map(point));
  requestAnimationFrame(ask);
};
$("board").onpointerup = $("board").onpointercancel = () => ask((drawing = false));
$("undo").onclick = () => ask(items.pop());
$("clear").onclick = () => ask((items.length = 0));
const ones = range(10).map((y) => range(100).filter((i) => COURSE.labels[i] === y));
showKeys($("stored"), range(10), "a stored ", null, (y) => {
  ones[y].push(ones[y].shift());
  ask(items.splice(0, items.length, stored(digits, ones[y].at(-1))));
});
ask();
