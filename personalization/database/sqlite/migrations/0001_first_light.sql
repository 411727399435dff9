-- SPDX-License-Identifier: Apache-2.0
-- The rules that must never be broken stand here as constraints, so that no program can break them.

CREATE TABLE citizen (
    id              INTEGER PRIMARY KEY,
    personal_number TEXT NOT NULL UNIQUE,
    holder_id       TEXT NOT NULL UNIQUE   -- random, in the certificates of all cards of this citizen
) STRICT;

CREATE TABLE job (
    application TEXT PRIMARY KEY,
    citizen     INTEGER NOT NULL REFERENCES citizen,
    record      TEXT NOT NULL,
    photograph  BLOB NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('imported', 'approved', 'encoding', 'issued', 'quarantined')),
    imported_by TEXT NOT NULL,
    imported_at INTEGER NOT NULL,
    approved_by TEXT CHECK (approved_by <> imported_by),
    approved_at INTEGER,
    changed_at  INTEGER NOT NULL,
    CHECK (state = 'imported' OR approved_by IS NOT NULL)
) STRICT;

-- One open application per citizen.
CREATE UNIQUE INDEX job_open ON job (citizen) WHERE state <> 'issued';
CREATE INDEX job_waiting ON job (approved_at) WHERE state = 'approved';

-- One row per attempt to make a card. Document number, chip, GUID and status index are never given twice.
CREATE TABLE card (
    id              INTEGER PRIMARY KEY,
    application     TEXT NOT NULL REFERENCES job,
    citizen         INTEGER NOT NULL REFERENCES citizen,
    document_number TEXT NOT NULL UNIQUE,
    status_index    INTEGER NOT NULL UNIQUE,
    guid            BLOB NOT NULL UNIQUE CHECK (length(guid) = 16),
    kdd             BLOB NOT NULL CHECK (length(kdd) = 10),
    operator        TEXT NOT NULL,
    approved_by     TEXT NOT NULL CHECK (approved_by <> operator),
    state           TEXT NOT NULL CHECK (state IN ('encoding', 'live', 'quarantined', 'void')),
    reason          TEXT,
    step            TEXT,
    claimed_at      INTEGER NOT NULL,
    concluded_at    INTEGER
) STRICT;

-- One live card per citizen, whatever its type; one card in work per job; one card per chip, unless nothing was written.
CREATE UNIQUE INDEX card_live ON card (citizen) WHERE state IN ('encoding', 'live');
CREATE UNIQUE INDEX card_chip ON card (kdd) WHERE state <> 'void';

-- A card belongs to its job: the same citizen, and the approver who released that job. What was allotted stays so.
CREATE TRIGGER card_of_approved_job BEFORE INSERT ON card
WHEN NOT EXISTS (SELECT 1 FROM job WHERE application = NEW.application AND state = 'approved'
                 AND citizen = NEW.citizen AND approved_by = NEW.approved_by)
BEGIN SELECT raise(ABORT, 'a card is made for an approved job, and names its approver'); END;

CREATE TRIGGER card_allotment_fixed
BEFORE UPDATE OF application, citizen, document_number, status_index, guid, kdd, operator, approved_by ON card
BEGIN SELECT raise(ABORT, 'what a card was allotted does not change'); END;

CREATE TRIGGER card_no_delete BEFORE DELETE ON card BEGIN SELECT raise(ABORT, 'cards are never forgotten'); END;

CREATE TRIGGER job_people_fixed BEFORE UPDATE OF imported_by, approved_by ON job
WHEN NEW.imported_by <> OLD.imported_by OR (OLD.approved_by IS NOT NULL AND NEW.approved_by IS NOT OLD.approved_by)
BEGIN SELECT raise(ABORT, 'who imported and who approved does not change'); END;

CREATE TABLE card_key (
    hash        BLOB PRIMARY KEY CHECK (length(hash) = 32),
    card        INTEGER NOT NULL REFERENCES card,
    slot        TEXT NOT NULL,
    certificate BLOB,
    UNIQUE (card, slot)
) STRICT;

-- Blocks of 65,536 status-list indices, opened one after another; drawn at random from the open one.
CREATE TABLE status_block (
    number    INTEGER PRIMARY KEY,
    opened_at INTEGER NOT NULL
) STRICT;

CREATE TABLE status_free (
    status_index INTEGER PRIMARY KEY
) STRICT;

-- The journal is only ever appended to.
CREATE TABLE journal (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    at     INTEGER NOT NULL,
    card   INTEGER REFERENCES card,
    event  TEXT NOT NULL,   -- import, approve, claim, intent, outcome, key, issued, void, quarantined
    detail TEXT NOT NULL
) STRICT;

CREATE INDEX journal_card ON journal (card);

CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;

CREATE TABLE document_number (
    last INTEGER NOT NULL
) STRICT;

INSERT INTO document_number VALUES (0);

CREATE TRIGGER document_number_rises BEFORE UPDATE ON document_number WHEN NEW.last <= OLD.last
BEGIN SELECT raise(ABORT, 'document numbers are never given twice'); END;
