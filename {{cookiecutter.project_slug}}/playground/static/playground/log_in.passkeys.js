// Passkeys: the device signs a challenge of the service (Web Authentication, level 3).

import { byId, element } from "./dom.js";
import * as factors from "./factors.js";

const [password, ...others] = factors.STEPS;
export const STEPS = [{ ...password, request: "password or passkey" }, ...others];
export const { reset } = factors;

/** @param {object} page the arguments are those of main.js */
export function start(page) {
  const { own, answer, stepUp, added, wordsFor, challenge } = factors.start(page);
  const { facts, take, post, say, inTurn, begin } = page;
  const options = "token/passkey/options/";
  const path = "users/me/factors/passkeys/";

  /** What the device answers to the options of a response; null if it refuses. */
  async function fromDevice(step, request, respond) {
    const inShort = ({ body }) => body?.challenge && factors.CHALLENGE;
    const { status, body } = await take(step, request, { inShort });
    if (status !== 200) return null;
    say("The device asks for the passkey.");
    try {
      return { credential: (await respond(body)).toJSON() };
    } catch (error) {
      say(["The device sends no passkey: ", error.message], true);
      return null;
    }
  }

  const created = (body) =>
    navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(body),
    });

  const used = (body) =>
    navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(body),
    });

  async function logIn() {
    const proof = await fromDevice("log-in", post(options, {}), used);
    if (!proof) return;
    const { status, body } = await take("log-in", post("token/passkey/", proof));
    if (status === 200) begin(body);
  }

  async function answerWithPasskey() {
    const request = post(options, { challenge: challenge() });
    const proof = await fromDevice("second-factor", request, used);
    if (proof) await answer(proof);
  }

  async function stepUpWithPasskey() {
    const proof = await fromDevice("step-up", own(options), used);
    if (proof) await stepUp(proof);
  }

  async function register() {
    const proof = await fromDevice("factors", own(`${path}options/`), created);
    if (!proof) return;
    const exchange = await take("factors", own(path, proof), {
      inShort: (one) => (one.status === 201 ? (wordsFor(one) ?? "recovery codes") : undefined),
    });
    if (exchange.status === 201) added(exchange.body);
  }

  /** Add a button beside others; `data` is its dataset. */
  function add(row, text, step, data) {
    const button = element("button", { type: "button" }, text);
    Object.assign(button.dataset, data);
    button.addEventListener("click", () => inTurn(step));
    row.append(button);
  }

  const step = (name) => document.querySelector(`[data-steps="${name}"]`);
  const row = (name) => step(name).querySelector(".row");

  if (!facts.passkeyOrigins.includes(location.origin)) {
    step("log-in").append(elsewhere(facts.passkeyOrigins));
    return;
  }
  const first = element("div", { className: "row" });
  step("log-in").querySelector("form").after(first);
  add(first, "Log in with a passkey", logIn);
  add(row("second-factor"), "Passkey", answerWithPasskey, { method: "credential" });
  add(row("factors"), "Add passkey", register, { access: "" });
  add(row("step-up"), "Passkey", stepUpWithPasskey, { access: "" });
  reset();
}

/** Say where passkeys work: not at an IP address. */
function elsewhere(origins) {
  const url = new URL(location.href);
  url.hostname = "localhost";
  const hint = origins.includes(url.origin)
    ? ["Passkeys need a domain: open ", element("a", { href: url.href }, url.href), "."]
    : [`Passkeys work on ${origins.join(", ")} only (WEBAUTHN_ORIGINS).`];
  return element("p", { className: "note" }, ...hint);
}
