// Elements and text. All text becomes text nodes, never markup.

/** @param {string} id @returns {any} */
export const byId = (id) => document.getElementById(id);

/** Return what the service wrote into the page as JSON. */
export const dataOf = (id) => JSON.parse(byId(id).textContent);

/** @param {string} tag @param {object} properties @param {...(Node | string)} children */
export function element(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

/** For screen readers only. */
export const visuallyHidden = (text) =>
  element("span", { className: "visually-hidden" }, text);

/** A value from outside; its writing direction does not change that of other text. */
export const isolated = (value) => element("bdi", {}, asText(value));

/** A value as JSON, without the quotes of a string. */
export const asText = (value, indent = 0) =>
  escaped(typeof value === "string" ? value : JSON.stringify(value, null, indent));

/** Escape the invisible characters that change the direction of text. */
const escaped = (text) =>
  text.replace(
    /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** Shorten what has no spaces, such as tokens; their cards show them whole. */
export const shortened = (text) =>
  text.replace(/([^\s"']{10})[^\s"']{100,}([^\s"']{6})/g, "$1…$2");

/** An element that can overflow; the keyboard can scroll it. */
export const scrollable = (tag, properties, ...children) =>
  element(tag, { tabIndex: 0, ...properties }, ...children);

/** A text, and a button that copies it. */
export function copyable(text) {
  const button = element("button", { type: "button", className: "small" }, "Copy");
  const shown = element("code", {}, shortened(text));
  button.addEventListener("click", async () => {
    button.textContent = (await copy(text, shown)) ? "Copied" : "Press Ctrl+C";
    setTimeout(() => (button.textContent = "Copy"), 2000);
  });
  return element("div", { className: "copyable" }, element("pre", {}, shown), button);
}

/** Without HTTPS, the clipboard works on localhost only; elsewhere, select the text. */
async function copy(text, shown) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    shown.textContent = text;
    getSelection().selectAllChildren(shown);
    return false;
  }
}
