// Text → the BCP 47 tag of its language: its script, then what tells the languages of one apart.

/** Enough of an article to tell by, in UTF-16 units; more would only cost time. */
const SAMPLE = 2_000;

/** Addresses are in Latin letters, whatever the language. */
const ADDRESS = /https?:[!-~]+/g;

/** ISO 15924 codes, the frequent ones first. */
const CODES = `Hani Latn Hira Kana Hang Cyrl Arab Deva Tibt Mong Thai Hebr Grek Armn Geor Ethi Mymr
  Khmr Laoo Beng Taml Telu Gujr Guru Knda Mlym Sinh Orya Yiii`.split(/\s+/);

/** A script's letters, by its code. */
const SCRIPTS = new Map(CODES.map((code) => [code, new RegExp(`\\p{sc=${code}}+`, 'gu')]));

/** A Chinese character says as much as three Latin letters, as translations show. */
const WEIGHT: Record<string, number> = { Hani: 3, Hang: 2 };

/** Scripts of many languages. Of any other script, Unicode's CLDR knows the likely language. */
const SHARED = new Set(['Latn', 'Cyrl', 'Arab', 'Deva']);

/** Letters of languages that `eld` does not know; none of them is used by a language below it. */
const LETTERS: [language: string, letter: RegExp][] = [
  ['ug', /ۈ/],
  ['ps', /ښ/],
  ['kk', /ұ/],
  ['ky', /ң/],
  ['mn', /ү/],
];

/**
 * Tells the language that most of an article is written in: quotations in another do not count.
 *
 * @param title one line of plain text
 * @param text plain text of the body
 * @param usual BCP 47 tag for a text that does not tell; not used for a text in a script that this
 *   language is not written in
 * @returns a BCP 47 tag; `zh` for Chinese that is neither Simplified nor Traditional, `und` for a
 *   language that cannot be told
 */
export async function detectLanguage(title: string, text: string, usual: string): Promise<string> {
  const sample = `${title} ${text.slice(0, SAMPLE)}`.replace(ADDRESS, ' ');
  const script = mainScript(title, sample);
  if (script === null) return usual;
  const told =
    script === 'Hani'
      ? await detectChinese(title, sample)
      : SHARED.has(script)
        ? await detectByLetters(sample, script)
        : new Intl.Locale(`und-${script}`).maximize().language;
  if (told) return told;
  const { script: own = '' } = new Intl.Locale(usual).maximize();
  if (own === script || (script === 'Hani' && /^(Han[st]|Jpan)$/.test(own))) return usual;
  return script === 'Hani' ? 'zh' : 'und';
}

/**
 * The script of an article; null where it has no letters. The title tells it, as bodies hold
 * quotations and notices of all kinds. But a Latin title can stand above any text, and a Japanese
 * one may have no kana.
 */
function mainScript(title: string, sample: string): string | null {
  const titled = scriptOf(title);
  const written = scriptOf(sample);
  return titled === null || titled === 'Latn' || written === 'Hira' ? written : titled;
}

/** The script that most of a text is written in; null where it has no letters. */
function scriptOf(text: string): string | null {
  const said = new Map<string, number>();
  let rest = text.replace(/\P{L}+/gu, '');
  for (const [code, letters] of SCRIPTS) {
    if (rest === '') break;
    const others = rest.replace(letters, '');
    said.set(code, (rest.length - others.length) * (WEIGHT[code] ?? 1));
    rest = others;
  }
  // Japanese mixes scripts: its endings and particles are kana. Chinese has hardly any.
  const kana = (said.get('Hira') ?? 0) + (said.get('Kana') ?? 0);
  const han = said.get('Hani') ?? 0;
  if (kana > 0 && kana * 20 > han) said.set('Hira', kana + han).set('Hani', 0);
  const [script, most] = [...said].sort(([, one], [, other]) => other - one)[0] ?? ['', 0];
  return most > 0 ? script : null;
}

/** By a letter that one language alone has, or by the frequency of groups of letters. */
async function detectByLetters(text: string, script: string): Promise<string | null> {
  const words = text.match(SCRIPTS.get(script) as RegExp)?.join(' ') ?? '';
  const alone = LETTERS.find(([, letter]) => letter.test(words));
  if (alone) return alone[0];
  // Loaded by the first such text: that takes 0.3 s, and many archives have none.
  const { eld } = await import('eld/extrasmall');
  const found = eld.detect(words.slice(0, 1_000));
  return found.isReliable() ? found.language : null;
}

/** How often a title counts: a channel's notice below it may be in the other script. */
const TITLE_WEIGHT = 40;

async function detectChinese(title: string, sample: string): Promise<'zh-Hans' | 'zh-Hant' | null> {
  characters ??= await readCharacters();
  const balance = TITLE_WEIGHT * balanceOf(title, characters) + balanceOf(sample, characters);
  if (balance === 0) return null;
  return balance > 0 ? 'zh-Hans' : 'zh-Hant';
}

/** By UTF-16 unit: 1 where only Simplified Chinese has the character, -1 where only Traditional. */
let characters: Int8Array | undefined;

/** The characters that OpenCC always converts. */
async function readCharacters(): Promise<Int8Array> {
  const { default: simplified } = await import('opencc-js/dict/STCharacters');
  const { default: traditional } = await import('opencc-js/dict/TSCharacters');
  const values = new Int8Array(0x10000);
  const mark = (dictionary: string, value: number) => {
    for (const [from = '', ...to] of dictionary.split('|').map((line) => line.split(' '))) {
      if (from.length === 1 && !to.includes(from))
        values[from.charCodeAt(0)] = value + (values[from.charCodeAt(0)] as number);
    }
  };
  mark(simplified, 1);
  mark(traditional, -1);
  return values;
}

function balanceOf(text: string, values: Int8Array): number {
  let balance = 0;
  for (let at = 0; at < text.length; at++) balance += values[text.charCodeAt(at)] as number;
  return balance;
}
