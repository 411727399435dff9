-- SPDX-License-Identifier: Apache-2.0
-- A job may be rejected by the rules of the day on which its card would be made, or withdrawn; either may come again with
-- a corrected record. Records may have the image of a signature.
-- SQLite changes a CHECK only by making the table anew; nothing refers to rows in between, foreign keys are off.

DROP TRIGGER card_of_approved_job;

CREATE TABLE new_job (
    application TEXT PRIMARY KEY,
    citizen     INTEGER NOT NULL REFERENCES citizen,
    record      TEXT NOT NULL,
    photograph  BLOB NOT NULL,
    signature   BLOB NOT NULL,   -- empty: none
    state       TEXT NOT NULL CHECK (state IN ('imported', 'approved', 'encoding', 'issued', 'quarantined', 'rejected',
                                               'withdrawn')),
    imported_by TEXT NOT NULL,
    imported_at INTEGER NOT NULL,
    approved_by TEXT CHECK (approved_by <> imported_by),
    approved_at INTEGER,
    changed_at  INTEGER NOT NULL,
    CHECK (state IN ('imported', 'withdrawn') OR approved_by IS NOT NULL)
) STRICT;

INSERT INTO new_job
SELECT application, citizen, record, photograph, x'', state, imported_by, imported_at, approved_by, approved_at, changed_at
FROM job;

DROP TABLE job;
ALTER TABLE new_job RENAME TO job;

-- One open application per citizen.
CREATE UNIQUE INDEX job_open ON job (citizen) WHERE state NOT IN ('issued', 'withdrawn');
CREATE INDEX job_waiting ON job (approved_at) WHERE state = 'approved';

CREATE TRIGGER card_of_approved_job BEFORE INSERT ON card
WHEN NOT EXISTS (SELECT 1 FROM job WHERE application = NEW.application AND state = 'approved'
                 AND citizen = NEW.citizen AND approved_by = NEW.approved_by)
BEGIN SELECT raise(ABORT, 'a card is made for an approved job, and names its approver'); END;

-- A corrected record begins anew: it was imported by whoever brought it, and nobody has approved it yet.
CREATE TRIGGER job_people_fixed BEFORE UPDATE OF imported_by, approved_by ON job
WHEN (NEW.imported_by <> OLD.imported_by OR (OLD.approved_by IS NOT NULL AND NEW.approved_by IS NOT OLD.approved_by))
     AND NOT (OLD.state IN ('rejected', 'withdrawn') AND NEW.state = 'imported' AND NEW.approved_by IS NULL)
BEGIN SELECT raise(ABORT, 'who imported and who approved does not change'); END;

-- What was approved stays as it was approved.
CREATE TRIGGER job_content_fixed BEFORE UPDATE OF citizen, record, photograph, signature ON job
WHEN NOT (OLD.state IN ('rejected', 'withdrawn') AND NEW.state = 'imported' AND NEW.citizen = OLD.citizen)
BEGIN SELECT raise(ABORT, 'a record changes only when it is imported again'); END;

-- Why today's rules reject a record.
CREATE TABLE job_rejection (
    application TEXT NOT NULL REFERENCES job,
    field       TEXT NOT NULL,
    reason      TEXT NOT NULL    -- English, translated where it is shown
) STRICT;

CREATE INDEX job_rejection_of ON job_rejection (application);
