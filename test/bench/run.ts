// `npm run bench -- NAME …` → the bench of that name, or the list of those there are.
import { runNamed } from './named.ts';

await runNamed('bench', import.meta.dirname, [
  'run',
  'named',
  'harness',
  'processes',
  'push.parts',
  'peers.projects',
]);
