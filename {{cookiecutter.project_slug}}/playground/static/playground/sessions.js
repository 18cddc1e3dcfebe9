// One's own logins: the list, and ending one of them.

import { byId, element, foreign } from "./dom.js";
import { bearer } from "./requests.js";
import { decode } from "./tokens.js";

/** A list is true for one login, and only as long as that lasts. */
export const forgetSessions = () => byId("sessions").replaceChildren();

/**
 * @param {object} page
 * @param {Record<string, any>} page.facts
 * @param {import("./card.js").Card} page.access
 * @param {(step: string, ask: object, more?: object) => Promise<import("./requests.js").Exchange>} page.take
 * @param {(said: string, isBad?: boolean) => void} page.say
 * @param {() => void} page.sessionHasEnded this page's own
 * @param {(act: () => Promise<void>) => void} page.inTurn
 */
export function startSessions({ facts, access, take, say, sessionHasEnded, inTurn }) {
  const list = byId("sessions");

  async function show() {
    const path = `${facts.api}sessions/`;
    const ask = { method: "GET", path, headers: bearer(access.text) };
    const { status, body } = await take("call", ask, { at: "sessions" });
    if (status === 401) forgetSessions();
    if (status !== 200) return;
    list.replaceChildren(...body.map(item));
    say(body.length === 1 ? "One session: this one." : `${body.length} sessions.`);
  }

  function item(session) {
    const label = session.current ? "End this one" : "End";
    const button = element("button", { type: "button" }, label);
    button.addEventListener("click", () => inTurn(() => end(session, button)));
    return element(
      "li",
      {},
      element("p", {}, foreign(session.user_agent || "a client without a name")),
      element(
        "p",
        { className: "hint" },
        `${session.ip_address ?? "no address"}, since ${new Date(session.created_at).toLocaleString()}`,
      ),
      button,
    );
  }

  async function end({ id }, button) {
    const isThis = id === decode(access.text).payload.sid;
    const { status } = await take("sessions", {
      method: "DELETE",
      path: `${facts.api}sessions/${id}/`,
      headers: bearer(access.text),
    });
    if (status !== 204) return;
    if (isThis) {
      sessionHasEnded();
      say(
        "This session has ended, and with it its tokens. Call or refresh: both are refused.",
      );
    } else {
      button.closest("li").remove();
      say("It has ended, and its tokens are refused from now on.");
    }
    // The button that had the focus is gone.
    (isThis ? byId("list") : list).focus();
  }

  byId("list").addEventListener("click", () => inTurn(show));
}
