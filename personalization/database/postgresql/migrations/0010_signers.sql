-- SPDX-License-Identifier: Apache-2.0
-- Document signers and how many cards each has signed, every public key of every card, and what two people say of the
-- clock.

-- One row for each key. The limit belongs to the key and is counted in cards, whichever stations make them.
CREATE TABLE signer (
    number        BIGINT PRIMARY KEY CHECK (number > 0),
    name          TEXT NOT NULL,                                             -- as its certificate names it
    serial_number BYTEA NOT NULL UNIQUE CHECK (length(serial_number) > 0),    -- of its certificate
    key_hash      BYTEA NOT NULL UNIQUE CHECK (length(key_hash) = 32),
    use_from      BIGINT NOT NULL,
    use_until     BIGINT NOT NULL CHECK (use_until > use_from),
    state         TEXT NOT NULL CHECK (state IN ('staged', 'active', 'retired')),
    cards         BIGINT NOT NULL CHECK (cards >= 0),
    card_limit    BIGINT NOT NULL CHECK (card_limit > 0),
    warn_at       BIGINT NOT NULL CHECK (warn_at > 0 AND warn_at <= card_limit),
    staged_by     TEXT NOT NULL,
    staged_at     BIGINT NOT NULL,
    used_by       TEXT CHECK (used_by <> staged_by),
    used_at       BIGINT,
    CHECK ((used_by IS NULL) = (used_at IS NULL)),
    CHECK (state = 'staged' OR used_by IS NOT NULL OR number = 1)   -- the first one comes from the key ceremony
);

CREATE UNIQUE INDEX signer_active ON signer (state) WHERE state = 'active';

-- Which signer signed a card; the last one counts, if the first was revoked before the card was made.
CREATE TABLE signer_card (
    card   BIGINT NOT NULL REFERENCES card,
    signer BIGINT NOT NULL REFERENCES signer,
    at     BIGINT NOT NULL,
    PRIMARY KEY (card, signer)
);

-- Every public key that a card made, compared with all of them before anything is signed over it.
CREATE TABLE radar_key (
    id      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    print   BYTEA NOT NULL UNIQUE CHECK (length(print) = 32),   -- SHA-256 of what is the same in keys of one secret
    card    BIGINT NOT NULL REFERENCES card,
    slot    TEXT NOT NULL,
    modulus BYTEA,                                              -- of an RSA key
    at      BIGINT NOT NULL
);

CREATE INDEX radar_key_modulus ON radar_key (id) WHERE modulus IS NOT NULL;

-- What was found: for the statistics, and for the earlier card, which may have to be revoked as well.
CREATE TABLE radar_find (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    card       BIGINT NOT NULL REFERENCES card,
    slot       TEXT NOT NULL,
    weakness   TEXT NOT NULL,
    other_card BIGINT REFERENCES card,   -- the earlier card that it concerns
    at         BIGINT NOT NULL
);

-- One person says that the clock is right although it looks wrong, another one confirms it.
CREATE TABLE clock_statement (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    requested_by TEXT NOT NULL,
    requested_at BIGINT NOT NULL,
    confirmed_by TEXT CHECK (confirmed_by <> requested_by),
    confirmed_at BIGINT CHECK (confirmed_at >= requested_at),
    CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL))
);

CREATE FUNCTION signer_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.number <> OLD.number OR NEW.serial_number <> OLD.serial_number OR NEW.key_hash <> OLD.key_hash
  OR NEW.use_from <> OLD.use_from OR NEW.use_until <> OLD.use_until OR NEW.card_limit <> OLD.card_limit
  OR NEW.staged_by <> OLD.staged_by OR NEW.cards < OLD.cards OR (NEW.cards > OLD.cards AND NEW.cards > NEW.card_limit) THEN
        RAISE EXCEPTION 'what a signer is does not change, and its counter rises to the limit' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER signer_counted BEFORE UPDATE ON signer FOR EACH ROW EXECUTE FUNCTION signer_counted();

CREATE FUNCTION signer_states() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND NOT (OLD.state = 'staged' AND NEW.state = 'active')
  AND NOT (OLD.state = 'active' AND NEW.state = 'retired') THEN
        RAISE EXCEPTION 'a signer is staged, then used, then retired' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER signer_states BEFORE UPDATE ON signer FOR EACH ROW EXECUTE FUNCTION signer_states();

CREATE FUNCTION signer_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'signers are never forgotten' USING ERRCODE = 'check_violation';
END;
$$;

CREATE TRIGGER signer_no_delete BEFORE DELETE ON signer FOR EACH ROW EXECUTE FUNCTION signer_no_delete();

CREATE FUNCTION signer_card_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM signer WHERE number = NEW.signer AND state = 'active') THEN
        RAISE EXCEPTION 'a card is signed by the signer in use' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER signer_card_counted BEFORE INSERT ON signer_card FOR EACH ROW EXECUTE FUNCTION signer_card_counted();

CREATE FUNCTION signer_card_no_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'who signed a card does not change' USING ERRCODE = 'check_violation';
END;
$$;

CREATE TRIGGER signer_card_no_change BEFORE UPDATE ON signer_card FOR EACH ROW EXECUTE FUNCTION signer_card_no_change();

CREATE FUNCTION signer_card_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'who signed a card is never forgotten' USING ERRCODE = 'check_violation';
END;
$$;

CREATE TRIGGER signer_card_no_delete BEFORE DELETE ON signer_card FOR EACH ROW EXECUTE FUNCTION signer_card_no_delete();

CREATE FUNCTION radar_key_no_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a key that was seen stays seen' USING ERRCODE = 'check_violation';
END;
$$;

CREATE TRIGGER radar_key_no_change BEFORE UPDATE ON radar_key FOR EACH ROW EXECUTE FUNCTION radar_key_no_change();

CREATE FUNCTION radar_key_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a key that was seen stays seen' USING ERRCODE = 'check_violation';
END;
$$;

CREATE TRIGGER radar_key_no_delete BEFORE DELETE ON radar_key FOR EACH ROW EXECUTE FUNCTION radar_key_no_delete();

CREATE FUNCTION radar_find_no_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was found stays found' USING ERRCODE = 'check_violation';
END;
$$;

CREATE TRIGGER radar_find_no_change BEFORE UPDATE ON radar_find FOR EACH ROW EXECUTE FUNCTION radar_find_no_change();

CREATE FUNCTION radar_find_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was found stays found' USING ERRCODE = 'check_violation';
END;
$$;

CREATE TRIGGER radar_find_no_delete BEFORE DELETE ON radar_find FOR EACH ROW EXECUTE FUNCTION radar_find_no_delete();

CREATE FUNCTION clock_statement_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.confirmed_at IS NOT NULL OR NEW.requested_by <> OLD.requested_by OR NEW.requested_at <> OLD.requested_at THEN
        RAISE EXCEPTION 'a confirmed statement does not change' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER clock_statement_final BEFORE UPDATE ON clock_statement FOR EACH ROW EXECUTE FUNCTION clock_statement_final();
