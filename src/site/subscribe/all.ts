// The list of all feeds that stand at addresses of their own.
import { html } from 'hono/html';
import { languageName } from '../../article/language-names.ts';
import { languagePath, pagePath, sourcePath } from '../../feed/paths.ts';
import { DAILY } from '../../feed/selection.ts';
import type { ListedLanguage, ListedSource } from '../../store/sources.ts';
import { feedLinks, type Html, type View } from '../view.ts';

interface Channel {
  title: string;
  /** As for `feedLinks`. */
  path: string;
  /** Path of the channel whose page it has; its own, if not given. */
  page?: string;
  /** BCP 47 tag of the title, where it is known. */
  language?: string;
}

/** A table: a row for each feed, and its address in each format. */
export function allFeeds(view: View, sources: ListedSource[], languages: ListedLanguage[]): Html {
  const { site, words } = view;
  const ofSource = ({ title, key }: ListedSource) => ({ title, path: sourcePath(key) });
  const ofLanguage = ({ language }: ListedLanguage) => ({
    title: languageName(language),
    path: languagePath(language),
    language,
  });
  const everything = { title: site.title, path: '', language: site.language };
  const daily = [everything, ...sources.map(ofSource)].map((channel) => ({
    ...channel,
    path: channel.path + DAILY,
    page: channel.path,
  }));
  return html`<div class="scroll"><table class="all-feeds">
<caption class="unseen">${words.allFeeds}</caption>
${group(view, words.everything, [everything])}
${group(view, words.sources, sources.map(ofSource))}
${group(view, words.languages, languages.map(ofLanguage))}
${group(view, words.daily, daily)}
</table></div>
<p><a href="${site.url}/opml.xml">${words.opml}</a></p>`;
}

function group(view: View, title: string, channels: Channel[]): Html {
  if (channels.length === 0) return html``;
  return html`<tbody>
<tr><th colspan="4" scope="rowgroup">${title}</th></tr>
${channels.map(
  (
    channel,
  ) => html`<tr><th scope="row"><a href="${view.href(pagePath(channel.page ?? channel.path))}"${channel.language ? html` lang="${channel.language}"` : ''}>${channel.title}</a></th>
${feedLinks(view, channel.path).map(({ url, name }) => html`<td><a href="${url}">${name}<span class="unseen">: ${channel.title}</span></a></td>\n`)}</tr>
`,
)}</tbody>`;
}
