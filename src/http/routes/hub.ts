// `/hub` takes subscription requests, to be verified later (W3C WebSub §5).
import type { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { FORMATS } from '../../feed/types.ts';
import { readRequest } from '../../hub/request.ts';
import { type Answers, readTopic } from '../../hub/topics.ts';
import { acceptRequest, addRequest, MAX_REQUESTS } from '../../store/hub/requests.ts';
import type { AppDeps, HubDeps } from '../deps.ts';
import { createRoutes } from '../router.ts';

/** Bytes of a request with a callback, a topic and a secret. */
const MAX_BODY = 16_384;
const { ofHost, ofClient, hostsOfClient } = MAX_REQUESTS;
const TOO_MANY = `Too many requests; expected at most ${ofHost} a minute for one callback's host, ${ofClient} from one client, and ${hostsOfClient} hosts from one client. Please come back in a minute.\n`;
const NO_TOPIC = 'hub.topic is no feed of this site; expected the “self” link of one\n';

/** Whether the URL has the form of a feed's. */
function isFeed(topic: string): boolean {
  const { pathname } = new URL(topic);
  return Object.values(FORMATS).some(({ file }) => pathname.endsWith(`/${file}`));
}

/** @param answers the application, which is asked for each topic */
export function hubRoutes({ site }: AppDeps, hub: HubDeps, answers: Answers): Hono {
  const { db, now, wake, clientOf, allowPrivateCallbacks } = hub;
  const routes = createRoutes();

  const limitBody = bodyLimit({
    maxSize: MAX_BODY,
    onError: (c) => c.text(`The form is too large; expected at most ${MAX_BODY} bytes.\n`, 413),
  });
  routes.post('/hub', limitBody, async (c) => {
    const type = c.req.header('Content-Type') ?? '';
    if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) {
      return c.text('Expected a form, application/x-www-form-urlencoded.\n', 415);
    }
    const form = new URLSearchParams(await c.req.text());
    const request = await readRequest(form, allowPrivateCallbacks);
    if (typeof request === 'string') return c.text(`${request}\n`, 400);

    const { topic } = request;
    const subscribes = request.mode === 'subscribe';
    if (subscribes && !(topic.startsWith(`${site.url}/`) && isFeed(topic)))
      return c.text(NO_TOPIC, 404);
    // Counted first: to look at a topic may mean to compose it.
    const id = await addRequest(db, { ...request, client: clientOf(c) }, now());
    if (id === null) return c.text(TOO_MANY, 429, { 'Retry-After': '60' });
    const document = subscribes ? await readTopic(answers, site.url, topic) : null;
    if (subscribes && !document) return c.text(NO_TOPIC, 404);
    await acceptRequest(db, id, document?.etag ?? null, now());
    wake();
    return c.text('Accepted; the callback will be asked whether it means it.\n', 202);
  });

  routes.all('/hub', (c) => {
    const sentence =
      'This is a WebSub hub (https://www.w3.org/TR/websub/): POST to it to subscribe.';
    return c.text(`${sentence}\n`, 405, { Allow: 'POST' });
  });
  return routes;
}
