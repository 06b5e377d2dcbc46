// Grammar: one way to write an article file.

/** What a file says of its article, and the body below that. */
export interface Header {
  /** Publication date, epoch milliseconds. */
  published: number;
  /** One line of plain text, entities decoded. */
  title: string;
  /** Absolute http(s) URL, as the file writes it; null where the article is published here only. */
  url: string | null;
  /** BCP 47 tag, where the file names one. */
  language?: string;
  /** Names of people, where the file names them. */
  authors?: string[];
  /** Its tags and categories, each once. */
  categories?: string[];
  /** Hostile HTML. */
  body: string;
}

/** Why a file carries no article: the line, counted from 1, and "what; expected …". */
export interface Fault {
  line: number;
  message: string;
  /** Set where it is left out on purpose. */
  severity?: 'notice';
}

/** One way to write an article file. */
export interface Grammar {
  /** A short file, for messages. */
  example: string;
  /** Whether a text is meant to be in this grammar, however faulty it is. */
  matches(text: string): boolean;
  /**
   * @param text the file's text, lines ended by LF or CRLF
   * @param path path below the archive's root
   * @param now the clock, epoch milliseconds: a date more than a day after it is a mistake
   */
  read(text: string, path: string, now: number): Promise<Header | Fault>;
}
