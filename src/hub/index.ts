// The hub's door: all that a runtime needs to tell subscribers what was published (W3C WebSub).

/** After each publication: adds the deliveries that are due now, or tells the hub outside. */
export { type AnnounceDeps, announce, type OutsideHub } from './announce.ts';
/** Before each request to a stranger's server: may this URL, and this address, be called? */
export { callbackProblem, isPublicAddress } from './callback.ts';
/** For each subscription that is due: one POST with the next delivery. */
export { type DeliverDeps, deliverNext } from './deliver.ts';
/** What limits count a client by. */
export { networkOf } from './registered.ts';
/** After a failure: how long to wait. */
export { retryDelay } from './retry.ts';
/** How requests reach strangers' servers; each runtime brings its own. */
export {
  type Answer,
  type OutgoingRequest,
  readBeginning,
  retryAfterOf,
  type SafeFetch,
  TIMEOUT_MS,
} from './safe-fetch.ts';
export type { SignatureMethod } from './signature.ts';
export type { Answers } from './topics.ts';
/** For each pending request: one GET that asks the callback whether it wants this. */
export { verifyIntent } from './verify-intent.ts';
