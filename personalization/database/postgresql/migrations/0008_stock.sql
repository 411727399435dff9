-- SPDX-License-Identifier: Apache-2.0
-- Blank cards are numbered assets: from the delivery list to issued, rejected, missing or destroyed, none used twice.
-- What became of a blank that is used follows from its card: card.kdd says which chip it is, card_chip that it is one.

CREATE FUNCTION stock_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- Whether this office makes cards from listed blanks only. That is never taken back.
CREATE TABLE stock_rule (
    required BIGINT NOT NULL CHECK (required IN (0, 1))
);

INSERT INTO stock_rule VALUES (0);

CREATE TRIGGER stock_rule_stays BEFORE UPDATE ON stock_rule FOR EACH ROW
WHEN (NEW.required < OLD.required)
EXECUTE FUNCTION stock_refuse('an office that counts its blanks goes on counting');
CREATE TRIGGER stock_rule_kept BEFORE DELETE ON stock_rule FOR EACH ROW
EXECUTE FUNCTION stock_refuse('an office that counts its blanks goes on counting');

-- One person brings the list, another counts the cards with the same list.
CREATE TABLE stock_delivery (
    number       TEXT PRIMARY KEY,
    digest       BYTEA NOT NULL CHECK (length(digest) = 32),   -- SHA-256 of the chip numbers in ascending order
    announced_by TEXT NOT NULL,
    announced_at BIGINT NOT NULL,
    received_by  TEXT CHECK (received_by <> announced_by),
    received_at  BIGINT CHECK (received_at >= announced_at),
    blocked_by   TEXT,                                        -- blocked until somebody else unblocks it
    blocked_at   BIGINT,
    unblocked_by TEXT CHECK (unblocked_by <> blocked_by),
    CHECK ((received_by IS NULL) = (received_at IS NULL)),
    CHECK ((blocked_by IS NULL) = (blocked_at IS NULL))
);

CREATE TRIGGER stock_delivery_fixed BEFORE UPDATE ON stock_delivery FOR EACH ROW
WHEN (NEW.number <> OLD.number OR NEW.digest <> OLD.digest OR NEW.announced_by <> OLD.announced_by
  OR NEW.announced_at <> OLD.announced_at
  OR (OLD.received_by IS NOT NULL AND NEW.received_by IS DISTINCT FROM OLD.received_by))
EXECUTE FUNCTION stock_refuse('who announced and who received a delivery does not change');
CREATE TRIGGER stock_delivery_no_delete BEFORE DELETE ON stock_delivery FOR EACH ROW
EXECUTE FUNCTION stock_refuse('deliveries are never forgotten');

CREATE TABLE stock_blank (
    kdd        BYTEA PRIMARY KEY CHECK (length(kdd) = 10),
    delivery   TEXT NOT NULL REFERENCES stock_delivery,
    state      TEXT NOT NULL CHECK (state IN ('announced', 'vault', 'drawer', 'handed_out', 'missing', 'destroyed')),
    holder     TEXT NOT NULL DEFAULT '',   -- to whom it was handed out
    person     TEXT NOT NULL,              -- who brought it into this state
    changed_at BIGINT NOT NULL,
    CHECK ((holder <> '') = (state = 'handed_out')),
    CHECK (holder <> person)
);

CREATE INDEX stock_blank_delivery ON stock_blank (delivery);

CREATE FUNCTION stock_blank_announced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'announced'
      OR EXISTS (SELECT 1 FROM stock_delivery WHERE number = NEW.delivery AND received_by IS NOT NULL) THEN
        RAISE EXCEPTION 'blanks come with a delivery that is being announced'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stock_blank_announced BEFORE INSERT ON stock_blank FOR EACH ROW
EXECUTE FUNCTION stock_blank_announced();
CREATE TRIGGER stock_blank_fixed BEFORE UPDATE OF kdd, delivery ON stock_blank FOR EACH ROW
EXECUTE FUNCTION stock_refuse('which chip came with which delivery does not change');
CREATE TRIGGER stock_blank_no_delete BEFORE DELETE ON stock_blank FOR EACH ROW
EXECUTE FUNCTION stock_refuse('blanks are never forgotten');

CREATE TABLE stock_destruction (
    kdd          BYTEA PRIMARY KEY REFERENCES stock_blank,
    requested_by TEXT NOT NULL,
    requested_at BIGINT NOT NULL,
    confirmed_by TEXT CHECK (confirmed_by <> requested_by),
    confirmed_at BIGINT CHECK (confirmed_at >= requested_at),
    CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL))
);

CREATE TRIGGER stock_destruction_final BEFORE UPDATE ON stock_destruction FOR EACH ROW
WHEN (OLD.confirmed_at IS NOT NULL OR NEW.kdd <> OLD.kdd)
EXECUTE FUNCTION stock_refuse('what is destroyed stays so');
CREATE TRIGGER stock_destruction_no_delete BEFORE DELETE ON stock_destruction FOR EACH ROW
WHEN (OLD.confirmed_at IS NOT NULL)
EXECUTE FUNCTION stock_refuse('what is destroyed stays so');

