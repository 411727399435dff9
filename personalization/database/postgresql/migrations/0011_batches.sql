-- SPDX-License-Identifier: Apache-2.0
-- What came in together: signed batches of a registry and what became of each of their records, records of one
-- household, and what records have in common though they are of different citizens. Personal data stand here as hashes.

CREATE TABLE batch (
    registry    TEXT NOT NULL,    -- name under which the office pinned its certificate
    number      TEXT NOT NULL,    -- given by the registry
    digest      BYTEA NOT NULL CHECK (length(digest) = 32),   -- of the signed content
    records     BIGINT NOT NULL CHECK (records > 0),
    photographs BIGINT NOT NULL CHECK (photographs >= 0),
    received_by TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    finished_at BIGINT,
    PRIMARY KEY (registry, number)
);

CREATE FUNCTION batch_refused() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER batch_fixed BEFORE UPDATE ON batch FOR EACH ROW
WHEN (NEW.registry <> OLD.registry OR NEW.number <> OLD.number OR NEW.digest <> OLD.digest
      OR NEW.records <> OLD.records)
EXECUTE FUNCTION batch_refused('a batch does not change');

CREATE TRIGGER batch_no_delete BEFORE DELETE ON batch
FOR EACH ROW EXECUTE FUNCTION batch_refused('batches are never forgotten');

CREATE TABLE batch_record (
    registry    TEXT NOT NULL,
    number      TEXT NOT NULL,
    place       BIGINT NOT NULL CHECK (place > 0),   -- in the batch, counted from 1
    application TEXT NOT NULL,                        -- empty if none could be read
    outcome     TEXT NOT NULL CHECK (outcome IN ('taken', 'rejected')),
    reasons     TEXT NOT NULL,                        -- JSON: fields and English reasons
    PRIMARY KEY (registry, number, place),
    FOREIGN KEY (registry, number) REFERENCES batch
);

-- Records that wait for each other. `open`: it was rejected and did not come again yet.
CREATE TABLE household_member (
    household BYTEA NOT NULL CHECK (length(household) = 32),   -- hash of the number of the book
    member    TEXT NOT NULL,                                  -- application, or where the record stood that has none
    state     TEXT NOT NULL CHECK (state IN ('good', 'open')),
    address   BYTEA NOT NULL CHECK (length(address) = 32),
    PRIMARY KEY (household, member)
);

CREATE INDEX household_of ON household_member (member);

CREATE FUNCTION household_approved_together() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM household_member AS own
               JOIN household_member AS other ON other.household = own.household AND other.state = 'open'
               WHERE own.member = NEW.application) THEN
        RAISE EXCEPTION 'a household is approved together' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER household_approved_together BEFORE UPDATE OF state ON job FOR EACH ROW
WHEN (NEW.state = 'approved' AND OLD.state = 'imported')
EXECUTE FUNCTION household_approved_together();

-- What is compared with the records of other citizens.
CREATE TABLE likeness (
    application TEXT PRIMARY KEY REFERENCES job,
    photograph  BYTEA NOT NULL CHECK (length(photograph) = 32),
    birth       BYTEA NOT NULL CHECK (length(birth) = 32)   -- of name and date of birth
);

CREATE INDEX likeness_photograph ON likeness (photograph);
CREATE INDEX likeness_birth ON likeness (birth);

-- What a person shall look at before the record is approved.
CREATE TABLE notice (
    application TEXT NOT NULL REFERENCES job,
    kind        TEXT NOT NULL CHECK (kind IN ('same_photograph', 'same_name_and_birth', 'title_and_sex',
                                              'household_address')),
    other       TEXT NOT NULL,   -- the other application; empty if it is about this one alone
    at          BIGINT NOT NULL,
    PRIMARY KEY (application, kind, other)
);
