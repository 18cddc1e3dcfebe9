const UNITS = [
  ["d", 86400],
  ["h", 3600],
  ["min", 60],
  ["s", 1],
];

/** Now, in seconds since 1970. */
export const now = () => Date.now() / 1000;

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

/** A moment, in seconds since 1970, as this reader writes it; empty if there is none. */
export function asDate(seconds) {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? "" : date.toLocaleString();
}
