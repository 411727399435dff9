-- SPDX-License-Identifier: Apache-2.0
-- What came in together: signed batches of a registry and what became of each of their records, records of one
-- household, and what records have in common though they are of different citizens. Personal data stand here as hashes.

CREATE TABLE batch (
    registry    TEXT NOT NULL,    -- name under which the office pinned its certificate
    number      TEXT NOT NULL,    -- given by the registry
    digest      BLOB NOT NULL CHECK (length(digest) = 32),   -- of the signed content
    records     INTEGER NOT NULL CHECK (records > 0),
    photographs INTEGER NOT NULL CHECK (photographs >= 0),
    received_by TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    finished_at INTEGER,
    PRIMARY KEY (registry, number)
) STRICT;

CREATE TRIGGER batch_fixed BEFORE UPDATE ON batch
WHEN NEW.registry <> OLD.registry OR NEW.number <> OLD.number OR NEW.digest <> OLD.digest OR NEW.records <> OLD.records
BEGIN SELECT raise(ABORT, 'a batch does not change'); END;

CREATE TRIGGER batch_no_delete BEFORE DELETE ON batch BEGIN SELECT raise(ABORT, 'batches are never forgotten'); END;

CREATE TABLE batch_record (
    registry    TEXT NOT NULL,
    number      TEXT NOT NULL,
    place       INTEGER NOT NULL CHECK (place > 0),   -- in the batch, counted from 1
    application TEXT NOT NULL,                        -- empty if none could be read
    outcome     TEXT NOT NULL CHECK (outcome IN ('taken', 'rejected')),
    reasons     TEXT NOT NULL,                        -- JSON: fields and English reasons
    PRIMARY KEY (registry, number, place),
    FOREIGN KEY (registry, number) REFERENCES batch
) STRICT;

-- Records that wait for each other. `open`: it was rejected and did not come again yet.
CREATE TABLE household_member (
    household BLOB NOT NULL CHECK (length(household) = 32),   -- hash of the number of the book
    member    TEXT NOT NULL,                                  -- application, or where the record stood that has none
    state     TEXT NOT NULL CHECK (state IN ('good', 'open')),
    address   BLOB NOT NULL CHECK (length(address) = 32),
    PRIMARY KEY (household, member)
) STRICT;

CREATE INDEX household_of ON household_member (member);

CREATE TRIGGER household_approved_together BEFORE UPDATE OF state ON job
WHEN NEW.state = 'approved' AND OLD.state = 'imported'
 AND EXISTS (SELECT 1 FROM household_member AS own
             JOIN household_member AS other ON other.household = own.household AND other.state = 'open'
             WHERE own.member = NEW.application)
BEGIN SELECT raise(ABORT, 'a household is approved together'); END;

-- What is compared with the records of other citizens.
CREATE TABLE likeness (
    application TEXT PRIMARY KEY REFERENCES job,
    photograph  BLOB NOT NULL CHECK (length(photograph) = 32),
    birth       BLOB NOT NULL CHECK (length(birth) = 32)   -- of name and date of birth
) STRICT;

CREATE INDEX likeness_photograph ON likeness (photograph);
CREATE INDEX likeness_birth ON likeness (birth);

-- What a person shall look at before the record is approved.
CREATE TABLE notice (
    application TEXT NOT NULL REFERENCES job,
    kind        TEXT NOT NULL CHECK (kind IN ('same_photograph', 'same_name_and_birth', 'title_and_sex',
                                              'household_address')),
    other       TEXT NOT NULL,   -- the other application; empty if it is about this one alone
    at          INTEGER NOT NULL,
    PRIMARY KEY (application, kind, other)
) STRICT;
