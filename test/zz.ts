import { readFileSync } from 'node:fs';
import { parseArticle } from '../src/article/article.ts';
import { digest } from '../src/node/parser.ts';

for (const f of process.argv.slice(2)) {
  const c: any = await parseArticle(f.split('/').slice(-2).join('/'), readFileSync(f), {
    now: Date.now(),
    language: 'und',
    digest,
  });
  console.log(
    f,
    c.article.title,
    c.article.authors,
    c.article.categories,
    c.rules,
    '\n',
    c.article.html,
    '\nREMOVED',
    c.removed,
  );
}
