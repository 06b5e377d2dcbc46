// The addresses of the files in `public/`, which each runtime puts in front of the application.
import { readdirSync } from 'node:fs';

/** Such as `/style.css`. */
export const PUBLIC: ReadonlySet<string> = new Set(
  readdirSync(new URL('../../public/', import.meta.url)).map((name) => `/${name}`),
);
