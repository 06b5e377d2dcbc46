// Folder → its bodies through cheerio as it comes: the measure of the archive bench.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'cheerio';

const RULE = '\n------\n';

const [folder = ''] = process.argv.slice(2);
for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const text = readFileSync(join(entry.parentPath, entry.name), 'utf8');
  load(text.slice(text.indexOf(RULE) + RULE.length)).html();
}
