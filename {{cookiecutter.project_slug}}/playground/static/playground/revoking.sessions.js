// Each login is a session. Users list their sessions and end them.

import { byId, element, isolated } from "./dom.js";
import { bearer } from "./requests.js";
import { decode } from "./tokens.js";

export const REPLAY = {
  title: "Reuse",
  status: 401,
  response: "the session ends",
};
export const LAST_STEPS = [
  {
    name: "sessions",
    title: "End a session",
    request: "its ID",
    status: 204,
    response: "tokens revoked",
  },
  {
    name: "log-out",
    title: "Log out",
    request: "refresh token",
    status: 200,
    response: "the session ends",
  },
];
export const LOG_OUT_PATH = "token/blacklist/";

/**
 * What a response to a used token means: the outcome, the text in the diagram, and
 * whether the session has ended.
 *
 * @param {boolean} isSame whether the response has the page's own refresh token
 */
export const accepted = (isSame) =>
  isSame
    ? [
        "Accepted: it was used a moment ago. The response has the same successor again.",
        "the same successor",
      ]
    : ["It was accepted.", "new tokens"];

export const refused = (access, refresh) =>
  access.isRefused || refresh.isRefused
    ? ["Refused: the session has already ended.", "401, already ended"]
    : [
        "Reuse was detected, and the session has ended. Call or refresh: both are refused.",
        REPLAY.response,
        true,
      ];

export function afterLogOut(access, refresh) {
  const isKnown = access.text !== null;
  access.refuse();
  refresh.refuse();
  return isKnown
    ? "Logged out. The session has ended, and both tokens are revoked."
    : "Logged out. The response is 200, with or without a login.";
}

export const reset = () => byId("sessions").replaceChildren();

/** Let the user list and end sessions; the arguments are those of main.js. */
export function start({ facts, access, take, say, inTurn, refuseAll, forget }) {
  const list = byId("sessions");

  async function show() {
    const request = {
      method: "GET",
      path: `${facts.api}sessions/`,
      headers: bearer(access.text),
    };
    const { status, body } = await take("call", request, { at: "sessions" });
    if (status === 401) reset();
    if (status !== 200) return;
    list.replaceChildren(...body.map(item));
    say(body.length === 1 ? "One session: this one." : `${body.length} sessions.`);
  }

  function item(session) {
    const label = session.current ? "End this one" : "End";
    const button = element("button", { type: "button", className: "small" }, label);
    button.addEventListener("click", () => inTurn(() => end(session, button)));
    const since = new Date(session.created_at).toLocaleString();
    return element(
      "li",
      {},
      element("p", {}, isolated(session.user_agent || "unknown client")),
      element(
        "p",
        { className: "hint" },
        `${session.ip_address ?? "no address"}, since ${since}`,
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
      refuseAll();
      forget();
      say("This session has ended. Call or refresh: both tokens are refused.");
    } else {
      button.closest("li").remove();
      say("The session has ended, and its tokens are refused.");
    }
    // The button that had the focus is removed.
    (isThis ? byId("list") : list).focus();
  }

  byId("list").addEventListener("click", () => inTurn(show));
}
