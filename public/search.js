// The search page of an export: searches the index of files, and shows what it finds.
import { openIndex, PAGE_SIZE } from './search-index.js';
import { INLINE } from './search-words.js';

const place = document.querySelector('[data-search]');
const [note, status, template] = place.children;
const texts = JSON.parse(place.dataset.texts);
const heading = document.querySelector('h1');
const parameters = new URLSearchParams(location.search);
const query = parameters.get('q')?.trim() ?? '';
const page = Math.max(1, Number.parseInt(parameters.get('page') ?? '1', 10) || 1);

const language = document.documentElement.lang;
const days = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
  dateStyle: 'long',
  timeZone: place.dataset.zone,
});

note.hidden = true;
if (query) {
  place.ariaBusy = 'true';
  await show();
  place.ariaBusy = 'false';
}

/** Shows what the search finds: titles as soon as they are there, then pieces of the texts. */
async function show() {
  for (const input of document.querySelectorAll('input[name=q]')) input.value = query;
  for (const other of document.querySelectorAll('.suggestions')) other.hidden = true;
  say(texts.searching);
  try {
    const { search } = await openIndex(load);
    const answer = await search(query, page);
    if (answer.fault) return say(texts[answer.fault]);
    const { count, exact, found, marker } = answer;
    sayCount(exact ? exactly(count) : texts.atMost, count);
    const shape = document.importNode(template.content, true);
    const list = shape.querySelector('ol');
    const item = list.querySelector('li');
    const shown = found.map((each) => ({
      ...each,
      item: itemFor(item.cloneNode(true), each, marker),
    }));
    list.replaceChildren(...shown.map((each) => each.item));
    if (found.length === 0) list.remove();
    linkPages(shape.querySelector('nav'), count);
    place.append(shape);
    const matching = await Promise.all(shown.map((each) => complete(each, answer)));
    const matches = matching.filter(Boolean).length;
    // Now that all texts are known, so is their number.
    if (!exact && count <= PAGE_SIZE && !matching.includes(undefined)) {
      sayCount(exactly(matches), matches);
    }
  } catch (error) {
    console.error(error);
    say(texts.failed);
  }
}

/** Reads a file below `search/`. Only the one that names the others is asked for again each time. */
async function load(path) {
  const cache = path === 'index.json' ? 'no-cache' : 'default';
  const answer = await fetch(place.dataset.search + path, { cache });
  if (!answer.ok) throw new Error(`${answer.url} answers ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

function exactly(count) {
  if (count === 0) return texts.nothing;
  return count === 1 ? texts.one : texts.many;
}

function sayCount(text, count) {
  say(
    text.replace('{count}', () => count.toLocaleString(language)).replace('{query}', () => query),
  );
}

function say(text) {
  heading.textContent = text;
  status.textContent = text;
  document.title = document.title.replace(/^.*? – /, () => `${query} – `);
}

/** Fills in what the index says of an article. */
function itemFor(item, { id, title, published, source, sourceTitle, language, url }, marker) {
  const link = item.querySelector('h2 a');
  link.href = url ?? link.getAttribute('href').replace(encodeURIComponent('{id}'), id);
  link.replaceChildren(...marked(marker.whole(title)));
  const origin = item.querySelector('.by');
  origin.href = origin
    .getAttribute('href')
    .replace(encodeURIComponent('{source}'), () => encodeURIComponent(source));
  origin.textContent = sourceTitle;
  const time = item.querySelector('time');
  time.dateTime = new Date(published).toISOString();
  time.textContent = days.format(published);
  for (const element of item.querySelectorAll('[lang]')) element.lang = language;
  return item;
}

/**
 * Adds a piece of the text, from the article's page, or removes an article that has not what was
 * looked for.
 *
 * @returns whether it has; undefined where there is no page to tell
 */
async function complete({ item, title, url }, { exact, matches, marker }) {
  if (url) return undefined;
  const answer = await fetch(item.querySelector('h2 a').href).catch(() => null);
  if (!answer?.ok) return undefined;
  const read = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const prose = read.querySelector('.prose');
  if (!prose) return undefined;
  const text = textOf(prose).replace(/\s+/g, ' ').trim();
  const isMatch = exact || matches(title, text);
  if (isMatch) item.querySelector('.summary').replaceChildren(...marked(marker.excerpt(text)));
  else item.remove();
  return isMatch;
}

/** The text as it is indexed: all elements but those within a line end a word. */
function textOf(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  const text = Array.from(node.childNodes, textOf).join('');
  return INLINE.includes(node.localName) ? text : ` ${text} `;
}

/** Texts as nodes; every second one is marked. */
function marked(parts) {
  return parts.map((part, at) => {
    if (at % 2 === 0) return part;
    const mark = document.createElement('mark');
    mark.textContent = part;
    return mark;
  });
}

/** The links to the pages before and after. */
function linkPages(nav, count) {
  if (count <= PAGE_SIZE) return nav.remove();
  const [newer, label, older] = nav.children;
  label.textContent = texts.page.replace('{page}', page.toLocaleString(language));
  const link = (element, to, exists) => {
    if (!exists) return element.replaceWith(document.createElement('span'));
    element.search = new URLSearchParams({ q: query, ...(to > 1 && { page: to }) });
  };
  link(newer, page - 1, page > 1);
  link(older, page + 1, page * PAGE_SIZE < count);
}
