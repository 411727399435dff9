-- SPDX-License-Identifier: Apache-2.0
-- The life of a card after its quality check. A card without a row in card_life lies finished in the office; what is
-- final (lost, stolen, replaced, withdrawn) is its revocation, and stands there alone.

CREATE TABLE card_life (
    card  INTEGER PRIMARY KEY REFERENCES card,
    state TEXT NOT NULL CHECK (state IN ('spoilt', 'delivered', 'suspended', 'returned')),
    since INTEGER NOT NULL
) STRICT;

CREATE TRIGGER card_life_begins BEFORE INSERT ON card_life
WHEN NEW.state NOT IN ('spoilt', 'delivered')
  OR NOT EXISTS (SELECT 1 FROM card WHERE id = NEW.card AND state = 'live' AND revoked_at IS NULL
                 AND (delivered_at IS NOT NULL) = (NEW.state = 'delivered'))
BEGIN SELECT raise(ABORT, 'a finished card is handed over, or kept as misprinted'); END;

CREATE TRIGGER card_life_goes_on BEFORE UPDATE ON card_life
WHEN NEW.card <> OLD.card OR NEW.since < OLD.since
  OR NOT ((OLD.state = 'delivered' AND NEW.state IN ('suspended', 'returned'))
       OR (OLD.state IN ('suspended', 'returned') AND NEW.state = 'delivered'))
  OR EXISTS (SELECT 1 FROM card WHERE id = NEW.card AND revoked_at IS NOT NULL)
BEGIN SELECT raise(ABORT, 'this is not possible for a card in this state'); END;

CREATE TRIGGER card_life_no_delete BEFORE DELETE ON card_life
BEGIN SELECT raise(ABORT, 'cards are never forgotten'); END;

-- Which application brings the card that takes the place of another.
CREATE TABLE replacement (
    application  TEXT PRIMARY KEY,   -- of the new card; it may be imported later
    card         INTEGER NOT NULL REFERENCES card,   -- the one it replaces
    reason       TEXT NOT NULL CHECK (reason IN ('lost', 'stolen', 'damaged', 'dead_chip', 'address', 'name', 'photo',
                                                 'age', 'expired', 'misprint')),
    ordered_by   TEXT NOT NULL,
    ordered_at   INTEGER NOT NULL,
    cancelled_at INTEGER CHECK (cancelled_at >= ordered_at)
) STRICT;

CREATE INDEX replacement_of ON replacement (card);

CREATE TRIGGER replacement_fixed BEFORE UPDATE ON replacement
WHEN NEW.application <> OLD.application OR OLD.cancelled_at IS NULL AND
     (NEW.card <> OLD.card OR NEW.reason <> OLD.reason OR NEW.ordered_by <> OLD.ordered_by
      OR NEW.ordered_at <> OLD.ordered_at)
BEGIN SELECT raise(ABORT, 'an order is cancelled, or stays'); END;

CREATE TRIGGER replacement_no_delete BEFORE DELETE ON replacement
BEGIN SELECT raise(ABORT, 'orders are never forgotten'); END;

-- One valid card per citizen; beside it at most one that replaces it and was not handed over yet.
ALTER TABLE card ADD COLUMN replaces INTEGER REFERENCES card;
ALTER TABLE card ADD COLUMN delivered_at INTEGER;

DROP INDEX card_live;
CREATE UNIQUE INDEX card_live ON card (citizen)
WHERE state IN ('encoding', 'live') AND revoked_at IS NULL AND (replaces IS NULL OR delivered_at IS NOT NULL);
CREATE UNIQUE INDEX card_in_place ON card (citizen)
WHERE state IN ('encoding', 'live') AND revoked_at IS NULL AND replaces IS NOT NULL AND delivered_at IS NULL;

CREATE TRIGGER card_replaces_ordered BEFORE INSERT ON card
WHEN NEW.delivered_at IS NOT NULL OR NEW.replaces IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM replacement JOIN card AS old ON old.id = replacement.card
                     WHERE replacement.application = NEW.application AND replacement.cancelled_at IS NULL
                       AND old.id = NEW.replaces AND old.citizen = NEW.citizen AND old.state = 'live')
BEGIN SELECT raise(ABORT, 'a card replaces another of the same citizen, as it was ordered'); END;

CREATE TRIGGER card_replaces_fixed BEFORE UPDATE OF replaces ON card
BEGIN SELECT raise(ABORT, 'what a card replaces does not change'); END;

CREATE TRIGGER card_delivered_once BEFORE UPDATE OF delivered_at ON card
WHEN OLD.delivered_at IS NOT NULL OR NEW.state <> 'live' OR NEW.revoked_at IS NOT NULL
  OR EXISTS (SELECT 1 FROM card_life WHERE card = NEW.id)
  OR EXISTS (SELECT 1 FROM card AS old WHERE old.id = NEW.replaces AND old.revoked_at IS NULL)
BEGIN SELECT raise(ABORT, 'a card is handed over once, when the one before it is not valid any more'); END;

