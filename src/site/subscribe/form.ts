// What is asked of a feed ⇄ the form that asks for it.
import { html } from 'hono/html';
import { languageName } from '../../article/language-names.ts';
import { FORMATS, type Format } from '../../feed/types.ts';
import type { ListedLanguage, ListedSource } from '../../store/sources.ts';
import type { Html, View } from '../view.ts';

/** What the form holds, as it was filled in. */
export interface Fields {
  /** Keys of sources, and BCP 47 tags; none means all. */
  sources: string[];
  languages: string[];
  q: string;
  not: string;
  zh: '' | 'hans' | 'hant';
  content: 'full' | 'summary';
  format: Format;
  /** URL of a reader that somebody runs themselves, without a slash at the end; or empty. */
  own: string;
}

/** The form's query: the same for the same fields, without those that have their default. */
export function formQuery({ sources, languages, ...fields }: Fields): URLSearchParams {
  const { q, not, zh, content, format, own } = fields;
  return new URLSearchParams([
    ...sources.map((key) => ['source', key]),
    ...languages.map((tag) => ['lang', tag]),
    ...(q ? [['q', q]] : []),
    ...(not ? [['not', not]] : []),
    ...(zh ? [['zh', zh]] : []),
    ...(content === 'full' ? [] : [['content', content]]),
    ...(format === 'rss' ? [] : [['format', format]]),
    ...(own ? [['own', own]] : []),
  ]);
}

/** The form. It is sent as a query, and works without script. */
export function builderForm(
  view: View,
  fields: Fields,
  sources: ListedSource[],
  languages: ListedLanguage[],
): Html {
  const { words, href, language } = view;
  const { builder } = words;
  const [action = '', chosen] = href('/subscribe/').split('?');
  const byCount = <T extends { count: number }>(list: T[]) =>
    list.toSorted((a, b) => b.count - a.count);
  const ticks = (name: string, ticked: string[], all: [value: string, label: Html][]) =>
    all.map(([value, label]) => option('checkbox', name, value, ticked.includes(value), label));
  return html`<form class="builder" action="${action}">
${
  sources.length > 1
    ? group(
        words.sources,
        html`${ticks(
          'source',
          fields.sources,
          byCount(sources).map(({ key, title, count }) => [key, tally(title, count)]),
        )}`,
        builder.noneIsAll,
      )
    : ''
}
${
  languages.length > 1
    ? group(
        words.languages,
        html`${ticks(
          'lang',
          fields.languages,
          byCount(languages).map(({ language, count }) => [
            language,
            tally(languageName(language), count, language),
          ]),
        )}`,
        builder.noneIsAll,
      )
    : ''
}
${view.site.search === false ? '' : wordFields(view, fields)}
${
  languages.some(({ language }) => language.startsWith('zh'))
    ? radios('zh', builder.script, fields.zh, [
        ['', html`${builder.asWritten}`],
        ['hans', html`<span lang="zh-Hans">${languageName('zh-Hans')}</span>`],
        ['hant', html`<span lang="zh-Hant">${languageName('zh-Hant')}</span>`],
      ])
    : ''
}
${radios('content', builder.content, fields.content, [
  ['full', html`${builder.full}`],
  ['summary', html`${builder.summary}`],
])}
${radios(
  'format',
  builder.format,
  fields.format,
  (Object.keys(FORMATS) as Format[]).map((format) => [format, html`${FORMATS[format].title}`]),
)}
<details${fields.own ? html` open` : ''}>
<summary>${builder.own}</summary>
<label for="own">${builder.ownHint}</label>
<input id="own" class="line" type="url" name="own" value="${fields.own}" placeholder="https://rss.example.org" maxlength="200">
</details>
${chosen ? html`<input type="hidden" name="ui" value="${language}">` : ''}<button>${builder.show}</button>
</form>`;
}

function wordFields({ words: { builder } }: View, { q, not }: Fields): Html {
  return html`<fieldset class="words">
<legend>${builder.words}</legend>
<p class="hint" id="words-hint">${builder.wordsHint}</p>
${wordField('q', builder.having, q)}
${wordField('not', builder.without, not)}
</fieldset>`;
}

function group(legend: string, options: Html, hint: string): Html {
  return html`<fieldset>
<legend>${legend}</legend>
<p class="hint">${hint}</p>
<div class="options">
${options}</div>
</fieldset>`;
}

function radios(name: string, legend: string, chosen: string, all: [string, Html][]): Html {
  return html`<fieldset class="either">
<legend>${legend}</legend>
<div class="options">
${all.map(([value, label]) => option('radio', name, value, value === chosen, label))}</div>
</fieldset>`;
}

function option(type: string, name: string, value: string, checked: boolean, label: Html): Html {
  return html`<label><input type="${type}" name="${name}" value="${value}"${checked ? html` checked` : ''}> ${label}</label>\n`;
}

function tally(title: string, count: number, language?: string): Html {
  return html`<span${language ? html` lang="${language}"` : ''}>${title}</span> <small>${count}</small>`;
}

function wordField(name: string, label: string, value: string): Html {
  return html`<label for="builder-${name}">${label}</label>
<input id="builder-${name}" class="line" name="${name}" value="${value}" maxlength="200" autocomplete="off" aria-describedby="words-hint">
`;
}
