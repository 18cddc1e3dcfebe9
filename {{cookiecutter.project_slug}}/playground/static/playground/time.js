const UNITS = [
  ["d", 86400],
  ["h", 3600],
  ["min", 60],
  ["s", 1],
];

/** From this difference on, the two clocks are not the same; below, it is the way. */
const NOTICED = 5;

let ahead = 0;

/** Now, in seconds since 1970, by the service's clock. */
export const now = () => Date.now() / 1000 - ahead;

/** Go by the clock of whoever made a token just now. */
export function setClock(seconds) {
  const difference = Date.now() / 1000 - seconds;
  ahead = Math.abs(difference) >= NOTICED ? difference : 0;
}

/** The two largest units of a length of time: "13 d 23 h", "9 min 41 s". */
export function inWords(seconds) {
  let rest = Math.max(0, Math.ceil(seconds));
  const words = [];
  for (const [unit, length] of UNITS) {
    if (rest >= length && words.length < 2)
      words.push(`${Math.floor(rest / length)} ${unit}`);
    rest %= length;
  }
  return words.join(" ") || "0 s";
}

/** A moment, in seconds since 1970, as this reader writes it; null if it is none. */
export function asDate(seconds) {
  if (typeof seconds !== "number") return null;
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? null : date.toLocaleString();
}
