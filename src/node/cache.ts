// Loaded before the program (`node --import`): keeps its compiled modules from one start to the next.
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Most of a start is stripping types and compiling. Beside the database and not in the folder for
// temporary files, where others might write. Where it cannot be written, nothing is kept.
enableCompileCache(fileURLToPath(new URL('../../data/compiled', import.meta.url)));
