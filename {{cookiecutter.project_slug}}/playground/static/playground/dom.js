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

/** A token takes many lines and tells nothing to the eye; its cards show it whole. */
export const shortened = (text) =>
  text.replace(/\b(eyJ[\w-]{7})[\w-]+\.[\w-]+\.[\w-]*([\w-]{6})/g, "$1…$2");

/** A text, and a button that copies all of it. */
export function copyable(text) {
  const button = element("button", { type: "button", className: "copy" }, "Copy");
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
