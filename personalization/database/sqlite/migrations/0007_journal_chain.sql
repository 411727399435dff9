-- SPDX-License-Identifier: Apache-2.0
-- The journal becomes a chain: each entry has the SHA-256 over itself and all before it. Entries from before have none;
-- the first chained one covers them.

ALTER TABLE journal ADD COLUMN application TEXT NOT NULL DEFAULT '';
ALTER TABLE journal ADD COLUMN person TEXT NOT NULL DEFAULT '';
ALTER TABLE journal ADD COLUMN hash BLOB CHECK (length(hash) = 32);

CREATE TRIGGER journal_chained BEFORE INSERT ON journal
WHEN NEW.hash IS NULL OR NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM journal)
  OR NEW.at < (SELECT coalesce((SELECT at FROM journal ORDER BY id DESC LIMIT 1), 0))
BEGIN SELECT raise(ABORT, 'an entry of the journal follows the last one, in number, time and hash'); END;

CREATE INDEX journal_application ON journal (application) WHERE application <> '';
CREATE INDEX journal_before_chain ON journal (detail) WHERE hash IS NULL;

-- Which store this is; a copy has the same.
CREATE TABLE audit_store (
    id BLOB NOT NULL CHECK (length(id) = 16)
) STRICT;

INSERT INTO audit_store VALUES (randomblob(16));

CREATE TRIGGER audit_store_fixed BEFORE UPDATE ON audit_store BEGIN SELECT raise(ABORT, 'a store stays itself'); END;
CREATE TRIGGER audit_store_one BEFORE INSERT ON audit_store BEGIN SELECT raise(ABORT, 'a store stays itself'); END;
CREATE TRIGGER audit_store_kept BEFORE DELETE ON audit_store BEGIN SELECT raise(ABORT, 'a store stays itself'); END;

-- An older copy of this store was put back, and two people said so: numbers were skipped, and checkpoints up to `newest`
-- speak of entries that this store has not.
CREATE TABLE audit_restore (
    newest       INTEGER PRIMARY KEY,   -- number of the newest checkpoint that was seen
    digest       BLOB NOT NULL CHECK (length(digest) = 32),   -- SHA-256 of its file
    kept         INTEGER NOT NULL CHECK (kept < newest),      -- the last checkpoint that the store still had
    requested_by TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    confirmed_by TEXT CHECK (confirmed_by <> requested_by),
    confirmed_at INTEGER CHECK (confirmed_at >= requested_at),
    CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL))
) STRICT;

CREATE TRIGGER audit_restore_final BEFORE UPDATE ON audit_restore
WHEN OLD.confirmed_at IS NOT NULL OR NEW.newest <> OLD.newest OR NEW.digest <> OLD.digest OR NEW.kept <> OLD.kept
BEGIN SELECT raise(ABORT, 'an accepted restore does not change'); END;
CREATE TRIGGER audit_restore_no_delete BEFORE DELETE ON audit_restore WHEN OLD.confirmed_at IS NOT NULL
BEGIN SELECT raise(ABORT, 'an accepted restore is never forgotten'); END;

-- Signed statements about the head of the journal, each naming the one before by its hash. The files are exported.
CREATE TABLE audit_checkpoint (
    number  INTEGER PRIMARY KEY,
    entry   INTEGER NOT NULL REFERENCES journal,
    head    BLOB NOT NULL CHECK (length(head) = 32),
    at      INTEGER NOT NULL,
    message BLOB NOT NULL   -- CMS SignedData
) STRICT;

CREATE TRIGGER audit_checkpoint_next BEFORE INSERT ON audit_checkpoint
WHEN NEW.number <> 1 + (SELECT coalesce(max(number), 0)
                       FROM (SELECT number FROM audit_checkpoint
                             UNION ALL SELECT newest FROM audit_restore WHERE confirmed_at IS NOT NULL) AS known)
  OR NOT EXISTS (SELECT 1 FROM journal WHERE id = NEW.entry AND hash = NEW.head)
BEGIN SELECT raise(ABORT, 'a checkpoint follows the last one, and stands for an entry of the journal'); END;
CREATE TRIGGER audit_checkpoint_no_update BEFORE UPDATE ON audit_checkpoint
BEGIN SELECT raise(ABORT, 'checkpoints are append-only'); END;
CREATE TRIGGER audit_checkpoint_no_delete BEFORE DELETE ON audit_checkpoint
BEGIN SELECT raise(ABORT, 'checkpoints are append-only'); END;
