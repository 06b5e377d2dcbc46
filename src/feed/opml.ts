// Channels of a site → one OPML 2.0 document (opml.org/spec2.opml), which readers import.
import type { Directory, ListedLanguage, ListedSource } from '../store/sources.ts';
import { channelOf } from './channel.ts';
import { cleanStrings } from './clean.ts';
import type { Selection } from './selection.ts';
import type { Site } from './types.ts';
import { type Element, writeXml } from './xml.ts';

/**
 * Lists the feed of everything, of each source and of each language, and the daily ones.
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
  const outline = (sources: string[], languages: string[], daily = false) =>
    outlineOf(site, { sources, languages, daily, limit: site.items, content: 'full' }, directory);
  // A folder has no `title`: an outline with more than its text must say its type.
  const group = (text: string, outlines: Element[]): Element[] =>
    outlines.length > 0 ? [{ _attributes: { text }, outline: outlines }] : [];
  return write(site, updated, [
    outline([], []),
    ...group(
      'Sources',
      directory.sources.map(({ key }) => outline([key], [])),
    ),
    ...group(
      'Languages',
      directory.languages.map((tag) => outline([], [tag])),
    ),
    ...group('Daily', [
      outline([], [], true),
      ...directory.sources.map(({ key }) => outline([key], [], true)),
    ]),
  ]);
}

/**
 * Lists what a filter combines as feeds of their own: one for each of its sources, or else of its
 * languages, with all else that it asks for.
 *
 * @param updated date of the newest article, epoch milliseconds
 */
export function composeFilterOpml(
  site: Site,
  selection: Selection,
  directory: Directory,
  updated: number,
): string {
  const { sources, languages } = selection;
  const parts =
    sources.length > 1
      ? sources.map((key) => ({ ...selection, sources: [key] }))
      : languages.map((tag) => ({ ...selection, languages: [tag] }));
  const all = parts.length > 0 ? parts : [selection];
  return write(
    site,
    updated,
    all.map((part) => outlineOf(site, part, directory)),
  );
}

function outlineOf(site: Site, selection: Selection, directory: Directory): Element {
  const { title, language, homeUrl, urls } = channelOf(site, selection, [], directory);
  const names = { text: title, title };
  return { _attributes: { type: 'rss', ...names, xmlUrl: urls.rss, htmlUrl: homeUrl, language } };
}

function write(site: Site, updated: number, outline: Element[]): string {
  const opml: Element = {
    _attributes: { version: '2.0' },
    head: {
      title: site.title,
      dateModified: new Date(updated).toUTCString(),
      ownerName: site.author,
      docs: 'https://opml.org/spec2.opml',
    },
    body: { outline },
  };
  return writeXml('opml', cleanStrings(opml));
}
