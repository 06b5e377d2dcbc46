// `npm run trial -- NAME …` → the trial of that name, or the list of those there are.
import { runNamed } from '../bench/named.ts';

await runNamed('trial', import.meta.dirname, ['run', 'mutate', 'mutants.suites']);