-- The one state machine.
CREATE FUNCTION stock_blank_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT ((OLD.state, NEW.state) IN (VALUES ('announced', 'vault'), ('vault', 'drawer'), ('drawer', 'vault'),
                  ('drawer', 'handed_out'), ('handed_out', 'drawer'),
                  ('vault', 'missing'), ('drawer', 'missing'), ('handed_out', 'missing'),
                  ('vault', 'destroyed'), ('drawer', 'destroyed'), ('handed_out', 'destroyed'), ('missing', 'destroyed')))
      OR (OLD.state = 'announced'
          AND NOT EXISTS (SELECT 1 FROM stock_delivery WHERE number = NEW.delivery AND received_by IS NOT NULL))
      OR (NEW.state = 'destroyed'
          AND NOT EXISTS (SELECT 1 FROM stock_destruction WHERE kdd = NEW.kdd AND confirmed_at IS NOT NULL))
      OR EXISTS (SELECT 1 FROM card WHERE kdd = NEW.kdd AND state <> 'void'
                 AND NOT (NEW.state IN ('missing', 'destroyed')
                          AND (state = 'quarantined' OR revoked_at IS NOT NULL))) THEN
        RAISE EXCEPTION 'this is not possible for a blank in this state'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stock_blank_moves BEFORE UPDATE OF state ON stock_blank FOR EACH ROW
EXECUTE FUNCTION stock_blank_moves();

-- Every move, by itself.
CREATE TABLE stock_movement (
    id     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kdd    BYTEA NOT NULL REFERENCES stock_blank,
    origin TEXT NOT NULL,
    target TEXT NOT NULL,
    used   BIGINT NOT NULL,   -- 1: a card had been begun on it
    holder TEXT NOT NULL,
    person TEXT NOT NULL,
    at     BIGINT NOT NULL
);

CREATE INDEX stock_movement_of ON stock_movement (kdd);

CREATE FUNCTION stock_blank_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO stock_movement (kdd, origin, target, used, holder, person, at)
    VALUES (NEW.kdd, OLD.state, NEW.state,
            CASE WHEN EXISTS (SELECT 1 FROM card WHERE kdd = NEW.kdd AND state <> 'void') THEN 1 ELSE 0 END,
            NEW.holder, NEW.person, NEW.changed_at);
    RETURN NULL;
END $$;
CREATE TRIGGER stock_blank_moved AFTER UPDATE OF state ON stock_blank FOR EACH ROW
EXECUTE FUNCTION stock_blank_moved();
CREATE TRIGGER stock_movement_no_update BEFORE UPDATE ON stock_movement FOR EACH ROW
EXECUTE FUNCTION stock_refuse('movements are append-only');
CREATE TRIGGER stock_movement_no_delete BEFORE DELETE ON stock_movement FOR EACH ROW
EXECUTE FUNCTION stock_refuse('movements are append-only');

-- A card is made from a blank that was handed out to its operator. Unlisted chips only where the office counts none.
CREATE FUNCTION card_of_listed_blank() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF ((SELECT required FROM stock_rule) = 1
          AND (NOT EXISTS (SELECT 1 FROM stock_blank WHERE kdd = NEW.kdd)
               OR NOT EXISTS (SELECT 1 FROM stock_shift WHERE closed_at IS NULL)))
      OR EXISTS (SELECT 1 FROM stock_blank JOIN stock_delivery ON number = delivery
                 WHERE kdd = NEW.kdd AND (state <> 'handed_out' OR holder <> NEW.operator
                                          OR (blocked_by IS NOT NULL AND unblocked_by IS NULL))) THEN
        RAISE EXCEPTION 'a card is made from a blank that was handed out for it'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER card_of_listed_blank BEFORE INSERT ON card FOR EACH ROW
EXECUTE FUNCTION card_of_listed_blank();

CREATE FUNCTION card_of_kept_blank() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'live' AND EXISTS (SELECT 1 FROM stock_blank WHERE kdd = NEW.kdd AND state <> 'handed_out') THEN
        RAISE EXCEPTION 'a blank that is missing or destroyed becomes no card'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER card_of_kept_blank BEFORE UPDATE OF state ON card FOR EACH ROW
EXECUTE FUNCTION card_of_kept_blank();

-- What lies outside the vault is counted when a shift begins and when it ends, and the difference is nothing.
CREATE TABLE stock_shift (
    number         BIGINT PRIMARY KEY,
    opened_by      TEXT NOT NULL,
    opened_at      BIGINT NOT NULL,
    opening        BIGINT NOT NULL CHECK (opening >= 0),   -- unused blanks in drawer and hands, counted
    first_movement BIGINT NOT NULL,                        -- the last movement and card before it
    first_card     BIGINT NOT NULL,
    closed_by      TEXT,
    closed_at      BIGINT CHECK (closed_at >= opened_at),
    received       BIGINT,   -- out of the vault, less what went back
    lost           BIGINT,   -- unused and missing or destroyed
    issued         BIGINT,
    rejected       BIGINT,
    remaining      BIGINT,   -- counted
    CHECK ((closed_by IS NULL) = (closed_at IS NULL)),
    CHECK (closed_at IS NULL OR coalesce(opening + received - lost = issued + rejected + remaining, FALSE))
);

CREATE UNIQUE INDEX stock_shift_open ON stock_shift ((closed_at IS NULL)) WHERE closed_at IS NULL;

CREATE TRIGGER stock_shift_final BEFORE UPDATE ON stock_shift FOR EACH ROW
WHEN (OLD.closed_at IS NOT NULL OR NEW.number <> OLD.number OR NEW.opening <> OLD.opening
  OR NEW.first_movement <> OLD.first_movement OR NEW.first_card <> OLD.first_card)
EXECUTE FUNCTION stock_refuse('a closed shift does not change');
CREATE TRIGGER stock_shift_no_delete BEFORE DELETE ON stock_shift FOR EACH ROW
EXECUTE FUNCTION stock_refuse('shifts are never forgotten');

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
