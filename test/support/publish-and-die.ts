// A process that publishes an archive, and kills itself at a point that it is told.
// Arguments: folder, database, point. If it lives to the end, it prints between which points it
// committed: "first last".

import { openFolder } from '../../src/node/files.ts';
import { loadParser } from '../../src/node/parser.ts';
import { openSqlite } from '../../src/node/sqlite.ts';
import type { Archive } from '../../src/publish/archive.ts';
import { publishArchive } from '../../src/publish/publish.ts';
import type { Database, Insertion, Statement } from '../../src/store/database.ts';

const [folder = '', file = '', fatal = '0'] = process.argv.slice(2);

let points = 0;
let commit = '';
/** A point: before a file is read, or before a statement is run, also within a transaction. */
function point(): void {
  if (++points === Number(fatal)) process.kill(process.pid, 'SIGKILL');
}

const disk = openFolder(folder);
const archive: Archive = {
  ...disk,
  read: (path) => {
    point();
    return disk.read(path);
  },
};

const sqlite = openSqlite(file);
/** Nothing, as a statement: a point where the transaction has run all before it. */
const pause = {
  get sql() {
    point();
    return 'SELECT 1';
  },
  values: [],
};
const db: Database = {
  all: (statement) => {
    point();
    return sqlite.all(statement);
  },
  batch: async (statements: (Statement | Insertion)[]) => {
    const first = points + 1;
    const results = await sqlite.batch(statements.flatMap((each) => [pause, each]));
    const commits = statements.some((each) => 'sql' in each && /^UPDATE state/.test(each.sql));
    if (commits) commit = `${first} ${points}`;
    return results.filter((_, at) => at % 2 === 1) as never;
  },
};

await publishArchive({
  db,
  archive,
  loadParser: loadParser('zh-Hans'),
  parserId: '1',
  now: () => Date.UTC(2025, 5, 1),
});
sqlite.close();
console.log(commit);
