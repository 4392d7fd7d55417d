/* The studio on the first page: ask G for digits, pull its noise, walk, go back in time. */
"use strict";

const FIRST = {text: "2026", seed: "4", place: "0", pull: "", noise: "0.5", label: "0", to: "8"};
const state = {};

/* 100 standard normals (Box and Muller), the same ones for a seed (Park and Miller). */
function noise(seed) {
  let a = (Math.abs(seed * 16807) + 12345) % 2147483647;
  const uniform = () => (a = (a * 48271) % 2147483647) / 2147483647;
  const radius = () => Math.sqrt(-2 * Math.log(1 - uniform()));
  return Float32Array.from({length: 100}, () => radius() * Math.cos(2 * Math.PI * uniform()));
}

/* What the reader pulled, [[which, value], ...], stands in the address as "3:1.5,40:-2". */
const pulled = () =>
  [...state.pull.matchAll(/(\d+):(-?[0-3](\.\d)?)/g)].map((one) => [+one[1], +one[2]]);
function noiseAt(place) {
  const z = noise(1000 * state.seed + place);
  if (place === +state.place) for (const [i, value] of pulled()) z[i] = value;
  return z;
}
function pull(i, value) {
  const kept = new Map(pulled());
  kept.set(i, Math.round(10 * Math.max(-3, Math.min(3, value))) / 10);
  change({pull: [...kept].map((one) => one.join(":")).join()});
}

const images = new Map();
let cost = 0;
function look(place, label) {
  const key = [state.seed, place, label, place === +state.place && state.pull].join("/");
  if (images.size > 500) images.clear();
  if (!images.has(key)) {
    const start = performance.now();
    images.set(key, draw(noiseAt(place), row(G, label)));
    cost = performance.now() - start;
  }
  return images.get(key);
}

function show() {
  const letters = [...state.text].slice(0, 12);
  if (!isDigit(letters[state.place])) state.place = `${Math.max(letters.findIndex(isDigit), 0)}`;
  const [place, label] = [+state.place, +letters[state.place] || 0];
  const open = (_, i) => change({place: `${i}`, pull: ""});
  const image = (letter, i) => isDigit(letter) && look(i, +letter);
  showKeys($("drawn"), letters, "open this ", place, open, image);
  const relabel = (y) => change({text: ($("wish").value = letters.with(place, y).join(""))});
  showKeys($("ten"), range(10), "label ", label, relabel, (y) => look(place, y));
  const strange = letters.find((letter) => !/[0-9 .:/-]/.test(letter));
  $("said").textContent = strange
    ? `G knows the digits 0 to 9; '${strange}' is none of them.`
    : `G drew ${state.text || "nothing"}: ${cost.toFixed(1)} ms for a digit, on this device.`;
  showNumbers(noiseAt(place), row(G, label));
  showWalk(noiseAt(place), row(G, label));
}

function showNumbers(z, vector) {
  const at = $("which").value - 1;
  const rows = {z, row: vector, product: z.map((v, i) => v * vector[i])};
  for (const [id, values] of Object.entries(rows))
    fill($(id), 100, "i").forEach((bar, i) => {
      bar.style.setProperty("--v", Math.max(-1, Math.min(1, values[i] / 3)).toFixed(3));
      bar.className = (values[i] < 0 ? "below " : "") + (i === at ? "at" : "");
    });
  $("value").value = z[at];
  $("which-says").textContent = at + 1;
  const [one, times, begins] = Object.values(rows).map((values) => values[at].toFixed(2));
  $("value-says").textContent = `${one} × ${times} = ${begins}`;
}

function showWalk(z, vector) {
  const [angle, share] = [(state.noise * Math.PI) / 2, +state.label];
  const [other, end] = [noise(1000 * state.seed + 999), row(G, state.to)];
  const between = z.map((v, i) => Math.cos(angle) * v + Math.sin(angle) * other[i]);
  const mixture = vector.map((v, i) => (1 - share) * v + share * end[i]);
  paint($("walk"), draw(between, mixture));
}

function showMoment() {
  const {iterations, obedience} = COURSE;
  const moment = +$("moment").value;
  const image = (y) => stored(pictures, 10 * moment + y);
  fill($("then"), 10, "canvas").forEach((canvas, y) => paint(canvas, image(y)));
  const at = (i) => (600 * i) / (iterations.length - 1);
  const points = obedience.map((v, i) => `${at(i)},${78 - 76 * v}`);
  $("curve").firstChild.setAttribute("points", points);
  for (const name of ["x1", "x2"]) $("curve").lastChild.setAttribute(name, at(moment));
  $("moment-says").textContent = `After ${iterations[moment].toLocaleString("en")} iterations
    a judge reads ${(100 * obedience[moment]).toFixed(1)} % of G's digits as they were asked for.`;
}

/* Once a frame at most the page follows the state, and a little later the address does. */
let waiting, saving;
function change(news) {
  Object.assign(state, news);
  waiting ??= requestAnimationFrame(() => show((waiting = undefined)));
  clearTimeout(saving);
  const kept = Object.entries(state).filter(([name, value]) => value !== FIRST[name]);
  saving = setTimeout(() => history.replaceState(null, "", `#${new URLSearchParams(kept)}`), 300);
}
function openAddress() {
  const given = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  for (const name of Object.keys(FIRST)) state[name] = given[name] ?? FIRST[name];
  if (!/^\d{1,6}$/.test(state.seed)) state.seed = FIRST.seed;
  for (const name of ["noise", "label", "to"]) {
    $(name).value = state[name];
    $(name).value ||= FIRST[name]; // a control empties itself of what it cannot show
    state[name] = $(name).value;
  }
  show(($("wish").value = state.text));
}

const pictures = bytes(COURSE.pictures);
const write = (text) => change({text: ($("wish").value = text), pull: ""});
fill($("to"), 10, "option").forEach((option, y) => (option.textContent = y));
$("wish").oninput = () => write($("wish").value);
$("today").onclick = () => write(new Date().toLocaleDateString("sv")); // as 2026-11-26
$("again").onclick = () => change({seed: `${Math.floor(1e6 * Math.random())}`, pull: ""});
for (const name of ["noise", "label", "to"])
  $(name).oninput = (event) => change({[name]: event.target.value});
$("which").oninput = () => change();
$("value").oninput = () => pull($("which").value - 1, +$("value").value);
$("let-go").onclick = () => change({pull: ""});
$("z").onpointerdown = $("z").onpointermove = (event) => {
  if (!event.buttons) return;
  $("z").setPointerCapture(event.pointerId);
  const box = $("z").getBoundingClientRect();
  $("which").value = 1 + (100 * (event.clientX - box.left)) / box.width;
  pull($("which").value - 1, 3 - (6 * (event.clientY - box.top)) / box.height);
};
$("moment").max = $("moment").value = COURSE.iterations.length - 1;
$("moment").oninput = showMoment;
$("play").onclick = () => {
  $("moment").value = 0;
  const timer = setInterval(() => {
    showMoment();
    if ($("moment").value === $("moment").max) clearInterval(timer);
    $("moment").stepUp();
  }, 120);
};
addEventListener("hashchange", openAddress);
openAddress();
showMoment();
