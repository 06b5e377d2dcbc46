// The types of OpenCC's table of characters, which its package leaves out.
declare module 'opencc-js/dict/TSCharacters' {
  /** Entries separated by `|`; in each, a character and its equivalents, separated by spaces. */
  const table: string;
  export default table;
}
