// URL → the topic's document as readers get it, or null where it is no topic of this site.

/** Answers a path of this site, as the application does. */
export type Answers = (path: string) => Response | Promise<Response>;

/** What the hub distributes: a document with the headers that belong to it. */
export interface TopicDocument {
  etag: string;
  mediaType: string;
  /** Value of the `Link` header: the hub, and the topic itself (W3C WebSub §4). */
  link: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Asks the application itself: a topic is what it serves with a `Link` of `rel="self"` to just
 * that URL, so that spellings of one feed are one topic.
 */
export async function readTopic(
  answers: Answers,
  siteUrl: string,
  topic: string,
): Promise<TopicDocument | null> {
  if (!topic.startsWith(`${siteUrl}/`)) return null;
  const response = await answers(topic.slice(siteUrl.length));
  const link = response.headers.get('Link') ?? '';
  const etag = response.headers.get('ETag');
  if (response.status !== 200 || !etag || !link.includes(`<${topic}>; rel="self"`)) {
    await response.body?.cancel();
    return null;
  }
  const mediaType = response.headers.get('Content-Type') ?? '';
  return { etag, mediaType, link, bytes: new Uint8Array(await response.arrayBuffer()) };
}
