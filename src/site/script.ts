// Texts of an article → the same in the Chinese script that the reader asked for (`?zh=`).
import { convertHtml, isChinese, type Script, TAGS } from '../feed/script.ts';
import type { View } from './view.ts';

interface Texts {
  language: string;
  title?: string;
  summary?: string;
  sourceTitle?: string;
  categories?: string[];
  /** Safe HTML. */
  html?: string;
  titleHtml?: string;
  snippetHtml?: string;
}

const PLAIN = ['title', 'summary', 'sourceTitle'] as const;
const MARKED = ['html', 'titleHtml', 'snippetHtml'] as const;

/** The texts as they are to be shown; an article in another language stays as it is. */
export function inScript<T extends Texts>({ script, convert }: View, texts: T): T {
  if (!script || !isChinese(texts.language)) return texts;
  const shown: T = { ...texts, language: TAGS[script] };
  for (const name of PLAIN) {
    const text = texts[name];
    if (text) Object.assign(shown, { [name]: convert(text) });
  }
  for (const name of MARKED) {
    const text = texts[name];
    if (text) Object.assign(shown, { [name]: convertHtml(text, convert) });
  }
  if (texts.categories) shown.categories = texts.categories.map(convert);
  return shown;
}

/**
 * The script that readers of the interface would rather have a text in: Traditional where the
 * interface is Traditional and the text is not, and the other way round.
 *
 * @param language of the text, BCP 47
 */
export function otherScript({ language: ui }: View, language: string): Script | undefined {
  if (ui === 'zh-Hant' && language === TAGS.hans) return 'hant';
  return ui === 'zh-Hans' && language === TAGS.hant ? 'hans' : undefined;
}
