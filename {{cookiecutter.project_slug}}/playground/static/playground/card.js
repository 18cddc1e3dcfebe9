// One of the two tokens: how long it still lives, and what it says.

import { inWords, now } from "./time.js";
import { tokenView } from "./token_view.js";

export class Card {
  /**
   * @param {HTMLElement} card what it says
   * @param {HTMLElement} life how long it still lives
   * @param {string} none what there is to say as long as nothing is known
   */
  constructor(card, life, none = "none yet") {
    this.nodes = [card, life];
    this.decoded = card.querySelector(".decoded");
    this.bar = life.querySelector("progress");
    this.left = life.querySelector(".left");
    this.none = none;
    this.clear();
  }

  clear() {
    this.text = null;
    this.set({ expires: null, lifetime: 1 });
    this.decoded?.replaceChildren();
  }

  /** Show a new token beside what it was before. */
  show(text, times) {
    this.decoded?.replaceChildren(...tokenView(text, this.text));
    this.text = text;
    this.set(times);
  }

  /**
   * @param {object} times in seconds
   * @param {number | null} times.expires since 1970
   * @param {number} times.lifetime
   */
  set({ expires, lifetime }) {
    Object.assign(this, { expires, lifetime });
    this.believe();
  }

  /** The service has just taken it for good. */
  believe() {
    this.isRefused = false;
    this.tick();
  }

  /** The service does not believe it any more, whatever is left of its time. */
  refuse() {
    this.isRefused = this.expires !== null;
    this.tick();
  }

  get isExpired() {
    return this.expires !== null && this.expires <= now();
  }

  tick() {
    const left = this.expires === null ? 0 : Math.max(0, this.expires - now());
    this.bar.value = this.isRefused ? 0 : Math.min(1, left / this.lifetime);
    const said = this.words(left);
    // Only what changes is written, so that nothing is drawn or read out for no reason.
    if (this.left.textContent !== said) this.left.textContent = said;
    for (const { dataset } of this.nodes) dataset.state = this.state();
    this.bar.setAttribute("aria-valuetext", said);
  }

  state() {
    if (this.expires === null) return "none";
    if (this.isRefused) return "refused";
    return this.isExpired ? "expired" : "alive";
  }

  words(left) {
    const said = { none: this.none, refused: "refused", expired: "expired" };
    return said[this.state()] ?? `${inWords(left)} left`;
  }
}