-- A card that is held back is in the lists until it is found, or for good when it is revoked.
CREATE TABLE card_hold (
    card      INTEGER NOT NULL REFERENCES card,
    round     INTEGER NOT NULL,   -- counts from 1
    held_by   TEXT NOT NULL,
    held_at   INTEGER NOT NULL,
    reference TEXT NOT NULL,      -- number of the report or decision; empty: none
    lifted_by TEXT CHECK (lifted_by <> held_by),
    lifted_at INTEGER CHECK (lifted_at >= held_at),
    PRIMARY KEY (card, round),
    CHECK ((lifted_by IS NULL) = (lifted_at IS NULL))
) STRICT;

CREATE UNIQUE INDEX card_hold_open ON card_hold (card) WHERE lifted_at IS NULL;

CREATE TRIGGER card_hold_final BEFORE UPDATE ON card_hold
WHEN OLD.lifted_at IS NOT NULL OR NEW.card <> OLD.card OR NEW.round <> OLD.round OR NEW.held_by <> OLD.held_by
  OR NEW.held_at <> OLD.held_at
BEGIN SELECT raise(ABORT, 'a hold is lifted once'); END;

CREATE TRIGGER card_hold_no_delete BEFORE DELETE ON card_hold
BEGIN SELECT raise(ABORT, 'holds are never forgotten'); END;

CREATE TABLE held_certificate (
    card          INTEGER NOT NULL REFERENCES card,
    round         INTEGER NOT NULL,
    citizen_ca    INTEGER NOT NULL,
    serial_number BLOB NOT NULL,
    not_after     INTEGER NOT NULL,
    PRIMARY KEY (card, round, serial_number),
    FOREIGN KEY (card, round) REFERENCES card_hold
) STRICT;

CREATE INDEX held_certificate_of_ca ON held_certificate (citizen_ca);

-- What was only said and not confirmed goes when the card is found: the journal keeps that it was said.
DROP TRIGGER revocation_no_delete;
CREATE TRIGGER revocation_no_delete BEFORE DELETE ON revocation WHEN OLD.confirmed_at IS NOT NULL
BEGIN SELECT raise(ABORT, 'revocations are never forgotten'); END;

-- A change of an issued card: one person orders it, another makes it.
CREATE TABLE card_service (
    card       INTEGER NOT NULL REFERENCES card,
    number     INTEGER NOT NULL,   -- counts from 1
    kind       TEXT NOT NULL CHECK (kind IN ('pin', 'certificates')),
    state      TEXT NOT NULL CHECK (state IN ('ordered', 'begun', 'done', 'cancelled')),
    ordered_by TEXT NOT NULL,
    ordered_at INTEGER NOT NULL,
    done_by    TEXT CHECK (done_by <> ordered_by),
    begun_at   INTEGER,
    ended_at   INTEGER,
    PRIMARY KEY (card, number),
    CHECK ((state IN ('ordered', 'cancelled') OR done_by IS NOT NULL)),
    CHECK ((state IN ('done', 'cancelled')) = (ended_at IS NOT NULL))
) STRICT;

CREATE UNIQUE INDEX card_service_open ON card_service (card, kind) WHERE state IN ('ordered', 'begun');

CREATE TRIGGER card_service_final BEFORE UPDATE ON card_service
WHEN OLD.state IN ('done', 'cancelled') OR NEW.card <> OLD.card OR NEW.number <> OLD.number OR NEW.kind <> OLD.kind
  OR NEW.ordered_by <> OLD.ordered_by
BEGIN SELECT raise(ABORT, 'what was done to a card does not change'); END;

CREATE TRIGGER card_service_no_delete BEFORE DELETE ON card_service
BEGIN SELECT raise(ABORT, 'what was done to a card does not change'); END;

-- Certificates for the keys that the card has, after those that it was made with. They count from the moment they are
-- made; those before them end when the card was seen to hold the new ones.
CREATE TABLE renewed_certificate (
    card          INTEGER NOT NULL REFERENCES card,
    number        INTEGER NOT NULL,   -- of the service
    slot          TEXT NOT NULL,
    certificate   BLOB NOT NULL,
    superseded_at INTEGER,
    PRIMARY KEY (card, number, slot),
    FOREIGN KEY (card, number) REFERENCES card_service
) STRICT;

CREATE TRIGGER renewed_certificate_of_key BEFORE INSERT ON renewed_certificate
WHEN NOT EXISTS (SELECT 1 FROM card_key WHERE card = NEW.card AND slot = NEW.slot AND certificate IS NOT NULL)
  OR NOT EXISTS (SELECT 1 FROM card_service WHERE card = NEW.card AND number = NEW.number AND state = 'begun'
                 AND kind = 'certificates')
BEGIN SELECT raise(ABORT, 'a certificate is renewed for a key that was proven'); END;

CREATE TRIGGER renewed_certificate_fixed BEFORE UPDATE ON renewed_certificate
WHEN OLD.superseded_at IS NOT NULL OR NEW.card <> OLD.card OR NEW.number <> OLD.number OR NEW.slot <> OLD.slot
  OR NEW.certificate <> OLD.certificate
BEGIN SELECT raise(ABORT, 'what was certified does not change'); END;

CREATE TRIGGER renewed_certificate_no_delete BEFORE DELETE ON renewed_certificate
BEGIN SELECT raise(ABORT, 'certificates are never forgotten'); END;
