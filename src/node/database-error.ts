// Error of SQLite → what is wrong with the database file, and what to do.

/** The database file cannot be used as it is. The message is a sentence for the operator. */
export class DatabaseError extends Error {
  readonly #fault: Fault;

  constructor(file: string, fault: Fault) {
    super(`DATABASE: ${file}: ${fault.reason}; expected ${fault.expected}`);
    this.#fault = fault;
    // Where in the program a disk was full does not matter.
    this.stack = this.message;
  }

  /** What is wrong, without the name of the file: for everyone. */
  get reason(): string {
    return this.#fault.reason;
  }

  get isDamage(): boolean {
    return this.#fault.isDamage ?? false;
  }
}

interface Fault {
  reason: string;
  expected: string;
  isDamage?: boolean;
}

const BACKUP =
  'a backup in its place, or no file: then the archive is published anew (subscriptions of the hub and pushed articles are in the database alone)';

const DAMAGED: Fault = { reason: 'the database is damaged', expected: BACKUP, isDamage: true };

/** By result code, the extended one where it says more (https://sqlite.org/rescode.html). */
const FAULTS: Record<number, Fault> = {
  5: { reason: 'another program is writing to the database', expected: 'only this one to do so' },
  8: {
    reason: 'the database cannot be written',
    expected: 'a file and a folder that this program may write to',
  },
  10: { reason: 'the disk of the database does not work', expected: 'a disk without faults' },
  11: DAMAGED,
  // SQLITE_IOERR_SHORT_READ: the file was cut off.
  522: DAMAGED,
  13: {
    reason: 'the disk of the database is full',
    expected: 'free space there: what could not be written is written then',
  },
  14: {
    reason: 'the database cannot be opened',
    expected: 'a file and a folder that this program may write to',
  },
  26: { reason: 'the file is no database', expected: BACKUP, isDamage: true },
};

/** What stops a publication, as a sentence for everyone: it names no file. */
export function publicReason(error: unknown): string {
  if (error instanceof DatabaseError) return error.reason;
  const isOfSystem = error instanceof Error && 'syscall' in error;
  return isOfSystem ? 'the archive cannot be read' : 'the last publication failed';
}

/** The error as a DatabaseError, where it is about the file; any other as it is. */
export function databaseError(error: unknown, file: string): unknown {
  const { errcode } = error as { errcode?: number };
  const fault = errcode === undefined ? undefined : (FAULTS[errcode] ?? FAULTS[errcode & 0xff]);
  return fault ? new DatabaseError(file, fault) : error;
}
