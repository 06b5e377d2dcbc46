-- One schema for SQLite on Node and for D1. Times are epoch milliseconds.

-- The state of the archive as readers see it. A publication moves `revision` by one.
CREATE TABLE state (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  revision INTEGER NOT NULL
);
INSERT INTO state VALUES (1, 0);

CREATE TABLE sources (
  key TEXT PRIMARY KEY,
  title TEXT NOT NULL
);

-- Bodies lie apart, by the hash of their article: they can be written before a publication
-- without being seen, and lists of articles never read them.
CREATE TABLE bodies (
  hash TEXT PRIMARY KEY,
  html TEXT NOT NULL
);

-- A withdrawn article keeps its row, so that its id and its dates are the same if it comes back.
CREATE TABLE articles (
  id TEXT PRIMARY KEY,
  sequence INTEGER NOT NULL,   -- order of publication: 1, 2, 3 … without a gap
  revision INTEGER NOT NULL,   -- the publication that changed it last
  withdrawn INTEGER NOT NULL,
  source TEXT NOT NULL,
  title TEXT NOT NULL,
  authors TEXT NOT NULL,       -- JSON
  url TEXT NOT NULL,
  published INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  summary TEXT NOT NULL,
  image TEXT,                  -- JSON, or NULL
  enclosures TEXT NOT NULL,    -- JSON
  language TEXT NOT NULL,
  hash TEXT NOT NULL
);
CREATE UNIQUE INDEX articles_sequence ON articles (sequence);
CREATE INDEX articles_revision ON articles (revision);
CREATE INDEX articles_newest ON articles (published DESC, id) WHERE withdrawn = 0;

-- What an unfinished publication has brought so far; hash NULL withdraws the article.
CREATE TABLE staged (
  publication TEXT NOT NULL,
  id TEXT NOT NULL,
  source TEXT,
  source_title TEXT,
  title TEXT,
  authors TEXT,
  url TEXT,
  published INTEGER,
  updated INTEGER,
  summary TEXT,
  image TEXT,
  enclosures TEXT,
  language TEXT,
  hash TEXT,
  PRIMARY KEY (publication, id)
);

-- What the archive's folder held when it was last read, one row a file.
CREATE TABLE files (
  path TEXT PRIMARY KEY,
  size INTEGER NOT NULL,
  modified INTEGER NOT NULL,   -- epoch microseconds
  hash TEXT NOT NULL,          -- of the file's bytes; empty where they could not be read
  id TEXT,                     -- of the article it carries, also while it cannot be read
  published INTEGER,
  compiler TEXT NOT NULL,
  line INTEGER,
  problem TEXT
) WITHOUT ROWID;
CREATE INDEX files_id ON files (id);
CREATE INDEX files_problem ON files (path) WHERE problem IS NOT NULL;

-- Feed documents and pages as they were composed, one an address.
CREATE TABLE documents (
  key TEXT PRIMARY KEY,
  edition TEXT NOT NULL,
  media_type TEXT NOT NULL,
  etag TEXT NOT NULL,
  last_modified INTEGER NOT NULL,
  bytes BLOB NOT NULL
) WITHOUT ROWID;
