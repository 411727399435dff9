-- SPDX-License-Identifier: Apache-2.0
-- Blank cards are numbered assets: from the delivery list to issued, rejected, missing or destroyed, none used twice.
-- What became of a blank that is used follows from its card: card.kdd says which chip it is, card_chip that it is one.

-- Whether this office makes cards from listed blanks only. That is never taken back.
CREATE TABLE stock_rule (
    required INTEGER NOT NULL CHECK (required IN (0, 1))
) STRICT;

INSERT INTO stock_rule VALUES (0);

CREATE TRIGGER stock_rule_stays BEFORE UPDATE ON stock_rule WHEN NEW.required < OLD.required
BEGIN SELECT raise(ABORT, 'an office that counts its blanks goes on counting'); END;
CREATE TRIGGER stock_rule_kept BEFORE DELETE ON stock_rule
BEGIN SELECT raise(ABORT, 'an office that counts its blanks goes on counting'); END;

-- One person brings the list, another counts the cards with the same list.
CREATE TABLE stock_delivery (
    number       TEXT PRIMARY KEY,
    digest       BLOB NOT NULL CHECK (length(digest) = 32),   -- SHA-256 of the chip numbers in ascending order
    announced_by TEXT NOT NULL,
    announced_at INTEGER NOT NULL,
    received_by  TEXT CHECK (received_by <> announced_by),
    received_at  INTEGER CHECK (received_at >= announced_at),
    blocked_by   TEXT,                                        -- blocked until somebody else unblocks it
    blocked_at   INTEGER,
    unblocked_by TEXT CHECK (unblocked_by <> blocked_by),
    CHECK ((received_by IS NULL) = (received_at IS NULL)),
    CHECK ((blocked_by IS NULL) = (blocked_at IS NULL))
) STRICT;

CREATE TRIGGER stock_delivery_fixed BEFORE UPDATE ON stock_delivery
WHEN NEW.number <> OLD.number OR NEW.digest <> OLD.digest OR NEW.announced_by <> OLD.announced_by
  OR NEW.announced_at <> OLD.announced_at
  OR (OLD.received_by IS NOT NULL AND NEW.received_by IS NOT OLD.received_by)
BEGIN SELECT raise(ABORT, 'who announced and who received a delivery does not change'); END;
CREATE TRIGGER stock_delivery_no_delete BEFORE DELETE ON stock_delivery
BEGIN SELECT raise(ABORT, 'deliveries are never forgotten'); END;

CREATE TABLE stock_blank (
    kdd        BLOB PRIMARY KEY CHECK (length(kdd) = 10),
    delivery   TEXT NOT NULL REFERENCES stock_delivery,
    state      TEXT NOT NULL CHECK (state IN ('announced', 'vault', 'drawer', 'handed_out', 'missing', 'destroyed')),
    holder     TEXT NOT NULL DEFAULT '',   -- to whom it was handed out
    person     TEXT NOT NULL,              -- who brought it into this state
    changed_at INTEGER NOT NULL,
    CHECK ((holder <> '') = (state = 'handed_out')),
    CHECK (holder <> person)
) STRICT;

CREATE INDEX stock_blank_delivery ON stock_blank (delivery);

CREATE TRIGGER stock_blank_announced BEFORE INSERT ON stock_blank
WHEN NEW.state <> 'announced'
  OR EXISTS (SELECT 1 FROM stock_delivery WHERE number = NEW.delivery AND received_by IS NOT NULL)
BEGIN SELECT raise(ABORT, 'blanks come with a delivery that is being announced'); END;
CREATE TRIGGER stock_blank_fixed BEFORE UPDATE OF kdd, delivery ON stock_blank
BEGIN SELECT raise(ABORT, 'which chip came with which delivery does not change'); END;
CREATE TRIGGER stock_blank_no_delete BEFORE DELETE ON stock_blank
BEGIN SELECT raise(ABORT, 'blanks are never forgotten'); END;

CREATE TABLE stock_destruction (
    kdd          BLOB PRIMARY KEY REFERENCES stock_blank,
    requested_by TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    confirmed_by TEXT CHECK (confirmed_by <> requested_by),
    confirmed_at INTEGER CHECK (confirmed_at >= requested_at),
    CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL))
) STRICT;

CREATE TRIGGER stock_destruction_final BEFORE UPDATE ON stock_destruction
WHEN OLD.confirmed_at IS NOT NULL OR NEW.kdd <> OLD.kdd
BEGIN SELECT raise(ABORT, 'what is destroyed stays so'); END;
CREATE TRIGGER stock_destruction_no_delete BEFORE DELETE ON stock_destruction WHEN OLD.confirmed_at IS NOT NULL
BEGIN SELECT raise(ABORT, 'what is destroyed stays so'); END;

-- The one state machine.
CREATE TRIGGER stock_blank_moves BEFORE UPDATE OF state ON stock_blank
WHEN NOT ((OLD.state, NEW.state) IN (VALUES ('announced', 'vault'), ('vault', 'drawer'), ('drawer', 'vault'),
              ('drawer', 'handed_out'), ('handed_out', 'drawer'),
              ('vault', 'missing'), ('drawer', 'missing'), ('handed_out', 'missing'),
              ('vault', 'destroyed'), ('drawer', 'destroyed'), ('handed_out', 'destroyed'), ('missing', 'destroyed')))
  OR (OLD.state = 'announced'
      AND NOT EXISTS (SELECT 1 FROM stock_delivery WHERE number = NEW.delivery AND received_by IS NOT NULL))
  OR (NEW.state = 'destroyed'
      AND NOT EXISTS (SELECT 1 FROM stock_destruction WHERE kdd = NEW.kdd AND confirmed_at IS NOT NULL))
  OR EXISTS (SELECT 1 FROM card WHERE kdd = NEW.kdd AND state <> 'void'
             AND NOT (NEW.state IN ('missing', 'destroyed')
                      AND (state = 'quarantined' OR revoked_at IS NOT NULL)))
