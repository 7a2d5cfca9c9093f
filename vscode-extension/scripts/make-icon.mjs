// Draws icon.png: a table header's brackets around a check mark. Run it after a change of the drawing.
import { writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

const size = 128;
const samples = 4; // per pixel and axis

const ground = [
  [24, 22, 38],
  [58, 28, 92],
]; // from the top left to the bottom right
const bracket = [238, 236, 248];
const tick = [94, 234, 164];

/** Distance from a point to the line from a to b. */
function toSegment(x, y, [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

function toPath(x, y, points) {
  return Math.min(...points.slice(1).map((point, i) => toSegment(x, y, points[i], point)));
}

const left = [
  [44, 34],
  [28, 34],
  [28, 94],
  [44, 94],
];
const right = left.map(([x, y]) => [128 - x, y]);
const check = [
  [46, 66],
  [59, 79],
  [83, 50],
];

/** Distance to the rounded square that is the ground, negative inside. */
function toSquare(x, y) {
  const [qx, qy] = [Math.abs(x - 64) - 34, Math.abs(y - 64) - 34];
  return Math.hypot(Math.max(qx, 0), Math.max(qy, 0)) + Math.min(Math.max(qx, qy), 0) - 26;
}

/** Red, green, blue and alpha of a point. */
function colour(x, y) {
  if (toSquare(x, y) > 0) {
    return [0, 0, 0, 0];
  }
  if (toPath(x, y, check) < 5.5) {
    return [...tick, 255];
  }
  if (Math.min(toPath(x, y, left), toPath(x, y, right)) < 5) {
    return [...bracket, 255];
  }
  const t = (x + y) / (2 * size);
  return [...ground[0].map((from, i) => from + t * (ground[1][i] - from)), 255];
}

function pixel(px, py) {
  const sum = [0, 0, 0, 0];
  for (let i = 0; i < samples * samples; i++) {
    const x = px + ((i % samples) + 0.5) / samples;
    const y = py + (Math.floor(i / samples) + 0.5) / samples;
    const [r, g, b, a] = colour(x, y);
    sum[0] += r * a;
    sum[1] += g * a;
    sum[2] += b * a;
    sum[3] += a;
  }
  const alpha = sum[3];
  const rgb = sum.slice(0, 3).map((value) => (alpha === 0 ? 0 : Math.round(value / alpha)));
  return [...rgb, Math.round(alpha / samples ** 2)];
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

const rows = [];
for (let y = 0; y < size; y++) {
  rows.push(0); // no filter
  for (let x = 0; x < size; x++) {
    rows.push(...pixel(x, y));
  }
}
const header = Buffer.alloc(13);
header.writeUInt32BE(size, 0);
header.writeUInt32BE(size, 4);
header.set([8, 6, 0, 0, 0], 8); // 8 bits a channel, with alpha

writeFileSync(
  new URL('../icon.png', import.meta.url),
  Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]),
);
