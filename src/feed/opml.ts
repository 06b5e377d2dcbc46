// Channels of a site → one OPML 2.0 document (opml.org/spec2.opml), which readers import.
import type { ListedLanguage, ListedSource } from '../store/sources.ts';
import { channelOf } from './channel.ts';
import { cleanStrings } from './clean.ts';
import type { Selection } from './selection.ts';
import type { Site } from './types.ts';
import { type Element, writeXml } from './xml.ts';

/**
 * Lists the feed of everything, of each source and of each language.
 *
 * @param updated date of the newest article, epoch milliseconds; never the clock
 */
export function composeOpml(
  site: Site,
  sources: ListedSource[],
  languages: ListedLanguage[],
  updated: number,
): string {
  const directory = {
    sources: sources.map((source) => ({ ...source, icon: null, aliases: [] })),
    languages: languages.map(({ language }) => language),
  };
  const outline = (sources: string[], languages: string[]): Element => {
    const selection: Selection = { sources, languages, limit: site.items, content: 'full' };
    const { title, language, homeUrl, urls } = channelOf(site, selection, [], directory);
    const names = { text: title, title };
    return { _attributes: { type: 'rss', ...names, xmlUrl: urls.rss, htmlUrl: homeUrl, language } };
  };
  // A folder has no `title`: an outline with more than its text must say its type.
  const group = (text: string, outlines: Element[]): Element[] =>
    outlines.length > 0 ? [{ _attributes: { text }, outline: outlines }] : [];

  const opml: Element = {
    _attributes: { version: '2.0' },
    head: {
      title: site.title,
      dateModified: new Date(updated).toUTCString(),
      ownerName: site.author,
      docs: 'https://opml.org/spec2.opml',
    },
    body: {
      outline: [
        outline([], []),
        ...group(
          'Sources',
          directory.sources.map(({ key }) => outline([key], [])),
        ),
        ...group(
          'Languages',
          directory.languages.map((tag) => outline([], [tag])),
        ),
      ],
    },
  };
  return writeXml('opml', cleanStrings(opml));
}
