-- SPDX-License-Identifier: Apache-2.0
-- Who did what for a card. Acts that exclude each other are rows of a table, the same as in people/exclusion.hpp; no
-- program can record an act that it forbids. What was done before a part of the card's life began anew counts no more.

CREATE TABLE act (
    name        TEXT PRIMARY KEY,
    begins_with TEXT NOT NULL
) STRICT;

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
) STRICT;

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
    id          INTEGER PRIMARY KEY,
    application TEXT NOT NULL REFERENCES job,
    card        INTEGER REFERENCES card,   -- null: for all attempts of the application
    act         TEXT NOT NULL REFERENCES act,
    person      TEXT NOT NULL,
    at          INTEGER NOT NULL
) STRICT;

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

CREATE TRIGGER card_act_excluded BEFORE INSERT ON card_act
WHEN EXISTS (SELECT 1 FROM card_act
             JOIN act_exclusion ON act_exclusion.one = card_act.act AND act_exclusion.other = NEW.act
             WHERE card_act.application = NEW.application AND card_act.person = NEW.person
               AND (SELECT begins_with FROM act WHERE name = NEW.act) <> NEW.act
               AND (card_act.card IS NULL OR coalesce(NEW.card, card_act.card) = card_act.card)
               AND card_act.id >= (SELECT coalesce(max(opening.id), 0) FROM card_act AS opening
                                   JOIN act ON act.begins_with = opening.act AND act.name = NEW.act
                                   WHERE opening.application = NEW.application
                                     AND (opening.card IS NULL OR coalesce(NEW.card, opening.card) = opening.card)))
BEGIN SELECT raise(ABORT, 'this person did another part for the same card'); END;

CREATE TRIGGER card_act_of_its_card BEFORE INSERT ON card_act
WHEN NEW.card IS NOT NULL AND NOT EXISTS (SELECT 1 FROM card WHERE id = NEW.card AND application = NEW.application)
BEGIN SELECT raise(ABORT, 'an act names a card of its application'); END;

CREATE TRIGGER act_no_update BEFORE UPDATE ON act
BEGIN SELECT raise(ABORT, 'the acts and what they exclude do not change'); END;
CREATE TRIGGER act_no_delete BEFORE DELETE ON act
BEGIN SELECT raise(ABORT, 'the acts and what they exclude do not change'); END;
CREATE TRIGGER act_exclusion_no_update BEFORE UPDATE ON act_exclusion
BEGIN SELECT raise(ABORT, 'the acts and what they exclude do not change'); END;
CREATE TRIGGER act_exclusion_no_delete BEFORE DELETE ON act_exclusion
BEGIN SELECT raise(ABORT, 'the acts and what they exclude do not change'); END;
CREATE TRIGGER card_act_no_update BEFORE UPDATE ON card_act
BEGIN SELECT raise(ABORT, 'what was done stays done'); END;
CREATE TRIGGER card_act_no_delete BEFORE DELETE ON card_act
BEGIN SELECT raise(ABORT, 'what was done stays done'); END;
CREATE TRIGGER act_no_insert BEFORE INSERT ON act
BEGIN SELECT raise(ABORT, 'the acts and what they exclude do not change'); END;
CREATE TRIGGER act_exclusion_no_insert BEFORE INSERT ON act_exclusion
BEGIN SELECT raise(ABORT, 'the acts and what they exclude do not change'); END;

-- Jobs, cards and revocations record their people by themselves.
CREATE TRIGGER job_imported AFTER INSERT ON job
BEGIN
    INSERT INTO card_act (application, act, person, at)
    VALUES (NEW.application, 'imported', NEW.imported_by, NEW.imported_at);
END;

CREATE TRIGGER job_imported_again AFTER UPDATE OF state ON job WHEN NEW.state = 'imported' AND OLD.state <> 'imported'
BEGIN
    INSERT INTO card_act (application, act, person, at)
    VALUES (NEW.application, 'imported', NEW.imported_by, NEW.imported_at);
END;

CREATE TRIGGER job_approved AFTER UPDATE OF approved_by ON job
WHEN OLD.approved_by IS NULL AND NEW.approved_by IS NOT NULL
BEGIN
    INSERT INTO card_act (application, act, person, at)
    VALUES (NEW.application, 'approved', NEW.approved_by, NEW.approved_at);
END;

CREATE TRIGGER card_encoded AFTER INSERT ON card
BEGIN
    INSERT INTO card_act (application, card, act, person, at)
    VALUES (NEW.application, NEW.id, 'encoded', NEW.operator, NEW.claimed_at);
