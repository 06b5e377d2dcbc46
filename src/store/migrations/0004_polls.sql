-- What answering polls needs: how long a document is fresh, its codings, and its past editions.

-- Seconds (RFC 9111 §5.2.2.1).
ALTER TABLE documents ADD COLUMN max_age INTEGER NOT NULL DEFAULT 900;

-- A document's bytes in a content coding (RFC 9110 §8.4.1), made once, for the tag it names.
CREATE TABLE codings (
  key TEXT NOT NULL,
  coding TEXT NOT NULL,
  etag TEXT NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (key, coding)
) WITHOUT ROWID;

-- The marks of the items that a document showed under a tag that clients may still hold:
-- a delta (RFC 3229) leaves them out.
CREATE TABLE editions (
  serial INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  etag TEXT NOT NULL,
  marks TEXT NOT NULL,         -- separated by blanks
  UNIQUE (key, etag)
);
