// A second factor: added with its first code, asked for at the login, and for a step-up.

import { byId, copyable, element, isolated } from "./dom.js";
import { bearer } from "./requests.js";
import * as revoking from "./revoking.js";
import * as transport from "./transport.js";

export const CHALLENGE = "a challenge";

export const STEPS = [
  {
    name: "log-in",
    title: "Log in",
    request: "name, password",
    status: 200,
    response: transport.LOG_IN_RESPONSE,
  },
  {
    name: "second-factor",
    title: "Second factor",
    request: "challenge, factor",
    status: 200,
    response: transport.LOG_IN_RESPONSE,
  },
  {
    name: "factors",
    title: "Add a factor",
    request: "access token",
    status: 200,
    response: "recovery codes",
  },
  {
    name: "step-up",
    title: "Step up",
    request: "access token, factor",
    status: 200,
    response: "new access token",
  },
];

const CODE = /^\d{6}$/;
const RECOVERY_CODE = /^([a-z2-7]{6}-?){4}$/i;

/** The fields of a request that prove a factor. @param {string} otherwise the name */
function proofIn(text, otherwise) {
  if (CODE.test(text)) return { code: text };
  return { [RECOVERY_CODE.test(text) ? "recovery_code" : otherwise]: text };
}

/** The challenge of the login before, with the methods that answer it. */
let pending = null;

export function reset() {
  ask(null);
  for (const id of ["enrolment", "recovery"]) byId(id).hidden = true;
  for (const id of ["qr", "secret", "recovery-codes", "factors"]) {
    byId(id).replaceChildren();
  }
}

/** Let the user answer a challenge. */
function ask(challenge) {
  pending = challenge;
  for (const control of byId("second-factor").elements) {
    const { method } = control.dataset;
    control.disabled = !pending || (method && !pending.methods.includes(method));
  }
}

/** @param {object} page the arguments are those of main.js */
export function start(page) {
  const { facts, access, refresh, diagram, take, post, say, inTurn } = page;
  const path = "users/me/factors/";

  /** A request of the user who is logged in. */
  const own = (path, body = {}) => ({
    method: "POST",
    path: facts.api + path,
    headers: { "Content-Type": "application/json", ...bearer(access.text) },
    body,
  });

  async function logIn(form) {
    const { status, body } = await take(
      "log-in",
      post("token/", Object.fromEntries(new FormData(form))),
    );
    form.elements.password.value = "";
    ask(body?.challenge ? body : null);
    if (status === 200) page.begin(body);
    else if (pending) {
      diagram.set("log-in", "answered", CHALLENGE);
      say("401. The password is right. The challenge needs a second factor, too.");
      byId("code").focus();
    } else form.elements.password.focus();
  }

  /** Answer the challenge of the login. */
  async function answer(proof) {
    const { challenge } = pending;
    const request = post("token/second-factor/", { challenge, ...proof });
    const { status, body } = await take("second-factor", request);
    if (status === 200) {
      page.begin(body);
      // The field of the code, which had the focus, is disabled now.
      byId("list-factors").focus({ preventScroll: true });
    } else if (body?.code === "invalid_challenge") ask(null);
  }

  async function stepUp(proof) {
    const { status, body } = await take("step-up", own("token/step-up/", proof));
    if (status !== 200) return;
    page.storeAccess(body.access);
    say("200. The access token has a new auth_time. A refresh returns to the old one.");
  }

  async function enrol() {
    const { status, body } = await take("factors", own(`${path}totp/`), {
      inShort: ({ body }) => body?.secret && "a secret",
    });
    if (status !== 200) return;
    const alt = `QR code for an authenticator app: ${body.uri}`;
    byId("qr").replaceChildren(element("img", { src: body.qr, alt }));
    byId("secret").textContent = body.secret;
    byId("enrolment").hidden = false;
    say("200. Nothing changes until the app's first code is sent.");
    byId("first-code").focus();
  }

  async function confirm(form) {
    const { code } = form.elements;
    const sent = own(`${path}totp/confirm/`, { code: code.value });
    code.value = "";
    const { status, body } = await take("factors", sent, { inShort: wordsFor });
    if (status !== 200) return code.focus();
    byId("enrolment").hidden = true;
    added(body);
  }

  /** The text in the diagram for the response to a new factor. */
  const wordsFor = ({ body }) =>
    body?.recovery_codes?.length === 0 ? "a new factor" : undefined;

  /** Show the response to a new factor. */
  function added({ recovery_codes: codes }) {
    byId("recovery").hidden = !codes.length;
    byId("recovery-codes").replaceChildren(
      ...(codes.length ? [copyable(codes.join("\n"))] : []),
    );
    say(
      codes.length
        ? "The factor is added. Keep the recovery codes: they are shown once."
        : "The factor is added. The recovery codes stay the same.",
    );
    const next = byId("recovery-codes").querySelector("button") ?? byId("list-factors");
    // Without hiding the exchange.
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  async function list() {
    const { headers, path: url } = own(path);
    const request = { method: "GET", path: url, headers };
    const { status, body } = await take("call", request, { at: "factors" });
    if (status !== 200) return;
    byId("factors").replaceChildren(...body.map(item));
    say(body.length === 1 ? "One factor." : `${body.length} factors.`);
  }

  function item(factor) {
    const button = element("button", { type: "button", className: "small" }, "Remove");
    button.addEventListener("click", () => inTurn(() => remove(factor, button)));
    const used = factor.last_used_at;
    return element(
      "li",
      {},
      element("p", {}, isolated(factor.name)),
      element(
        "p",
        { className: "hint" },
        used ? `last used ${new Date(used).toLocaleString()}` : "not used yet",
      ),
      button,
    );
  }

  async function remove({ id }, button) {
    const { body: _, ...request } = own(`${path}${id}/`);
    const { status } = await take(
      "factors",
      { ...request, method: "DELETE" },
      { inShort: ({ status }) => (status === 204 ? "removed" : undefined) },
    );
    if (status !== 204) return;
    button.closest("li").remove();
    revoking.reset();
    const end = revoking.LOG_OUT_PATH ? revoking.afterLogOut(access, refresh) : "";
    say(`The factor is removed. ${end}`);
    // The button that had the focus is removed.
    byId("list-factors").focus();
  }

  /** Take a step with the proof in a form, which is then empty. */
  const withProof = (otherwise, step) => async (form) => {
    const [field] = form.elements;
    const proof = proofIn(field.value.trim(), otherwise);
    field.value = "";
    await step(proof);
    field.focus();
  };

  function onSubmit(id, step) {
    byId(id).addEventListener("submit", (event) => {
      event.preventDefault();
      inTurn(() => step(event.target));
    });
  }

  onSubmit("log-in", logIn);
  onSubmit("second-factor", withProof("recovery_code", answer));
  onSubmit("step-up", withProof("password", stepUp));
  onSubmit("confirm", confirm);
  byId("enrol").addEventListener("click", () => inTurn(enrol));
  byId("list-factors").addEventListener("click", () => inTurn(list));
  reset();
  return { own, answer, stepUp, added, wordsFor, challenge: () => pending?.challenge };
}
