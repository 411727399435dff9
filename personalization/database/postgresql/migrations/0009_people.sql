-- SPDX-License-Identifier: Apache-2.0
-- Who did what for a card. Acts that exclude each other are rows of a table, the same as in people/exclusion.hpp; no
-- program can record an act that it forbids. What was done before a part of the card's life began anew counts no more.

CREATE TABLE act (
    name        TEXT PRIMARY KEY,
    begins_with TEXT NOT NULL
);

INSERT INTO act (name, begins_with) VALUES
    ('imported', 'imported'),
    ('approved', 'imported'),
    ('blank_handed_out', 'imported'),
    ('encoded', 'imported'),
    ('checked', 'imported'),
    ('delivered', 'imported'),
    ('revocation_requested', 'revocation_requested'),
    ('revocation_confirmed', 'revocation_requested'),
    ('service_ordered', 'service_ordered'),
    ('service_done', 'service_ordered');

CREATE TABLE act_exclusion (
    one   TEXT NOT NULL REFERENCES act,
    other TEXT NOT NULL REFERENCES act,
    PRIMARY KEY (one, other)
);

INSERT INTO act_exclusion (one, other) VALUES
    ('imported', 'approved'), ('approved', 'imported'),
    ('approved', 'encoded'), ('encoded', 'approved'),
    ('approved', 'checked'), ('checked', 'approved'),
    ('approved', 'delivered'), ('delivered', 'approved'),
    ('blank_handed_out', 'encoded'), ('encoded', 'blank_handed_out'),
    ('blank_handed_out', 'checked'), ('checked', 'blank_handed_out'),
    ('encoded', 'checked'), ('checked', 'encoded'),
    ('encoded', 'delivered'), ('delivered', 'encoded'),
    ('revocation_requested', 'revocation_confirmed'), ('revocation_confirmed', 'revocation_requested'),
    ('service_ordered', 'service_done'), ('service_done', 'service_ordered');

CREATE TABLE card_act (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    application TEXT NOT NULL REFERENCES job,
    card        BIGINT REFERENCES card,   -- null: for all attempts of the application
    act         TEXT NOT NULL REFERENCES act,
    person      TEXT NOT NULL,
    at          BIGINT NOT NULL
);

CREATE INDEX card_act_of ON card_act (application, id);

-- What came before these tables. Its own constraints kept the people apart.
INSERT INTO card_act (application, act, person, at)
SELECT application, 'imported', imported_by, imported_at FROM job ORDER BY imported_at, application;
INSERT INTO card_act (application, act, person, at)
SELECT application, 'approved', approved_by, approved_at FROM job
WHERE approved_by IS NOT NULL AND approved_at IS NOT NULL ORDER BY approved_at, application;
INSERT INTO card_act (application, card, act, person, at)
SELECT application, id, 'encoded', operator, claimed_at FROM card ORDER BY id;
INSERT INTO card_act (application, card, act, person, at)
SELECT card.application, card.id, 'revocation_requested', requested_by, requested_at
FROM revocation JOIN card ON card.id = revocation.card ORDER BY card.id;
INSERT INTO card_act (application, card, act, person, at)
SELECT card.application, card.id, 'revocation_confirmed', confirmed_by, confirmed_at
FROM revocation JOIN card ON card.id = revocation.card WHERE confirmed_by IS NOT NULL ORDER BY card.id;

CREATE FUNCTION card_act_excluded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM card_act
        JOIN act_exclusion ON act_exclusion.one = card_act.act AND act_exclusion.other = NEW.act
        WHERE card_act.application = NEW.application AND card_act.person = NEW.person
          AND (SELECT begins_with FROM act WHERE name = NEW.act) <> NEW.act
          AND (card_act.card IS NULL OR coalesce(NEW.card, card_act.card) = card_act.card)
          AND card_act.id >= (SELECT coalesce(max(opening.id), 0) FROM card_act AS opening
                              JOIN act ON act.begins_with = opening.act AND act.name = NEW.act
                              WHERE opening.application = NEW.application
                                AND (opening.card IS NULL OR coalesce(NEW.card, opening.card) = opening.card))) THEN
        RAISE EXCEPTION 'this person did another part for the same card' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER card_act_excluded BEFORE INSERT ON card_act