END;

CREATE TRIGGER revocation_requested AFTER INSERT ON revocation
BEGIN
    INSERT INTO card_act (application, card, act, person, at)
    SELECT application, id, 'revocation_requested', NEW.requested_by, NEW.requested_at FROM card WHERE id = NEW.card;
END;

CREATE TRIGGER revocation_requested_again AFTER UPDATE OF requested_by ON revocation WHEN NEW.confirmed_by IS NULL
BEGIN
    INSERT INTO card_act (application, card, act, person, at)
    SELECT application, id, 'revocation_requested', NEW.requested_by, NEW.requested_at FROM card WHERE id = NEW.card;
END;

CREATE TRIGGER revocation_confirmed AFTER UPDATE OF confirmed_by ON revocation
WHEN OLD.confirmed_by IS NULL AND NEW.confirmed_by IS NOT NULL
BEGIN
    INSERT INTO card_act (application, card, act, person, at)
    SELECT application, id, 'revocation_confirmed', NEW.confirmed_by, NEW.confirmed_at FROM card WHERE id = NEW.card;
END;

-- The people of an office that asks for staff cards. A person is never forgotten, and removed at most once.
CREATE TABLE staff (
    person     TEXT PRIMARY KEY,
    full_name  TEXT NOT NULL,
    entered_by TEXT NOT NULL,   -- the person itself: a founder
    entered_at INTEGER NOT NULL,
    removed_by TEXT,
    removed_at INTEGER,
    CHECK ((removed_by IS NULL) = (removed_at IS NULL))
) STRICT;

CREATE TABLE staff_role (
    person TEXT NOT NULL REFERENCES staff,
    role   TEXT NOT NULL CHECK (role IN ('operator', 'approver', 'quality_control', 'stock_keeper', 'auditor',
                                         'supervisor')),
    PRIMARY KEY (person, role)
) STRICT;

-- The card by which a person is known: the key that signs what the person does. One card in use per person.
CREATE TABLE staff_card (
    key_hash        BLOB PRIMARY KEY CHECK (length(key_hash) = 32),   -- SHA-256 of the SubjectPublicKeyInfo of 9A
    person          TEXT NOT NULL REFERENCES staff,
    document_number TEXT NOT NULL,
    certificate     BLOB NOT NULL,    -- of 9A, DER
    entered_by      TEXT NOT NULL,
    entered_at      INTEGER NOT NULL,
    withdrawn_at    INTEGER
) STRICT;

CREATE UNIQUE INDEX staff_card_in_use ON staff_card (person) WHERE withdrawn_at IS NULL;

-- What was signed with a staff card: a statement of what is done, by whom, when, and upon which journal.
CREATE TABLE staff_signature (
    id        INTEGER PRIMARY KEY,
    key_hash  BLOB NOT NULL REFERENCES staff_card,
    person    TEXT NOT NULL REFERENCES staff,
    at        INTEGER NOT NULL,
    statement BLOB NOT NULL UNIQUE,
    signature BLOB NOT NULL
) STRICT;

CREATE INDEX staff_signature_of ON staff_signature (person, id);

CREATE TRIGGER staff_no_delete BEFORE DELETE ON staff BEGIN SELECT raise(ABORT, 'people are never forgotten'); END;
CREATE TRIGGER staff_removed_once BEFORE UPDATE ON staff
WHEN NEW.person <> OLD.person OR NEW.entered_by <> OLD.entered_by OR NEW.entered_at <> OLD.entered_at
  OR OLD.removed_at IS NOT NULL
BEGIN SELECT raise(ABORT, 'a person who was removed stays so'); END;

CREATE TRIGGER staff_card_no_delete BEFORE DELETE ON staff_card
BEGIN SELECT raise(ABORT, 'staff cards are never forgotten'); END;
CREATE TRIGGER staff_card_withdrawn_once BEFORE UPDATE ON staff_card
WHEN NEW.key_hash <> OLD.key_hash OR NEW.person <> OLD.person OR NEW.certificate <> OLD.certificate
  OR OLD.withdrawn_at IS NOT NULL
BEGIN SELECT raise(ABORT, 'a staff card changes only by being withdrawn'); END;

CREATE TRIGGER staff_signature_no_update BEFORE UPDATE ON staff_signature
BEGIN SELECT raise(ABORT, 'what was signed stays signed'); END;
CREATE TRIGGER staff_signature_no_delete BEFORE DELETE ON staff_signature
BEGIN SELECT raise(ABORT, 'what was signed stays signed'); END;
