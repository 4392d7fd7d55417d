/* The networks in use, as Keras computes them. A sheet is {shape: [rows, columns, channels], data};
   COURSE, their numbers, comes from networks.py. Notebooks 03 and 04 teach the layers. */
"use strict";

const range = (count) => [...Array(count).keys()];
const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

const numbers = ({whole, unit}) =>
  Float32Array.from(new Int16Array(bytes(whole).buffer), (count) => count * unit);

/* Dense, convolution and transposed convolution are one thing: each place of the small sheet meets
   size x size places of the large one through the kernel; "up" goes from small to large. */
function weigh({shape, data}, {kernel, bias, size, stride, up}) {
  const [ins, outs] = [shape[2], bias.length];
  const other = [0, 1].map((i) => (up ? shape[i] * stride : Math.ceil(shape[i] / stride)));
  const [small, large] = up ? [shape, other] : [other, shape];
  const pad = [0, 1].map((i) => Math.max((small[i] - 1) * stride + size - large[i], 0) >> 1);
  const out = new Float32Array(other[0] * other[1] * outs).map((_, i) => bias[i % outs]);
  for (let row = 0; row < small[0]; row++)
    for (let column = 0; column < small[1]; column++)
      for (let step = 0; step < size * size; step++) {
        const y = row * stride + Math.floor(step / size) - pad[0];
        const x = column * stride + (step % size) - pad[1];
        if (y < 0 || x < 0 || y >= large[0] || x >= large[1]) continue;
        const [here, there] = [row * small[1] + column, y * large[1] + x];
        const [from, to] = up ? [here * ins, there * outs] : [there * ins, here * outs];
        let weight = step * outs * ins;
        for (let o = 0; o < outs; o++) {
          let sum = 0;
          for (let i = 0; i < ins; i++) sum += data[from + i] * kernel[weight++];
          out[to + o] += sum;
        }
      }
  return {shape: [...other, outs], data: out};
}

const each = ({shape, data}, rule) => ({shape, data: data.map(rule)});
const LAYERS = {
  weigh,
  reshape: ({data}, {shape}) => ({shape, data}),
  affine: (sheet, {scale, offset}) =>
    each(sheet, (v, i) => v * scale[i % scale.length] + offset[i % scale.length]),
  leaky: (sheet, {slope}) => each(sheet, (v) => (v < 0 ? slope * v : v)),
  tanh: (sheet) => each(sheet, Math.tanh),
};
const run = (layers, sheet) =>
  layers.reduce((before, layer) => LAYERS[layer.kind](before, layer), sheet);

const ready = (part = null) =>
  JSON.parse(JSON.stringify(part), (_, value) => (value?.whole ? numbers(value) : value));
const G = ready(COURSE.G);
const D = ready(COURSE.D);

const row = ({table}, label) =>
  table.subarray((label * table.length) / 10, ((label + 1) * table.length) / 10);

/* G(z, y): 784 numbers from -1 to 1; `vector` is the label's row, or a mixture of rows. */
const draw = (z, vector) =>
  run(G.layers, {shape: [1, 1, z.length], data: z.map((v, i) => v * vector[i])}).data;

/* D(x, y) for all ten labels y: ten logits. */
function answers({table, layers, last}, image) {
  if (!last.length)
    return range(10).map((label) => {
      const picture = row({table}, label); // laid over the image as a second channel
      const data = Float32Array.from({length: 1568}, (_, i) => (i % 2 ? picture : image)[i >> 1]);
      return run(layers, {shape: [28, 28, 2], data}).data[0];
    });
  const features = run(layers, {shape: [28, 28, 1], data: image});
  const dot = (label) => row({table}, label).reduce((sum, v, i) => sum + v * features.data[i], 0);
  return range(10).map((label) => run(last, features).data[0] + dot(label)); // real + matching
}
