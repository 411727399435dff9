-- SPDX-License-Identifier: Apache-2.0
-- The life of a card after its quality check. A card without a row in card_life lies finished in the office; what is
-- final (lost, stolen, replaced, withdrawn) is its revocation, and stands there alone.

CREATE TABLE card_life (
    card  BIGINT PRIMARY KEY REFERENCES card,
    state TEXT NOT NULL CHECK (state IN ('spoilt', 'delivered', 'suspended', 'returned')),
    since BIGINT NOT NULL
);

CREATE FUNCTION card_life_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state NOT IN ('spoilt', 'delivered')
      OR NOT EXISTS (SELECT 1 FROM card WHERE id = NEW.card AND state = 'live' AND revoked_at IS NULL
                     AND (delivered_at IS NOT NULL) = (NEW.state = 'delivered')) THEN
        RAISE EXCEPTION 'a finished card is handed over, or kept as misprinted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER card_life_begins BEFORE INSERT ON card_life
FOR EACH ROW EXECUTE FUNCTION card_life_begins();

CREATE FUNCTION card_life_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.card <> OLD.card OR NEW.since < OLD.since
      OR NOT ((OLD.state = 'delivered' AND NEW.state IN ('suspended', 'returned'))
           OR (OLD.state IN ('suspended', 'returned') AND NEW.state = 'delivered'))
      OR EXISTS (SELECT 1 FROM card WHERE id = NEW.card AND revoked_at IS NOT NULL) THEN
        RAISE EXCEPTION 'this is not possible for a card in this state' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER card_life_goes_on BEFORE UPDATE ON card_life
FOR EACH ROW EXECUTE FUNCTION card_life_goes_on();

CREATE TRIGGER card_life_no_delete BEFORE DELETE ON card_life
FOR EACH ROW EXECUTE FUNCTION refuse('cards are never forgotten');

-- Which application brings the card that takes the place of another.
CREATE TABLE replacement (
    application  TEXT PRIMARY KEY,   -- of the new card; it may be imported later
    card         BIGINT NOT NULL REFERENCES card,   -- the one it replaces
    reason       TEXT NOT NULL CHECK (reason IN ('lost', 'stolen', 'damaged', 'dead_chip', 'address', 'name', 'photo',
                                                 'age', 'expired', 'misprint')),
    ordered_by   TEXT NOT NULL,
    ordered_at   BIGINT NOT NULL,
    cancelled_at BIGINT CHECK (cancelled_at >= ordered_at)
);

CREATE INDEX replacement_of ON replacement (card);

CREATE TRIGGER replacement_fixed BEFORE UPDATE ON replacement FOR EACH ROW
WHEN (NEW.application <> OLD.application OR OLD.cancelled_at IS NULL AND
     (NEW.card <> OLD.card OR NEW.reason <> OLD.reason OR NEW.ordered_by <> OLD.ordered_by
      OR NEW.ordered_at <> OLD.ordered_at))
EXECUTE FUNCTION refuse('an order is cancelled, or stays');

CREATE TRIGGER replacement_no_delete BEFORE DELETE ON replacement
FOR EACH ROW EXECUTE FUNCTION refuse('orders are never forgotten');

-- One valid card per citizen; beside it at most one that replaces it and was not handed over yet.
ALTER TABLE card ADD COLUMN replaces BIGINT REFERENCES card;
ALTER TABLE card ADD COLUMN delivered_at BIGINT;

DROP INDEX card_live;
CREATE UNIQUE INDEX card_live ON card (citizen)
WHERE state IN ('encoding', 'live') AND revoked_at IS NULL AND (replaces IS NULL OR delivered_at IS NOT NULL);
CREATE UNIQUE INDEX card_in_place ON card (citizen)
WHERE state IN ('encoding', 'live') AND revoked_at IS NULL AND replaces IS NOT NULL AND delivered_at IS NULL;

CREATE FUNCTION card_replaces_ordered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.delivered_at IS NOT NULL OR NEW.replaces IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM replacement JOIN card AS earlier ON earlier.id = replacement.card
                         WHERE replacement.application = NEW.application AND replacement.cancelled_at IS NULL
                           AND earlier.id = NEW.replaces AND earlier.citizen = NEW.citizen AND earlier.state = 'live') THEN
        RAISE EXCEPTION 'a card replaces another of the same citizen, as it was ordered' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER card_replaces_ordered BEFORE INSERT ON card
FOR EACH ROW EXECUTE FUNCTION card_replaces_ordered();

CREATE TRIGGER card_replaces_fixed BEFORE UPDATE OF replaces ON card
FOR EACH ROW EXECUTE FUNCTION refuse('what a card replaces does not change');

CREATE FUNCTION card_delivered_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.delivered_at IS NOT NULL OR NEW.state <> 'live' OR NEW.revoked_at IS NOT NULL
      OR EXISTS (SELECT 1 FROM card_life WHERE card = NEW.id)
      OR EXISTS (SELECT 1 FROM card AS earlier WHERE earlier.id = NEW.replaces AND earlier.revoked_at IS NULL) THEN
        RAISE EXCEPTION 'a card is handed over once, when the one before it is not valid any more' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER card_delivered_once BEFORE UPDATE OF delivered_at ON card
FOR EACH ROW EXECUTE FUNCTION card_delivered_once();

