-- The schema of the store, the same for SQLite on Node and for D1. Times are epoch milliseconds
-- where nothing else is said.

-- ── Articles ────────────────────────────────────────────────────────────────────────────────────

-- The state of the archive as readers see it: each publication that changes anything adds 1.
CREATE TABLE state (
  one INTEGER PRIMARY KEY CHECK (one = 1),  -- one row
  revision INTEGER NOT NULL,
  published INTEGER NOT NULL   -- when that publication was committed; no document shows it
);
INSERT INTO state VALUES (1, 0, 0);

CREATE TABLE sources (
  key TEXT PRIMARY KEY,
  title TEXT NOT NULL,         -- as its articles name it
  settings TEXT                -- JSON {title, language, icon, aliases} of broadsheet.json, or NULL
);

-- Bodies are apart from their articles, by the article's hash: they can be written before a
-- publication without being seen, and lists of articles do not read them.
CREATE TABLE bodies (
  hash TEXT PRIMARY KEY,
  html TEXT NOT NULL
);

-- A withdrawn article keeps its row, so that its id and its dates are the same if it comes back.
CREATE TABLE articles (
  id TEXT PRIMARY KEY,
  sequence INTEGER NOT NULL,   -- order of publication: 1, 2, 3 … without a gap
  revision INTEGER NOT NULL,   -- the publication that changed it last
  withdrawn INTEGER NOT NULL,  -- when it was withdrawn, or 0
  reached INTEGER NOT NULL,    -- the latest `published` of all up to this one, in that order
  source TEXT NOT NULL,
  title TEXT NOT NULL,
  authors TEXT NOT NULL,       -- JSON, a list of names
  categories TEXT NOT NULL,    -- likewise
  url TEXT NOT NULL,
  published INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  summary TEXT NOT NULL,
  image TEXT,                  -- JSON, or NULL
  enclosures TEXT NOT NULL,    -- JSON
  language TEXT NOT NULL,      -- BCP 47 tag
  hash TEXT NOT NULL
);
CREATE UNIQUE INDEX articles_sequence ON articles (sequence);
CREATE INDEX articles_revision ON articles (revision);
CREATE INDEX articles_withdrawn ON articles (withdrawn) WHERE withdrawn > 0;
CREATE INDEX articles_newest ON articles (published DESC, id) WHERE withdrawn = 0;
-- A stream is one source in one language: feeds merge the newest articles of their streams.
CREATE INDEX articles_stream ON articles (source, language, published DESC, id)
  WHERE withdrawn = 0;

-- How many articles of a stream are published; lists of sources and languages add these up. A
-- publication counts all its new articles in one statement.
CREATE TABLE article_counts (
  source TEXT NOT NULL,
  language TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (source, language)
) WITHOUT ROWID;

-- Counts an article that is withdrawn, comes back, or moves to another stream.
CREATE TRIGGER articles_recount AFTER UPDATE OF source, language, withdrawn ON articles
  WHEN old.source <> new.source OR old.language <> new.language
    OR (old.withdrawn = 0) <> (new.withdrawn = 0)
BEGIN
  UPDATE article_counts SET count = count - (old.withdrawn = 0)
    WHERE source = old.source AND language = old.language;
  INSERT INTO article_counts VALUES (new.source, new.language, new.withdrawn = 0)
    ON CONFLICT DO UPDATE SET count = count + excluded.count;
END;

-- The history of one source or one language: its articles in the order in which they came to it.
-- A position is never given to another article, so that an archive page always shows the same
-- ones. (The history of the whole archive is `articles.sequence`.)
CREATE TABLE channel_positions (
  channel TEXT NOT NULL,       -- '/sources/' and the key, or '/languages/' and the tag
  position INTEGER NOT NULL,   -- 1, 2, 3 …
  sequence INTEGER NOT NULL,   -- of the article
  reached INTEGER NOT NULL,    -- as in `articles`, of those in this channel
  PRIMARY KEY (channel, position),
  UNIQUE (channel, sequence)
) WITHOUT ROWID;

