// `/hub` takes subscription requests, to be verified later (W3C WebSub §5).
import type { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { readRequest } from '../../hub/request.ts';
import { type Answers, readTopic } from '../../hub/topics.ts';
import { addRequest, countRequests } from '../../store/hub/requests.ts';
import { announcedTopics, followTopic } from '../../store/hub/topics.ts';
import type { AppDeps, HubDeps } from '../deps.ts';
import { createRoutes } from '../router.ts';

/** Bytes of a request with a callback, a topic and a secret. */
const MAX_BODY = 16_384;
/** Requests a minute that may name one host, because each makes us send it a GET. */
const MAX_A_MINUTE = 30;
/** Requests that may wait to be verified, and topics that may have subscriptions. */
const MAX_WAITING = 5000;
const MAX_TOPICS = 2000;

/** @param answers the application, which is asked for each topic */
export function hubRoutes({ site }: AppDeps, hub: HubDeps, answers: Answers): Hono {
  const { db, now, wake, allowPrivateCallbacks } = hub;
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
    const request = readRequest(new URLSearchParams(await c.req.text()), allowPrivateCallbacks);
    if (typeof request === 'string') return c.text(`${request}\n`, 400);

    const { ofHost, waiting } = await countRequests(db, request.host, now() - 60_000);
    if (ofHost >= MAX_A_MINUTE || waiting >= MAX_WAITING) {
      const sentence = `At most ${MAX_A_MINUTE} requests a minute may name one host; please come back.\n`;
      return c.text(sentence, 429, { 'Retry-After': '60' });
    }
    if (request.mode === 'subscribe') {
      const document = await readTopic(answers, site.url, request.topic);
      if (!document) {
        const sentence = 'hub.topic is no feed of this site; expected the “self” link of one';
        return c.text(`${sentence}\n`, 404);
      }
      const followed = await announcedTopics(db);
      if (followed.length >= MAX_TOPICS && !followed.some(({ url }) => url === request.topic)) {
        return c.text('Too many topics are followed; please try again later.\n', 503);
      }
      await followTopic(db, { url: request.topic, etag: document.etag });
    }
    wake(await addRequest(db, request, now()));
    return c.text('Accepted; the callback will be asked whether it means it.\n', 202);
  });

  routes.all('/hub', (c) => {
    const sentence =
      'This is a WebSub hub (https://www.w3.org/TR/websub/): POST to it to subscribe.';
    return c.text(`${sentence}\n`, 405, { Allow: 'POST' });
  });
  return routes;
}
