// Text and the terms looked for → what a result shows of it, as safe HTML with <mark>.
import { markerOf } from '#search-words';
import { escapeHtml } from '../../article/text.ts';
import { fold } from './script.ts';

/** Marks the terms of a search in the titles and texts of its results. */
export interface Marker {
  /** The whole text. */
  marked(text: string): string;
  /** The part of a text around the first match, or its beginning. */
  snippet(text: string): string;
}

/** @param wanted terms, each as its runs, as a SearchQuery has them */
export function createMarker(wanted: string[][]): Marker {
  const { whole, excerpt } = markerOf(wanted, fold);
  return {
    marked: (text) => toHtml(whole(text)),
    snippet: (text) => toHtml(excerpt(text)),
  };
}

/** @param parts every second one is marked */
function toHtml(parts: string[]): string {
  return parts
    .map((part, at) => (at % 2 ? `<mark>${escapeHtml(part)}</mark>` : escapeHtml(part)))
    .join('');
}
