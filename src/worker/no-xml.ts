// In the Worker, in the place of the writer of XML that `feed` brings: RSS and Atom are written here.
export function js2xml(): never {
  throw new Error('feed was asked for XML; expected JSON Feed only');
}
