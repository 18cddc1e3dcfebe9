// Text becomes text nodes, never markup: what a server or a token says is only shown.

/** @param {string} id @returns {any} */
export const byId = (id) => document.getElementById(id);

/** What the service wrote into the page. */
export const dataOf = (id) => JSON.parse(byId(id).textContent);

/** @param {string} tag @param {object} properties @param {...(Node | string)} children */
export function element(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

/** What eyes see anyway. */
export const unseen = (text) => element("span", { className: "unseen" }, text);

/** Somebody's text: whatever direction it is written in, what follows stays in place. */
export const foreign = (text) => element("bdi", {}, asText(text));

/** A value as JSON writes it, but for the quotes of a text. */
export const asText = (value, indent = 0) =>
  visible(typeof value === "string" ? value : JSON.stringify(value, null, indent));

/** What turns text round unseen is written out. */
const visible = (text) =>
  text.replace(
    /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** A token takes many lines and tells nothing to the eye; its cards show it whole. */
export const shortened = (text) =>
  text.replace(/\b(eyJ[\w-]{7})[\w-]+\.[\w-]+\.[\w-]*([\w-]{6})/g, "$1…$2");

/** What may be longer than its box; the keyboard can scroll it. */
export const box = (tag, properties, ...children) =>
  element(tag, { tabIndex: 0, ...properties }, ...children);

/** A text, and a button that copies all of it. */
export function copyable(text) {
  const button = element("button", { type: "button", className: "small" }, "Copy");
  const shown = element("code", {}, shortened(text));
  button.addEventListener("click", async () => {
    button.textContent = (await copy(text, shown)) ? "Copied" : "Press Ctrl+C";
    setTimeout(() => (button.textContent = "Copy"), 2000);
  });
  return element("div", { className: "copyable" }, element("pre", {}, shown), button);
}

/** Without HTTPS, a page has the clipboard on this machine only; else the text is selected. */
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
