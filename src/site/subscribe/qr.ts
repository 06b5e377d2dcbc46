// URL → its QR code as SVG.
import { html, raw } from 'hono/html';
import type { Html } from '../view.ts';

/** A longer address makes a code that a phone cannot read from a screen. */
const MAX_LENGTH = 600;

/**
 * The code as a picture, black on white in every colour scheme; nothing for a long address. The
 * library is loaded by the first page that has one.
 */
export async function qrCode(url: string, name: string): Promise<Html> {
  if (url.length > MAX_LENGTH) return html``;
  const { default: encodeQR } = await import('qr');
  const rows = encodeQR(url, 'raw', { ecc: 'low', border: 3 });
  const size = rows.length;
  // A line for each run of black: a quarter of what a square for each module takes.
  const runs = rows.flatMap((row, y) =>
    [
      ...row
        .map((black) => (black ? '#' : ' '))
        .join('')
        .matchAll(/#+/g),
    ].map(({ index, 0: run }) => `M${index} ${y}.5h${run.length}`),
  );
  return html`<svg class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label="${name}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path stroke="#000" d="${raw(runs.join(''))}"/></svg>`;
}
