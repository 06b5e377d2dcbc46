// Folder and database → a publication and its three documents; with `change`, then changed files.
//
// Prints JSON: the seconds of the publication, and the median seconds from a changed file to its
// new bytes.
import { readFileSync, writeFileSync } from 'node:fs';
import { FORMATS } from '../../../src/feed/types.ts';
import { createApp } from '../../../src/http/app.ts';
import { readSettings, type Settings, siteOf } from '../../../src/http/config.ts';
import { createDocumentCache } from '../../../src/node/document-cache.ts';
import { openFolder } from '../../../src/node/files.ts';
import { loadParser } from '../../../src/node/parser.ts';
import { openSqlite } from '../../../src/node/sqlite.ts';
import { publishArchive } from '../../../src/publish/publish.ts';
import { median, secondsOf } from '../../bench/harness.ts';

const CHANGES = 9;

const [folder = '', file = '', change] = process.argv.slice(2);
const db = openSqlite(file);
const deps = {
  db,
  archive: openFolder(folder),
  loadParser: loadParser('zh-Hans'),
  parserId: 'bench',
  now: Date.now,
};
const publication = await secondsOf(() => publishArchive(deps));

const site = siteOf(readSettings({}) as Settings, 'http://localhost');
const documents = await createDocumentCache(db, 'bench');
const app = createApp({ db, site, documents });
const feeds = Object.values(FORMATS).map(({ file }) => `/${file}`);
for (const feed of feeds) await app.request(feed);

const changes: number[] = [];
if (change) {
  const [newest] = await db.all<{ path: string }>(
    'SELECT path FROM files WHERE id IS NOT NULL ORDER BY published DESC LIMIT 1',
  );
  const path = newest?.path ?? '';
  // The first change loads the HTML parser, which a start that finds nothing new leaves out.
  for (let round = 0; round <= CHANGES; round++) {
    const text = readFileSync(`${folder}/${path}`, 'utf8');
    const mark = `${process.pid}.${round}`;
    writeFileSync(`${folder}/${path}`, text.replace('\n[', `\n[${mark} `));
    let served = '';
    const seconds = await secondsOf(async () => {
      await publishArchive(deps, [path]);
      await documents.renew();
      served = await (await app.request('/feed.xml')).text();
    });
    if (!served.includes(mark)) throw new Error(`the change of ${path} is not served`);
    if (round > 0) changes.push(seconds);
  }
}
console.log(JSON.stringify({ publication, change: median(changes) }));
process.exit();
