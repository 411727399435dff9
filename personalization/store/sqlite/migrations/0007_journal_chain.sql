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

-- Which store this is; a copy has the same.
CREATE TABLE audit_store (
    id BLOB NOT NULL CHECK (length(id) = 16)
) STRICT;

INSERT INTO audit_store VALUES (randomblob(16));

CREATE TRIGGER audit_store_fixed BEFORE UPDATE ON audit_store BEGIN SELECT raise(ABORT, 'a store stays itself'); END;
CREATE TRIGGER audit_store_one BEFORE INSERT ON audit_store BEGIN SELECT raise(ABORT, 'a store stays itself'); END;
CREATE TRIGGER audit_store_kept BEFORE DELETE ON audit_store BEGIN SELECT raise(ABORT, 'a store stays itself'); END;

-- Signed statements about the head of the journal, each naming the one before by its hash. The files are exported.
CREATE TABLE audit_checkpoint (
    number  INTEGER PRIMARY KEY,
    entry   INTEGER NOT NULL REFERENCES journal,
    head    BLOB NOT NULL CHECK (length(head) = 32),
    at      INTEGER NOT NULL,
    message BLOB NOT NULL   -- CMS SignedData
) STRICT;

CREATE TRIGGER audit_checkpoint_next BEFORE INSERT ON audit_checkpoint
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM audit_checkpoint)
  OR NOT EXISTS (SELECT 1 FROM journal WHERE id = NEW.entry AND hash = NEW.head)
BEGIN SELECT raise(ABORT, 'a checkpoint follows the last one, and stands for an entry of the journal'); END;
CREATE TRIGGER audit_checkpoint_no_update BEFORE UPDATE ON audit_checkpoint
BEGIN SELECT raise(ABORT, 'checkpoints are append-only'); END;
CREATE TRIGGER audit_checkpoint_no_delete BEFORE DELETE ON audit_checkpoint
BEGIN SELECT raise(ABORT, 'checkpoints are append-only'); END;
