// The dictionaries of OpenCC, which the package's own types leave out: `key value …|key value …`.
declare module 'opencc-js/dict/*' {
  const dictionary: string;
  export default dictionary;
}
