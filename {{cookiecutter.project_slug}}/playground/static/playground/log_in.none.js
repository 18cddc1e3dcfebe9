// The password is a whole login.

import { byId } from "./dom.js";
import * as transport from "./transport.js";

export const STEPS = [
  {
    name: "log-in",
    title: "Log in",
    request: "name, password",
    status: 200,
    response: transport.LOG_IN_RESPONSE,
  },
];

export function reset() {}

/** Let the user log in; the arguments are those of main.js. */
export function start({ take, post, inTurn, begin }) {
  async function logIn(form) {
    const { status, body } = await take(
      "log-in",
      post("token/", Object.fromEntries(new FormData(form))),
    );
    form.elements.password.value = "";
    if (status === 200) begin(body);
    else form.elements.password.focus();
  }

  byId("log-in").addEventListener("submit", (event) => {
    event.preventDefault();
    inTurn(() => logIn(event.target));
  });
}