FOR EACH ROW EXECUTE FUNCTION card_act_excluded();

CREATE FUNCTION card_act_of_its_card() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.card IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM card WHERE id = NEW.card AND application = NEW.application) THEN
        RAISE EXCEPTION 'an act names a card of its application' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER card_act_of_its_card BEFORE INSERT ON card_act
FOR EACH ROW EXECUTE FUNCTION card_act_of_its_card();

CREATE FUNCTION act_no_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the acts and what they exclude do not change' USING ERRCODE = 'check_violation';
END;
$$;

CREATE TRIGGER act_no_change BEFORE INSERT OR UPDATE OR DELETE ON act
FOR EACH ROW EXECUTE FUNCTION act_no_change();

CREATE TRIGGER act_exclusion_no_change BEFORE INSERT OR UPDATE OR DELETE ON act_exclusion
FOR EACH ROW EXECUTE FUNCTION act_no_change();

CREATE FUNCTION card_act_no_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was done stays done' USING ERRCODE = 'check_violation';
END;
$$;

CREATE TRIGGER card_act_no_change BEFORE UPDATE OR DELETE ON card_act
FOR EACH ROW EXECUTE FUNCTION card_act_no_change();

-- Jobs, cards and revocations record their people by themselves.
CREATE FUNCTION job_imported() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO card_act (application, act, person, at)
    VALUES (NEW.application, 'imported', NEW.imported_by, NEW.imported_at);
    RETURN NULL;
END;
$$;

CREATE TRIGGER job_imported AFTER INSERT ON job FOR EACH ROW EXECUTE FUNCTION job_imported();
CREATE TRIGGER job_imported_again AFTER UPDATE OF state ON job
FOR EACH ROW WHEN (NEW.state = 'imported' AND OLD.state <> 'imported') EXECUTE FUNCTION job_imported();

CREATE FUNCTION job_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO card_act (application, act, person, at)
    VALUES (NEW.application, 'approved', NEW.approved_by, NEW.approved_at);
    RETURN NULL;
END;
$$;

CREATE TRIGGER job_approved AFTER UPDATE OF approved_by ON job
FOR EACH ROW WHEN (OLD.approved_by IS NULL AND NEW.approved_by IS NOT NULL) EXECUTE FUNCTION job_approved();

CREATE FUNCTION card_encoded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO card_act (application, card, act, person, at)
    VALUES (NEW.application, NEW.id, 'encoded', NEW.operator, NEW.claimed_at);
    RETURN NULL;
END;
$$;

CREATE TRIGGER card_encoded AFTER INSERT ON card FOR EACH ROW EXECUTE FUNCTION card_encoded();

CREATE FUNCTION revocation_requested() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO card_act (application, card, act, person, at)
    SELECT application, id, 'revocation_requested', NEW.requested_by, NEW.requested_at FROM card WHERE id = NEW.card;
    RETURN NULL;
END;
$$;

CREATE TRIGGER revocation_requested AFTER INSERT ON revocation
FOR EACH ROW EXECUTE FUNCTION revocation_requested();
CREATE TRIGGER revocation_requested_again AFTER UPDATE OF requested_by ON revocation
FOR EACH ROW WHEN (NEW.confirmed_by IS NULL) EXECUTE FUNCTION revocation_requested();

CREATE FUNCTION revocation_confirmed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO card_act (application, card, act, person, at)
    SELECT application, id, 'revocation_confirmed', NEW.confirmed_by, NEW.confirmed_at FROM card WHERE id = NEW.card;
    RETURN NULL;
END;
$$;

CREATE TRIGGER revocation_confirmed AFTER UPDATE OF confirmed_by ON revocation
FOR EACH ROW WHEN (OLD.confirmed_by IS NULL AND NEW.confirmed_by IS NOT NULL)
EXECUTE FUNCTION revocation_confirmed();