-- ── Publishing ──────────────────────────────────────────────────────────────────────────────────

-- What an unfinished publication has brought so far; hash NULL withdraws the article.
CREATE TABLE staged (
  publication TEXT NOT NULL,
  id TEXT NOT NULL,
  source TEXT,
  source_title TEXT,
  title TEXT,
  authors TEXT,
  categories TEXT,
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

-- What the archive's folder held when it was last read: one row for each file.
CREATE TABLE files (
  path TEXT PRIMARY KEY,
  size INTEGER NOT NULL,
  modified INTEGER NOT NULL,   -- epoch microseconds
  hash TEXT NOT NULL,          -- of the file's bytes; empty if they could not be read
  id TEXT,                     -- of its article; kept while the file cannot be read
  published INTEGER,
  compiler TEXT NOT NULL,      -- version of the code that read it
  line INTEGER,
  problem TEXT                 -- why it was rejected
) WITHOUT ROWID;
CREATE INDEX files_id ON files (id);
CREATE INDEX files_problem ON files (path) WHERE problem IS NOT NULL;

-- ── Search ──────────────────────────────────────────────────────────────────────────────────────

-- The search index: one row for each article, whose row id is the article's `sequence`. FTS5 reads
-- the highest first, which came last. The index holds no text, only where each word is. Chinese
-- and Japanese are indexed as overlapping pairs of characters (src/store/search/words.ts); a search
-- for a single character looks for all pairs that begin with it, which is what `prefix` is for.
-- `facets` has source, language, authors and media, as terms that no word finds
-- (src/store/search/facets.ts). What is indexed is folded already, and has nothing but words and
-- spaces: FTS5 must not cut or fold more.
CREATE VIRTUAL TABLE search USING fts5 (
  title, text, facets, content = '', contentless_delete = 1, prefix = '1',
  tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* Co Cn'"
);

-- The last article that was indexed. They are indexed by revision, and then by row id.
CREATE TABLE indexed (
  one INTEGER PRIMARY KEY CHECK (one = 1),  -- one row
  revision INTEGER NOT NULL,
  row INTEGER NOT NULL         -- the row id in `articles`
);
INSERT INTO indexed VALUES (1, 0, 0);

-- ── Documents ───────────────────────────────────────────────────────────────────────────────────

-- Feed documents and pages as they were composed last: one row for each address.
CREATE TABLE documents (
  key TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,   -- the publication that it shows
  build_id TEXT NOT NULL,      -- the program and the settings that composed it
  media_type TEXT NOT NULL,
  etag TEXT NOT NULL,
  last_modified INTEGER NOT NULL,  -- when the bytes changed here
  max_age INTEGER NOT NULL,    -- seconds (RFC 9111 §5.2.2.1)
  bytes BLOB NOT NULL
) WITHOUT ROWID;

-- A document's bytes in a content coding (RFC 9110 §8.4.1), for the document of this tag.
CREATE TABLE document_codings (
  key TEXT NOT NULL,
  coding TEXT NOT NULL,
  etag TEXT NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (key, coding)
) WITHOUT ROWID;

-- Which items a document showed under a tag that clients may still hold: a delta (RFC 3229) leaves
-- them out.
CREATE TABLE document_versions (
  serial INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  etag TEXT NOT NULL,
  item_versions TEXT NOT NULL, -- separated by spaces
  UNIQUE (key, etag)
);

-- ── Readership ──────────────────────────────────────────────────────────────────────────────────
-- How many readers each channel has, and nothing that says who. Days are UTC, like 2024-01-31.

-- The salt that a day's readers are hashed with; deleted when the day is over.
CREATE TABLE reader_salts (
  day TEXT PRIMARY KEY,
  salt TEXT NOT NULL
) WITHOUT ROWID;

-- Sketches (HyperLogLog) of the days not yet counted: the highest rank seen in each register.
CREATE TABLE reader_sketches (
  day TEXT NOT NULL,
  channel TEXT NOT NULL,
  register INTEGER NOT NULL,
  rank INTEGER NOT NULL,
  PRIMARY KEY (day, channel, register)
) WITHOUT ROWID;

-- What is kept of a day: a number for each channel.
CREATE TABLE readers (
  day TEXT NOT NULL,
  channel TEXT NOT NULL,
  readers INTEGER NOT NULL,
  PRIMARY KEY (day, channel)
) WITHOUT ROWID;

-- The last number of subscribers that each aggregator reported for a feed on that day.
CREATE TABLE aggregators (
  day TEXT NOT NULL,
  channel TEXT NOT NULL,
  feed TEXT NOT NULL,
  aggregator TEXT NOT NULL,
  subscribers INTEGER NOT NULL,
  PRIMARY KEY (day, channel, feed, aggregator)
) WITHOUT ROWID;

-- ── WebSub hub ──────────────────────────────────────────────────────────────────────────────────
-- There is no queue for each subscriber: a topic has numbered deliveries, and each subscription
-- holds the number of the last one that its subscriber got.

CREATE TABLE hub_topics (
  url TEXT PRIMARY KEY,
  etag TEXT NOT NULL,          -- of the bytes that were announced last
  latest INTEGER NOT NULL      -- number of the newest delivery: 0, 1, 2 …
);

-- Documents to deliver to all subscribers of a topic.
CREATE TABLE hub_deliveries (
  topic TEXT NOT NULL,
  number INTEGER NOT NULL,
  made INTEGER NOT NULL,
  media_type TEXT NOT NULL,
  link TEXT NOT NULL,          -- value of the `Link` header
  bytes BLOB NOT NULL,         -- empty where only the topic's current document is left
  UNIQUE (topic, number)
);

CREATE TABLE hub_subscriptions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  topic TEXT NOT NULL,
  callback TEXT NOT NULL,
  host TEXT NOT NULL,          -- of the callback, as far as it is registered: example.co.uk
  secret TEXT,
  made INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  position INTEGER NOT NULL,   -- number of the last delivery that arrived
  due INTEGER,                 -- when to deliver next; NULL if there is nothing to deliver
  failures INTEGER NOT NULL,   -- in a row
  UNIQUE (topic, callback)
);
CREATE INDEX hub_subscriptions_due ON hub_subscriptions (due) WHERE due IS NOT NULL;
CREATE INDEX hub_subscriptions_host ON hub_subscriptions (host);
CREATE INDEX hub_subscriptions_expires ON hub_subscriptions (expires);

