-- SPDX-License-Identifier: Apache-2.0
-- Document signers and how many cards each has signed, every public key of every card, and what two people say of the
-- clock.

-- One row for each key. The limit belongs to the key and is counted in cards, whichever stations make them.
CREATE TABLE signer (
    number        INTEGER PRIMARY KEY CHECK (number > 0),
    name          TEXT NOT NULL,                                             -- as its certificate names it
    serial_number BLOB NOT NULL UNIQUE CHECK (length(serial_number) > 0),    -- of its certificate
    key_hash      BLOB NOT NULL UNIQUE CHECK (length(key_hash) = 32),
    use_from      INTEGER NOT NULL,
    use_until     INTEGER NOT NULL CHECK (use_until > use_from),
    state         TEXT NOT NULL CHECK (state IN ('staged', 'active', 'retired')),
    cards         INTEGER NOT NULL CHECK (cards >= 0),
    card_limit    INTEGER NOT NULL CHECK (card_limit > 0),
    warn_at       INTEGER NOT NULL CHECK (warn_at > 0 AND warn_at <= card_limit),
    staged_by     TEXT NOT NULL,
    staged_at     INTEGER NOT NULL,
    used_by       TEXT CHECK (used_by <> staged_by),
    used_at       INTEGER,
    CHECK ((used_by IS NULL) = (used_at IS NULL)),
    CHECK (state = 'staged' OR used_by IS NOT NULL OR number = 1)   -- the first one comes from the key ceremony
) STRICT;

CREATE UNIQUE INDEX signer_active ON signer (state) WHERE state = 'active';

-- Which signer signed a card; the last one counts, if the first was revoked before the card was made.
CREATE TABLE signer_card (
    card   INTEGER NOT NULL REFERENCES card,
    signer INTEGER NOT NULL REFERENCES signer,
    at     INTEGER NOT NULL,
    PRIMARY KEY (card, signer)
) STRICT;

-- Every public key that a card made, compared with all of them before anything is signed over it.
CREATE TABLE radar_key (
    id      INTEGER PRIMARY KEY,
    print   BLOB NOT NULL UNIQUE CHECK (length(print) = 32),   -- SHA-256 of what is the same in keys of one secret
    card    INTEGER NOT NULL REFERENCES card,
    slot    TEXT NOT NULL,
    modulus BLOB,                                              -- of an RSA key
    at      INTEGER NOT NULL
) STRICT;

CREATE INDEX radar_key_modulus ON radar_key (id) WHERE modulus IS NOT NULL;

-- What was found: for the statistics, and for the earlier card, which may have to be revoked as well.
CREATE TABLE radar_find (
    id         INTEGER PRIMARY KEY,
    card       INTEGER NOT NULL REFERENCES card,
    slot       TEXT NOT NULL,
    weakness   TEXT NOT NULL,
    other_card INTEGER REFERENCES card,   -- the earlier card that it concerns
    at         INTEGER NOT NULL
) STRICT;

-- One person says that the clock is right although it looks wrong, another one confirms it.
CREATE TABLE clock_statement (
    id           INTEGER PRIMARY KEY,
    requested_by TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    confirmed_by TEXT CHECK (confirmed_by <> requested_by),
    confirmed_at INTEGER CHECK (confirmed_at >= requested_at),
    CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL))
) STRICT;

CREATE TRIGGER signer_counted BEFORE UPDATE ON signer
WHEN NEW.number <> OLD.number OR NEW.serial_number <> OLD.serial_number OR NEW.key_hash <> OLD.key_hash
  OR NEW.use_from <> OLD.use_from OR NEW.use_until <> OLD.use_until OR NEW.card_limit <> OLD.card_limit
  OR NEW.staged_by <> OLD.staged_by OR NEW.cards < OLD.cards OR (NEW.cards > OLD.cards AND NEW.cards > NEW.card_limit)
BEGIN SELECT raise(ABORT, 'what a signer is does not change, and its counter rises to the limit'); END;

CREATE TRIGGER signer_states BEFORE UPDATE ON signer
WHEN NEW.state <> OLD.state AND NOT (OLD.state = 'staged' AND NEW.state = 'active')
  AND NOT (OLD.state = 'active' AND NEW.state = 'retired')
BEGIN SELECT raise(ABORT, 'a signer is staged, then used, then retired'); END;

CREATE TRIGGER signer_no_delete BEFORE DELETE ON signer
BEGIN SELECT raise(ABORT, 'signers are never forgotten'); END;

CREATE TRIGGER signer_card_counted BEFORE INSERT ON signer_card
WHEN NOT EXISTS (SELECT 1 FROM signer WHERE number = NEW.signer AND state = 'active')
BEGIN SELECT raise(ABORT, 'a card is signed by the signer in use'); END;

CREATE TRIGGER signer_card_no_change BEFORE UPDATE ON signer_card
BEGIN SELECT raise(ABORT, 'who signed a card does not change'); END;

CREATE TRIGGER signer_card_no_delete BEFORE DELETE ON signer_card
BEGIN SELECT raise(ABORT, 'who signed a card is never forgotten'); END;

CREATE TRIGGER radar_key_no_change BEFORE UPDATE ON radar_key
BEGIN SELECT raise(ABORT, 'a key that was seen stays seen'); END;

CREATE TRIGGER radar_key_no_delete BEFORE DELETE ON radar_key
BEGIN SELECT raise(ABORT, 'a key that was seen stays seen'); END;

CREATE TRIGGER radar_find_no_change BEFORE UPDATE ON radar_find
BEGIN SELECT raise(ABORT, 'what was found stays found'); END;

CREATE TRIGGER radar_find_no_delete BEFORE DELETE ON radar_find
BEGIN SELECT raise(ABORT, 'what was found stays found'); END;

CREATE TRIGGER clock_statement_final BEFORE UPDATE ON clock_statement
WHEN OLD.confirmed_at IS NOT NULL OR NEW.requested_by <> OLD.requested_by OR NEW.requested_at <> OLD.requested_at
BEGIN SELECT raise(ABORT, 'a confirmed statement does not change'); END;
