// Address of a feed → its `Link` header: the hub that tells of its changes, and itself.
import type { Site } from '../feed/types.ts';

/**
 * What W3C WebSub §4 wants in the header of a topic, in every answer (RFC 8288).
 *
 * @param key the feed's canonical path and query
 */
export function topicLinks({ url, hub }: Site, key: string): Record<string, string> {
  // The topic first: some subscribers read no further.
  return hub ? { Link: `<${url}${key}>; rel="self", <${hub}>; rel="hub"` } : {};
}
