// Headers of a Node request → header fields as the core reads them.
import type { IncomingHttpHeaders } from 'node:http';
import type { Fields } from '../http/conditional.ts';

export function fieldsOf(headers: IncomingHttpHeaders): Fields {
  return { get: (name) => (headers[name] as string | undefined) ?? null };
}
