// One of the two tokens: its remaining time and its content.

import { inWords, now } from "./time.js";
import { tokenView } from "./token_view.js";

export class TokenCard {
  /**
   * @param {HTMLElement} card shows the content
   * @param {HTMLElement} lifetime shows the remaining time
   * @param {string} none the text without a token
   */
  constructor(card, lifetime, none = "none yet") {
    this.nodes = [card, lifetime];
    this.decoded = card.querySelector(".decoded");
    this.bar = lifetime.querySelector("progress");
    this.left = lifetime.querySelector(".left");
    this.none = none;
    this.clear();
  }

  clear() {
    this.text = null;
    this.set({ expires: null, lifetime: 1 });
    this.decoded?.replaceChildren();
  }

  /** Show a new token, and mark how it differs from the one before. */
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
    this.accept();
  }

  /** The service has accepted the token. */
  accept() {
    this.isRefused = false;
    this.tick();
  }

  /** The service has refused the token. */
  refuse() {
    this.isRefused = this.expires !== null;
    this.tick();
  }

  get isExpired() {
    return this.expires !== null && this.expires <= now();
  }

  get state() {
    if (this.expires === null) return "none";
    if (this.isRefused) return "refused";
    return this.isExpired ? "expired" : "valid";
  }

  tick() {
    const left = this.expires === null ? 0 : Math.max(0, this.expires - now());
    const { state } = this;
    const text = { none: this.none, valid: `${inWords(left)} left` }[state] ?? state;
    this.bar.value = this.isRefused ? 0 : Math.min(1, left / this.lifetime);
    this.bar.setAttribute("aria-valuetext", text);
    // Setting the same text again would be announced by screen readers.
    if (this.left.textContent !== text) this.left.textContent = text;
    for (const { dataset } of this.nodes) dataset.state = state;
  }
}