-- Requests to subscribe or to unsubscribe that are to be verified, and denials to be told. They
-- are kept for one more minute, to limit how many name a host or come from a client.
CREATE TABLE hub_requests (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  mode TEXT NOT NULL,          -- subscribe, unsubscribe or denied
  topic TEXT NOT NULL,
  callback TEXT NOT NULL,
  host TEXT NOT NULL,
  client TEXT,                 -- address of who asks; NULL if it is not known
  secret TEXT,
  lease INTEGER NOT NULL,      -- seconds
  reason TEXT,                 -- of a denial
  etag TEXT,                   -- of the topic's document, and
  position INTEGER NOT NULL,   -- number of its newest delivery, at the time of the request
  made INTEGER NOT NULL,
  due INTEGER                  -- when to work on it; NULL when it is done
);
CREATE INDEX hub_requests_due ON hub_requests (due) WHERE due IS NOT NULL;
CREATE INDEX hub_requests_host ON hub_requests (host, made);
CREATE INDEX hub_requests_client ON hub_requests (client, made);

CREATE TABLE hub_totals (
  one INTEGER PRIMARY KEY CHECK (one = 1),  -- one row
  delivered INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  announced TEXT NOT NULL      -- revision and build that were announced last (on Workers only)
);
INSERT INTO hub_totals VALUES (1, 0, 0, '');
