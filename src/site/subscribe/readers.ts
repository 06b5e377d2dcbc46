// Feed readers: those that take a feed by a link, and those to begin with on each platform.

/** A reader that subscribes when a link is opened. */
export interface LinkedReader {
  name: string;
  /** The link is this and the encoded address of the feed. */
  prefix: string;
}

export const WEB_READERS: LinkedReader[] = [
  { name: 'Feedly', prefix: 'https://feedly.com/i/subscription/feed/' },
  { name: 'Inoreader', prefix: 'https://www.inoreader.com/?add_feed=' },
  { name: 'NewsBlur', prefix: 'https://www.newsblur.com/?url=' },
  { name: 'The Old Reader', prefix: 'https://theoldreader.com/feeds/subscribe?url=' },
  { name: 'Feedbin', prefix: 'https://feedbin.com/?subscribe=' },
];

/** Readers that people run themselves. @param own URL of theirs, without a slash at the end */
export function ownReaders(own: string): LinkedReader[] {
  return [
    { name: 'FreshRSS', prefix: `${own}/i/?c=feed&a=add&url_rss=` },
    { name: 'Miniflux', prefix: `${own}/bookmarklet?uri=` },
  ];
}

/** Readers for newcomers: three a platform, the names of both as their makers write them. */
export const READERS: { platform: string; readers: [name: string, url: string][] }[] = [
  {
    platform: 'iPhone, iPad',
    readers: [
      ['NetNewsWire', 'https://netnewswire.com/'],
      ['Reeder', 'https://reederapp.com/'],
      ['Unread', 'https://www.goldenhillsoftware.com/unread/'],
    ],
  },
  {
    platform: 'Android',
    readers: [
      ['Feeder', 'https://f-droid.org/packages/com.nononsenseapps.feeder/'],
      ['Read You', 'https://f-droid.org/packages/me.ash.reader/'],
      ['Capy Reader', 'https://capyreader.com/'],
    ],
  },
  {
    platform: 'Mac',
    readers: [
      ['NetNewsWire', 'https://netnewswire.com/'],
      ['Reeder', 'https://reederapp.com/'],
      ['Vienna', 'https://www.vienna-rss.com/'],
    ],
  },
  {
    platform: 'Windows',
    readers: [
      ['Fluent Reader', 'https://hyliu.me/fluent-reader/'],
      ['RSS Guard', 'https://github.com/martinrotter/rssguard'],
      ['Thunderbird', 'https://www.thunderbird.net/'],
    ],
  },
  {
    platform: 'Linux',
    readers: [
      ['NewsFlash', 'https://apps.gnome.org/NewsFlash/'],
      ['Liferea', 'https://lzone.de/liferea/'],
      ['Newsboat', 'https://newsboat.org/'],
    ],
  },
  {
    platform: 'Web',
    readers: [
      ['Feedly', 'https://feedly.com/'],
      ['Inoreader', 'https://www.inoreader.com/'],
      ['NewsBlur', 'https://www.newsblur.com/'],
    ],
  },
];
