const UNITS = [
  ["d", 86400],
  ["h", 3600],
  ["min", 60],
  ["s", 1],
];

/** In seconds. A smaller difference of the clocks can be the time of the request. */
const SMALLEST_DIFFERENCE = 5;

let ahead = 0;

/** The time of the service's clock, in seconds since 1970. */
export const now = () => Date.now() / 1000 - ahead;

/** Set the service's clock. @param {number} seconds the `iat` of a new token */
export function setClock(seconds) {
  const difference = Date.now() / 1000 - seconds;
  ahead = Math.abs(difference) >= SMALLEST_DIFFERENCE ? difference : 0;
}

/** The two largest units of a duration: "13 d 23 h", "9 min 41 s". */
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

/** A time in seconds since 1970 in the user's format; null if it is not a time. */
export function asDate(seconds) {
  if (typeof seconds !== "number") return null;
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? null : date.toLocaleString();
}