-- A card that is held back is in the lists until it is found, or for good when it is revoked.
CREATE TABLE card_hold (
    card      BIGINT NOT NULL REFERENCES card,
    round     BIGINT NOT NULL,   -- counts from 1
    held_by   TEXT NOT NULL,
    held_at   BIGINT NOT NULL,
    reference TEXT NOT NULL,      -- number of the report or decision; empty: none
    lifted_by TEXT CHECK (lifted_by <> held_by),
    lifted_at BIGINT CHECK (lifted_at >= held_at),
    PRIMARY KEY (card, round),
    CHECK ((lifted_by IS NULL) = (lifted_at IS NULL))
);

CREATE UNIQUE INDEX card_hold_open ON card_hold (card) WHERE lifted_at IS NULL;

CREATE TRIGGER card_hold_final BEFORE UPDATE ON card_hold FOR EACH ROW
WHEN (OLD.lifted_at IS NOT NULL OR NEW.card <> OLD.card OR NEW.round <> OLD.round OR NEW.held_by <> OLD.held_by
  OR NEW.held_at <> OLD.held_at)
EXECUTE FUNCTION refuse('a hold is lifted once');

CREATE TRIGGER card_hold_no_delete BEFORE DELETE ON card_hold
FOR EACH ROW EXECUTE FUNCTION refuse('holds are never forgotten');

CREATE TABLE held_certificate (
    card          BIGINT NOT NULL REFERENCES card,
    round         BIGINT NOT NULL,
    citizen_ca    BIGINT NOT NULL,
    serial_number BYTEA NOT NULL,
    not_after     BIGINT NOT NULL,
    PRIMARY KEY (card, round, serial_number),
    FOREIGN KEY (card, round) REFERENCES card_hold
);

CREATE INDEX held_certificate_of_ca ON held_certificate (citizen_ca);

-- What was only said and not confirmed goes when the card is found: the journal keeps that it was said.
DROP TRIGGER revocation_no_delete ON revocation;
CREATE TRIGGER revocation_no_delete BEFORE DELETE ON revocation FOR EACH ROW
WHEN (OLD.confirmed_at IS NOT NULL)
EXECUTE FUNCTION refuse('revocations are never forgotten');

-- A change of an issued card: one person orders it, another makes it.
CREATE TABLE card_service (
    card       BIGINT NOT NULL REFERENCES card,
    number     BIGINT NOT NULL,   -- counts from 1
    kind       TEXT NOT NULL CHECK (kind IN ('pin', 'certificates')),
    state      TEXT NOT NULL CHECK (state IN ('ordered', 'begun', 'done', 'cancelled')),
    ordered_by TEXT NOT NULL,
    ordered_at BIGINT NOT NULL,
    done_by    TEXT CHECK (done_by <> ordered_by),
    begun_at   BIGINT,
    ended_at   BIGINT,
    PRIMARY KEY (card, number),
    CHECK ((state IN ('ordered', 'cancelled') OR done_by IS NOT NULL)),
    CHECK ((state IN ('done', 'cancelled')) = (ended_at IS NOT NULL))
);

CREATE UNIQUE INDEX card_service_open ON card_service (card, kind) WHERE state IN ('ordered', 'begun');

CREATE TRIGGER card_service_final BEFORE UPDATE ON card_service FOR EACH ROW
WHEN (OLD.state IN ('done', 'cancelled') OR NEW.card <> OLD.card OR NEW.number <> OLD.number OR NEW.kind <> OLD.kind
  OR NEW.ordered_by <> OLD.ordered_by)
EXECUTE FUNCTION refuse('what was done to a card does not change');

CREATE TRIGGER card_service_no_delete BEFORE DELETE ON card_service
FOR EACH ROW EXECUTE FUNCTION refuse('what was done to a card does not change');

-- Certificates for the keys that the card has, after those that it was made with. They count from the moment they are
-- made; those before them end when the card was seen to hold the new ones.
CREATE TABLE renewed_certificate (
    card          BIGINT NOT NULL REFERENCES card,
    number        BIGINT NOT NULL,   -- of the service
    slot          TEXT NOT NULL,
    certificate   BYTEA NOT NULL,
    superseded_at BIGINT,
    PRIMARY KEY (card, number, slot),
    FOREIGN KEY (card, number) REFERENCES card_service
);

CREATE FUNCTION renewed_certificate_of_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM card_key WHERE card = NEW.card AND slot = NEW.slot AND certificate IS NOT NULL)
      OR NOT EXISTS (SELECT 1 FROM card_service WHERE card = NEW.card AND number = NEW.number AND state = 'begun'
                     AND kind = 'certificates') THEN
        RAISE EXCEPTION 'a certificate is renewed for a key that was proven' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER renewed_certificate_of_key BEFORE INSERT ON renewed_certificate
FOR EACH ROW EXECUTE FUNCTION renewed_certificate_of_key();

CREATE TRIGGER renewed_certificate_fixed BEFORE UPDATE ON renewed_certificate FOR EACH ROW
WHEN (OLD.superseded_at IS NOT NULL OR NEW.card <> OLD.card OR NEW.number <> OLD.number OR NEW.slot <> OLD.slot
  OR NEW.certificate <> OLD.certificate)
EXECUTE FUNCTION refuse('what was certified does not change');

CREATE TRIGGER renewed_certificate_no_delete BEFORE DELETE ON renewed_certificate
FOR EACH ROW EXECUTE FUNCTION refuse('certificates are never forgotten');
