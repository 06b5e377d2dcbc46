// All channels → one OPML 2.0 document, which readers import as subscriptions (opml.org/spec2.opml).
import { formatRFC7231 } from 'date-fns/formatRFC7231';
import type { Hono } from 'hono';
import { stripInvalidXml } from '../../article/text.ts';
import { channelOf } from '../../feed/channel.ts';
import { type Element, writeXml } from '../../feed/xml.ts';
import { newestArticles } from '../../store/articles.ts';
import { createDocument } from '../../store/document.ts';
import { listLanguages, listSources, readDirectory } from '../../store/sources.ts';
import type { AppDeps } from '../deps.ts';
import type { Composed } from '../document-cache.ts';
import { readSelection } from '../query.ts';
import { respond } from '../respond.ts';
import { createRoutes } from '../router.ts';

/** The address `/opml.xml`. */
export function opmlRoutes({ db, documents, site }: AppDeps): Hono {
  const routes = createRoutes();
  routes.get('/opml.xml', async (c) =>
    respond(c.req.raw, await documents.get('/opml.xml', compose)),
  );
  return routes;

  async function compose(): Promise<Composed> {
    const { revision, articles } = await newestArticles(db, 1);
    const directory = await readDirectory(db);
    const sources = await listSources(db);
    const languages = await listLanguages(db);
    const outline = (path: { source?: string; language?: string }): Element => {
      const selection = readSelection(path, new URLSearchParams(), site.items);
      const { title, language, homeUrl, urls } = channelOf(site, selection, [], directory);
      const text = stripInvalidXml(title);
      return {
        _attributes: {
          type: 'rss',
          text,
          title: text,
          xmlUrl: urls.rss,
          htmlUrl: homeUrl,
          language,
        },
      };
    };
    const group = (text: string, outlines: Element[]): Element[] =>
      outlines.length > 0 ? [{ _attributes: { text, title: text }, outline: outlines }] : [];
    const newest = articles[0]?.published ?? 0;
    const opml: Element = {
      _attributes: { version: '2.0' },
      head: {
        title: stripInvalidXml(site.title),
        // RFC 822, and the date of what is listed: never the clock.
        dateModified: formatRFC7231(newest),
        ownerName: stripInvalidXml(site.author),
        docs: 'https://opml.org/spec2.opml',
      },
      body: {
        outline: [
          outline({}),
          ...group(
            'Sources',
            sources.map(({ key }) => outline({ source: key })),
          ),
          ...group(
            'Languages',
            languages.map(({ language }) => outline({ language })),
          ),
        ],
      },
    };
    const text = writeXml('opml', opml);
    return { revision, document: await createDocument(text, 'text/x-opml', newest) };
  }
}