-- The people of an office that asks for staff cards. A person is never forgotten, and removed at most once.
CREATE TABLE staff (
    person     TEXT PRIMARY KEY,
    full_name  TEXT NOT NULL,
    entered_by TEXT NOT NULL,   -- the person itself: a founder
    entered_at BIGINT NOT NULL,
    removed_by TEXT,
    removed_at BIGINT,
    CHECK ((removed_by IS NULL) = (removed_at IS NULL))
);

CREATE TABLE staff_role (
    person TEXT NOT NULL REFERENCES staff,
    role   TEXT NOT NULL CHECK (role IN ('operator', 'approver', 'quality_control', 'stock_keeper', 'auditor',
                                         'supervisor')),
    PRIMARY KEY (person, role)
);

-- The card by which a person is known: the key that signs what the person does. One card in use per person.
CREATE TABLE staff_card (
    key_hash        BYTEA PRIMARY KEY CHECK (length(key_hash) = 32),   -- SHA-256 of the SubjectPublicKeyInfo of 9A
    person          TEXT NOT NULL REFERENCES staff,
    document_number TEXT NOT NULL,
    certificate     BYTEA NOT NULL,    -- of 9A, DER
    entered_by      TEXT NOT NULL,
    entered_at      BIGINT NOT NULL,
    withdrawn_at    BIGINT
);

CREATE UNIQUE INDEX staff_card_in_use ON staff_card (person) WHERE withdrawn_at IS NULL;

-- What was signed with a staff card: a statement of what is done, by whom, when, and upon which journal.
CREATE TABLE staff_signature (
    id        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key_hash  BYTEA NOT NULL REFERENCES staff_card,
    person    TEXT NOT NULL REFERENCES staff,
    at        BIGINT NOT NULL,
    statement BYTEA NOT NULL UNIQUE,
    signature BYTEA NOT NULL
);

CREATE INDEX staff_signature_of ON staff_signature (person, id);

CREATE FUNCTION staff_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'people are never forgotten' USING ERRCODE = 'check_violation';
END;
$$;

CREATE TRIGGER staff_no_delete BEFORE DELETE ON staff
FOR EACH ROW EXECUTE FUNCTION staff_no_delete();

CREATE FUNCTION staff_removed_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a person who was removed stays so' USING ERRCODE = 'check_violation';
END;
$$;

CREATE TRIGGER staff_removed_once BEFORE UPDATE ON staff
FOR EACH ROW WHEN (NEW.person <> OLD.person OR NEW.entered_by <> OLD.entered_by OR NEW.entered_at <> OLD.entered_at
                   OR OLD.removed_at IS NOT NULL)
EXECUTE FUNCTION staff_removed_once();

CREATE FUNCTION staff_card_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'staff cards are never forgotten' USING ERRCODE = 'check_violation';
END;
$$;

CREATE TRIGGER staff_card_no_delete BEFORE DELETE ON staff_card
FOR EACH ROW EXECUTE FUNCTION staff_card_no_delete();

CREATE FUNCTION staff_card_withdrawn_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a staff card changes only by being withdrawn' USING ERRCODE = 'check_violation';
END;
$$;

CREATE TRIGGER staff_card_withdrawn_once BEFORE UPDATE ON staff_card
FOR EACH ROW WHEN (NEW.key_hash <> OLD.key_hash OR NEW.person <> OLD.person OR NEW.certificate <> OLD.certificate
                   OR OLD.withdrawn_at IS NOT NULL)
EXECUTE FUNCTION staff_card_withdrawn_once();

CREATE FUNCTION staff_signature_no_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was signed stays signed' USING ERRCODE = 'check_violation';
END;
$$;

CREATE TRIGGER staff_signature_no_change BEFORE UPDATE OR DELETE ON staff_signature
FOR EACH ROW EXECUTE FUNCTION staff_signature_no_change();
