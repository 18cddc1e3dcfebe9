// Reads a token that is pasted.

import { byId } from "./dom.js";
import { expiryOf } from "./tokens.js";
import { inWords, now } from "./time.js";
import { tokenView } from "./token_view.js";

export function startReader() {
  byId("pasted").addEventListener("input", ({ target }) => read(target.value.trim()));
}

function read(text) {
  const shown = byId("read");
  shown.hidden = true;
  byId("reading").textContent = "";
  if (!text) return;
  try {
    shown.replaceChildren(...tokenView(text));
    shown.hidden = false;
    byId("reading").textContent = inShort(expiryOf(text));
  } catch (error) {
    byId("reading").textContent = error.message;
  }
}

function inShort(expires) {
  if (expires === null) return "It does not say when it ends.";
  const left = expires - now();
  return left > 0 ? `It ends in ${inWords(left)}.` : `It ended ${inWords(-left)} ago.`;
}
