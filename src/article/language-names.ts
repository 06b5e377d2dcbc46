// BCP 47 tag → the language's own name.

/** A table and not `Intl.DisplayNames`, whose answer depends on the runtime's data. */
const NAMES: Record<string, string> = {
  bo: 'བོད་ཡིག',
  de: 'Deutsch',
  en: 'English',
  es: 'Español',
  fr: 'Français',
  ja: '日本語',
  ko: '한국어',
  ru: 'Русский',
  ug: 'ئۇيغۇرچە',
  vi: 'Tiếng Việt',
  yue: '粵語',
  zh: '中文',
  'zh-Hans': '简体中文',
  'zh-Hant': '繁體中文',
};

/** The name of a language in itself; the tag where it is not known here. */
export function languageName(tag: string): string {
  return NAMES[tag] ?? NAMES[tag.split('-', 1)[0] ?? ''] ?? tag;
}
