// What an article may be at most. Stands alone, so that to know it nobody loads the HTML parser.

/** The largest article file that is read, in bytes. */
export const MAX_FILE_BYTES = 5_000_000;
