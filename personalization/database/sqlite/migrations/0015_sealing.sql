-- SPDX-License-Identifier: Apache-2.0
-- Personal data stand in the store sealed: each column of each row for its own place, under a data key of its import,
-- which the token wraps. A key that is destroyed takes with it all that it sealed; hashes and serial numbers stay.
-- citizen.personal_number, and the hashes of likeness and household_member, are keyed from now on. What is older is
-- sealed when the token is open the next time, and `sealing` says when that was.

CREATE TABLE data_key (
    id           INTEGER PRIMARY KEY,
    wrapped      BLOB,
    created_at   INTEGER NOT NULL,
    destroyed_at INTEGER,
    CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
) STRICT;

CREATE TRIGGER data_key_destroyed_once BEFORE UPDATE ON data_key
WHEN OLD.wrapped IS NULL OR NEW.wrapped IS NOT NULL OR NEW.id <> OLD.id OR NEW.created_at <> OLD.created_at
BEGIN SELECT raise(ABORT, 'a data key does not change until it is destroyed, once'); END;

CREATE TRIGGER data_key_no_delete BEFORE DELETE ON data_key
BEGIN SELECT raise(ABORT, 'when a data key was destroyed is not forgotten'); END;

CREATE TABLE sealed_record (
    application     TEXT PRIMARY KEY REFERENCES job,
    data_key        INTEGER NOT NULL REFERENCES data_key,
    digest          BLOB NOT NULL CHECK (length(digest) = 32),   -- keyed, of the content: it came before, unchanged
    personal_number BLOB NOT NULL,
    record          BLOB NOT NULL,
    photograph      BLOB NOT NULL,
    signature       BLOB NOT NULL
) STRICT;

CREATE INDEX sealed_record_key ON sealed_record (data_key);

CREATE TRIGGER sealed_record_fixed BEFORE UPDATE ON sealed_record
WHEN NEW.application <> OLD.application
  OR NOT EXISTS (SELECT 1 FROM job WHERE application = OLD.application AND state IN ('rejected', 'withdrawn'))
BEGIN SELECT raise(ABORT, 'a record changes only when it is imported again'); END;

CREATE TRIGGER sealed_record_no_delete BEFORE DELETE ON sealed_record
BEGIN SELECT raise(ABORT, 'records are never forgotten, their keys are destroyed'); END;

CREATE TABLE sealing (
    adopted_at INTEGER NOT NULL
) STRICT;

-- The columns of job are empty from now on.
DROP TRIGGER job_content_fixed;
CREATE TRIGGER job_content_fixed BEFORE UPDATE OF citizen, record, photograph, signature ON job
WHEN NOT (OLD.state IN ('rejected', 'withdrawn') AND NEW.state = 'imported' AND NEW.citizen = OLD.citizen)
 AND NOT (NEW.citizen = OLD.citizen AND NEW.record = '' AND length(NEW.photograph) = 0 AND length(NEW.signature) = 0)
BEGIN SELECT raise(ABORT, 'a record changes only when it is imported again'); END;