BEGIN SELECT raise(ABORT, 'this is not possible for a blank in this state'); END;

-- Every move, by itself.
CREATE TABLE stock_movement (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    kdd    BLOB NOT NULL REFERENCES stock_blank,
    origin TEXT NOT NULL,
    target TEXT NOT NULL,
    used   INTEGER NOT NULL,   -- 1: a card had been begun on it
    holder TEXT NOT NULL,
    person TEXT NOT NULL,
    at     INTEGER NOT NULL
) STRICT;

CREATE INDEX stock_movement_of ON stock_movement (kdd);

CREATE TRIGGER stock_blank_moved AFTER UPDATE OF state ON stock_blank
BEGIN
    INSERT INTO stock_movement (kdd, origin, target, used, holder, person, at)
    VALUES (NEW.kdd, OLD.state, NEW.state, EXISTS (SELECT 1 FROM card WHERE kdd = NEW.kdd AND state <> 'void'),
            NEW.holder, NEW.person, NEW.changed_at);
END;
CREATE TRIGGER stock_movement_no_update BEFORE UPDATE ON stock_movement
BEGIN SELECT raise(ABORT, 'movements are append-only'); END;
CREATE TRIGGER stock_movement_no_delete BEFORE DELETE ON stock_movement
BEGIN SELECT raise(ABORT, 'movements are append-only'); END;

-- A card is made from a blank that was handed out to its operator. Unlisted chips only where the office counts none.
CREATE TRIGGER card_of_listed_blank BEFORE INSERT ON card
WHEN ((SELECT required FROM stock_rule) = 1
      AND (NOT EXISTS (SELECT 1 FROM stock_blank WHERE kdd = NEW.kdd)
           OR NOT EXISTS (SELECT 1 FROM stock_shift WHERE closed_at IS NULL)))
  OR EXISTS (SELECT 1 FROM stock_blank JOIN stock_delivery ON number = delivery
             WHERE kdd = NEW.kdd AND (state <> 'handed_out' OR holder <> NEW.operator
                                      OR (blocked_by IS NOT NULL AND unblocked_by IS NULL)))
BEGIN SELECT raise(ABORT, 'a card is made from a blank that was handed out for it'); END;

CREATE TRIGGER card_of_kept_blank BEFORE UPDATE OF state ON card
WHEN NEW.state = 'live' AND EXISTS (SELECT 1 FROM stock_blank WHERE kdd = NEW.kdd AND state <> 'handed_out')
BEGIN SELECT raise(ABORT, 'a blank that is missing or destroyed becomes no card'); END;

-- What lies outside the vault is counted when a shift begins and when it ends, and the difference is nothing.
CREATE TABLE stock_shift (
    number         INTEGER PRIMARY KEY,
    opened_by      TEXT NOT NULL,
    opened_at      INTEGER NOT NULL,
    opening        INTEGER NOT NULL CHECK (opening >= 0),   -- unused blanks in drawer and hands, counted
    first_movement INTEGER NOT NULL,                        -- the last movement and card before it
    first_card     INTEGER NOT NULL,
    closed_by      TEXT,
    closed_at      INTEGER CHECK (closed_at >= opened_at),
    received       INTEGER,   -- out of the vault, less what went back
    lost           INTEGER,   -- unused and missing or destroyed
    issued         INTEGER,
    rejected       INTEGER,
    remaining      INTEGER,   -- counted
    CHECK ((closed_by IS NULL) = (closed_at IS NULL)),
    CHECK (closed_at IS NULL OR coalesce(opening + received - lost = issued + rejected + remaining, 0))
) STRICT;

CREATE UNIQUE INDEX stock_shift_open ON stock_shift ((closed_at IS NULL)) WHERE closed_at IS NULL;

CREATE TRIGGER stock_shift_final BEFORE UPDATE ON stock_shift
WHEN OLD.closed_at IS NOT NULL OR NEW.number <> OLD.number OR NEW.opening <> OLD.opening
  OR NEW.first_movement <> OLD.first_movement OR NEW.first_card <> OLD.first_card
BEGIN SELECT raise(ABORT, 'a closed shift does not change'); END;
CREATE TRIGGER stock_shift_no_delete BEFORE DELETE ON stock_shift
BEGIN SELECT raise(ABORT, 'shifts are never forgotten'); END;

-- Where each blank is now.
CREATE VIEW stock_now AS
SELECT blank.kdd, blank.delivery,
       CASE WHEN blank.state IN ('missing', 'destroyed') OR card.id IS NULL THEN blank.state
            WHEN card.state = 'encoding' THEN 'in_work'
            WHEN card.revoked_at IS NOT NULL THEN 'revoked'
            WHEN card.state = 'live' THEN 'issued'
            ELSE 'rejected' END AS state,
       blank.holder, coalesce(card.document_number, '') AS document_number, coalesce(card.id, 0) AS card,
       blank.changed_at
FROM stock_blank AS blank LEFT JOIN card ON card.kdd = blank.kdd AND card.state <> 'void';
