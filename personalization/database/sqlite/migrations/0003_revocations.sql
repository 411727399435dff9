-- SPDX-License-Identifier: Apache-2.0
-- Cards that are no longer valid. One person says so and why, another confirms it; only then it stands in the lists.

CREATE TABLE revocation (
    card         INTEGER PRIMARY KEY REFERENCES card,
    reason       TEXT NOT NULL CHECK (reason IN ('lost', 'stolen', 'replaced', 'withdrawn')),
    reference    TEXT NOT NULL,   -- number of the report or decision; empty: none
    requested_by TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    confirmed_by TEXT CHECK (confirmed_by <> requested_by),
    confirmed_at INTEGER CHECK (confirmed_at >= requested_at),
    CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL))
) STRICT;

CREATE TRIGGER revocation_of_made_card BEFORE INSERT ON revocation
WHEN NOT EXISTS (SELECT 1 FROM card WHERE id = NEW.card AND state IN ('live', 'quarantined'))
BEGIN SELECT raise(ABORT, 'only a card that was made can be revoked'); END;

CREATE TRIGGER revocation_final BEFORE UPDATE ON revocation WHEN OLD.confirmed_at IS NOT NULL OR NEW.card <> OLD.card
BEGIN SELECT raise(ABORT, 'a confirmed revocation does not change'); END;

CREATE TRIGGER revocation_no_delete BEFORE DELETE ON revocation
BEGIN SELECT raise(ABORT, 'revocations are never forgotten'); END;

-- A citizen whose card was revoked may have another.
ALTER TABLE card ADD COLUMN revoked_at INTEGER;

CREATE TRIGGER card_revoked_when_confirmed BEFORE UPDATE OF revoked_at ON card
WHEN OLD.revoked_at IS NOT NULL
  OR NOT EXISTS (SELECT 1 FROM revocation WHERE card = NEW.id AND confirmed_at = NEW.revoked_at)
BEGIN SELECT raise(ABORT, 'a card is revoked once, when a second person has confirmed it'); END;

DROP INDEX card_live;
CREATE UNIQUE INDEX card_live ON card (citizen) WHERE state IN ('encoding', 'live') AND revoked_at IS NULL;
CREATE INDEX card_revoked ON card (status_index) WHERE revoked_at IS NOT NULL;

-- The CAs of the holders' keys follow one another, each for at most 100,000 cards, so that no list grows beyond that.
CREATE TABLE citizen_ca (
    number    INTEGER PRIMARY KEY,
    opened_at INTEGER NOT NULL,
    cards     INTEGER NOT NULL CHECK (cards BETWEEN 0 AND 100000)
) STRICT;

INSERT INTO citizen_ca SELECT 1, min(claimed_at), count(*) FROM card HAVING count(*) > 0;

ALTER TABLE card ADD COLUMN citizen_ca INTEGER NOT NULL DEFAULT 1;

CREATE TRIGGER card_citizen_ca_fixed BEFORE UPDATE OF citizen_ca ON card
BEGIN SELECT raise(ABORT, 'what a card was allotted does not change'); END;

-- Certificates of revoked cards, for the lists of their CAs.
CREATE TABLE revoked_certificate (
    citizen_ca    INTEGER NOT NULL,
    serial_number BLOB NOT NULL,
    card          INTEGER NOT NULL REFERENCES card,
    revoked_at    INTEGER NOT NULL,
    not_after     INTEGER NOT NULL,
    PRIMARY KEY (citizen_ca, serial_number)
) STRICT;

-- Numbers of all lists that were ever signed, of CRLs and card status lists alike.
CREATE TABLE list_number (
    last INTEGER NOT NULL
) STRICT;

INSERT INTO list_number VALUES (0);

CREATE TRIGGER list_number_rises BEFORE UPDATE ON list_number WHEN NEW.last <= OLD.last
BEGIN SELECT raise(ABORT, 'numbers of lists only rise'); END;
