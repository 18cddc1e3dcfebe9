// Reads a token that is pasted.

import { byId } from "./dom.js";
import { decode, expiryOf, withoutWrapping } from "./tokens.js";
import { inWords, now } from "./time.js";
import { tokenView } from "./token_view.js";

export function startReader() {
  byId("pasted").addEventListener("input", ({ target }) =>
    read(withoutWrapping(target.value)),
  );
}

function read(text) {
  const shown = byId("read");
  shown.hidden = true;
  byId("reading").textContent = "";
  if (!text) return;
  try {
    shown.replaceChildren(...tokenView(text));
    shown.hidden = false;
    byId("reading").textContent = inShort(text);
  } catch (error) {
    byId("reading").textContent = error.message;
  }
}

function inShort(text) {
  if (!Object.hasOwn(decode(text).payload, "exp")) {
    return "It does not say when it ends.";
  }
  const expires = expiryOf(text);
  if (expires === null) return "When it ends cannot be told: its exp is no moment.";
  const left = expires - now();
  return left > 0 ? `It ends in ${inWords(left)}.` : `It ended ${inWords(-left)} ago.`;
}
