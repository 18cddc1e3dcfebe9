// The login of a user who has an authenticator app needs a code, too.

export { reset, start, STEPS } from "./factors.js";
