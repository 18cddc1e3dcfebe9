// The page: what its buttons do.

import { byId, foreign } from "./dom.js";
import { access, facts, post, receive, refresh, take } from "./page.js";
import { startReader } from "./reader.js";
import { bearer } from "./requests.js";
import * as revoking from "./revoking.js";
import { say, startStage } from "./stage.js";
import { now } from "./time.js";
import { expiryOf, isSameToken } from "./tokens.js";
import * as transport from "./transport.js";

/** Refresh tokens that were exchanged for others, the last one last. */
let spent = [];

/** Offer what can be done with the tokens there are. */
function offer() {
  for (const id of ["call", "list"]) {
    if (byId(id)) byId(id).disabled = access.text === null;
  }
  byId("refresh").disabled = !transport.canRefresh(refresh);
  byId("log-out").disabled = revoking.LOG_OUT_PATH
    ? !transport.canRefresh(refresh)
    : access.text === null;
  for (const button of document.querySelectorAll("[data-replay]")) {
    button.disabled = spent.length < (button.dataset.replay === "last" ? 1 : 2);
  }
}

async function logIn(form) {
  const { status, body } = await take(
    "log-in",
    post("token/", Object.fromEntries(new FormData(form))),
  );
  form.elements.password.value = "";
  if (status !== 200) {
    form.elements.password.focus();
    return;
  }
  forget();
  access.clear();
  refresh.clear();
  receive(body);
  say(["Logged in as ", foreign(body.user[facts.loginField]), "."]);
}

async function call() {
  const { isExpired } = access;
  const { status } = await take(isExpired ? "expired" : "call", {
    method: "GET",
    path: `${facts.api}users/me/`,
    headers: bearer(access.text),
  });
  if (status === 200) {
    access.believe();
    say(
      isExpired
        ? "200. It has expired by this device's clock, and not by the service's."
        : "200. The access token was enough: no password, no refresh token.",
    );
  } else if (status === 401 && isExpired) {
    say("401. The access token has expired. This is the moment to refresh.", true);
  } else if (status === 401) {
    access.refuse();
    say("401. The access token is not believed any more.", true);
  }
}

async function exchangeTokens() {
  const before = refresh.text;
  const { status, body } = await take(
    "refresh",
    post("token/refresh/", transport.bodyWith(refresh)),
  );
  if (status === 200) {
    receive(body);
    if (before !== null && before !== refresh.text) spent.push(before);
    say(
      facts.rotates
        ? transport.ROTATED
        : "200. The access token is new; what has changed in it is marked.",
    );
  } else if (status === 401) {
    const reason = refresh.isExpired
      ? "The refresh token has expired."
      : transport.REFUSED;
    refresh.refuse();
    say(`401. ${reason} Log in again.`, true);
  }
}

async function replay(which) {
  const token = which === "last" ? spent.at(-1) : spent[0];
  const outcome = ({ status, body }) => {
    if (status === 200)
      return revoking.answered(isSameToken(body.refresh, refresh.text));
    if (status !== 401) return null;
    if (expiryOf(token) <= now()) return ["Refused: it has expired.", "401, expired"];
    return revoking.refused(access, refresh);
  };
  const exchange = await take("replay", post("token/refresh/", { refresh: token }), {
    inShort: (one) => outcome(one)?.[1],
  });
  const [said, , endsAll] = outcome(exchange) ?? [];
  if (!said) return;
  if (endsAll) refuseAll();
  say(said, exchange.status === 401);
}

async function logOut() {
  if (revoking.LOG_OUT_PATH) {
    const ask = post(revoking.LOG_OUT_PATH, transport.bodyWith(refresh));
    const { status } = await take("log-out", ask);
    if (status !== 200) return;
  }
  forget();
  say(revoking.afterLogOut(access, refresh));
}

/** What was kept for later is of no use after another login, or none. */
function forget() {
  spent = [];
  revoking.reset();
}

function refuseAll() {
  access.refuse();
  refresh.refuse();
  revoking.reset();
}

function sessionHasEnded() {
  refuseAll();
  forget();
}

let turn = Promise.resolve();

/** Do one thing after the other, and then offer what can be done next. */
function inTurn(act) {
  turn = turn
    .then(act)
    .catch(() => say("The answer is not what this page understands.", true))
    .then(offer);
}

startStage();
startReader();
transport.start(facts);
revoking.start({ facts, access, take, say, sessionHasEnded, inTurn });
byId("log-in").addEventListener("submit", (event) => {
  event.preventDefault();
  inTurn(() => logIn(event.target));
});
byId("call").addEventListener("click", () => inTurn(call));
byId("refresh").addEventListener("click", () => inTurn(exchangeTokens));
byId("log-out").addEventListener("click", () => inTurn(logOut));
for (const button of document.querySelectorAll("[data-replay]")) {
  button.addEventListener("click", () => inTurn(() => replay(button.dataset.replay)));
}
setInterval(() => [access, refresh].forEach((card) => card.tick()), 500);
offer();
