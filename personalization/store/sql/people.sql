-- SPDX-License-Identifier: Apache-2.0
-- Who did what for a card, and the office's people.

-- people_excluding_act
SELECT card_act.act FROM card_act
JOIN act_exclusion ON act_exclusion.one = card_act.act AND act_exclusion.other = :act
WHERE card_act.application = :application AND card_act.person = :person
  AND (SELECT begins_with FROM act WHERE name = :act) <> :act
  AND (card_act.card IS NULL OR coalesce(:card, card_act.card) = card_act.card)
  AND card_act.id >= (SELECT coalesce(max(opening.id), 0) FROM card_act AS opening
                      JOIN act ON act.begins_with = opening.act AND act.name = :act
                      WHERE opening.application = :application
                        AND (opening.card IS NULL OR coalesce(:card, opening.card) = opening.card))
LIMIT 1;

-- people_add_act
INSERT INTO card_act (application, card, act, person, at) VALUES (:application, :card, :act, :person, :at);

-- people_acts
SELECT card_act.act, card_act.person, card_act.card, card_act.at FROM card_act
JOIN act ON act.name = card_act.act
WHERE card_act.application = :application
  AND (card_act.card IS NULL OR coalesce(:card, card_act.card) = card_act.card)
  AND card_act.id >= (SELECT coalesce(max(opening.id), 0) FROM card_act AS opening
                      WHERE opening.act = act.begins_with AND opening.application = :application
                        AND (opening.card IS NULL OR coalesce(:card, opening.card) = opening.card))
ORDER BY card_act.id;

-- people_exclusions
SELECT one, other FROM act_exclusion ORDER BY one, other;

-- people_act_names
SELECT name, begins_with FROM act ORDER BY name;

-- people_staff
SELECT staff.person, staff.full_name, staff.entered_by, staff.entered_at, staff.removed_at,
       coalesce(staff_card.document_number, ''), staff_card.key_hash, staff_card.certificate, card_key.certificate_hash
FROM staff LEFT JOIN staff_card ON staff_card.person = staff.person AND staff_card.withdrawn_at IS NULL
           LEFT JOIN card_key ON card_key.hash = staff_card.key_hash
ORDER BY staff.entered_at, staff.person;

-- people_staff_roles
SELECT role FROM staff_role WHERE person = :person ORDER BY role;

-- people_add_staff
INSERT INTO staff (person, full_name, entered_by, entered_at) VALUES (:person, :full_name, :entered_by, :at);

-- people_add_staff_role
INSERT INTO staff_role (person, role) VALUES (:person, :role);

-- people_add_staff_card
INSERT INTO staff_card (key_hash, person, document_number, certificate, entered_by, entered_at)
VALUES (:key_hash, :person, :document_number, :certificate, :entered_by, :at);

-- people_keep_certificate
UPDATE staff_card SET certificate = :certificate
WHERE key_hash = :key_hash AND withdrawn_at IS NULL AND length(certificate) = 0;

-- people_withdraw_staff_card
UPDATE staff_card SET withdrawn_at = :at WHERE person = :person AND withdrawn_at IS NULL;

-- people_remove_staff
UPDATE staff SET removed_by = :removed_by, removed_at = :at WHERE person = :person AND removed_at IS NULL;

-- people_count_role
SELECT count(*) FROM staff_role JOIN staff ON staff.person = staff_role.person
WHERE staff_role.role = :role AND staff.removed_at IS NULL AND staff.person <> :but;

-- people_card_certificate
SELECT card_key.hash, card_key.public_key FROM card_key JOIN card ON card.id = card_key.card
WHERE card.document_number = :document_number AND card.state = 'live' AND card.revoked_at IS NULL
  AND card_key.slot = :slot AND card_key.certificate_hash IS NOT NULL;

-- people_key_known
SELECT count(*) FROM staff_card WHERE key_hash = :key_hash;

-- people_add_signature
INSERT INTO staff_signature (key_hash, person, at, statement, signature)
VALUES (:key_hash, :person, :at, :statement, :signature);

-- people_signatures
SELECT staff_signature.id, staff_signature.person, staff_signature.at, staff_signature.statement,
       staff_signature.signature, staff_card.certificate, staff_card.person
FROM staff_signature JOIN staff_card ON staff_card.key_hash = staff_signature.key_hash
WHERE staff_signature.id > :after ORDER BY staff_signature.id LIMIT 500;

-- people_signatures_of
SELECT id, statement FROM staff_signature WHERE person = :person AND id > :after ORDER BY id LIMIT 500;

-- people_founders
SELECT one.person, card.application, sealed_record.digest, card.document_number
FROM staff AS one
JOIN staff AS other ON other.person = one.entered_by AND other.entered_by = one.person AND other.person <> one.person
JOIN staff_card ON staff_card.person = one.person
 AND staff_card.entered_at = (SELECT min(first.entered_at) FROM staff_card AS first WHERE first.person = one.person)
JOIN card ON card.document_number = staff_card.document_number
JOIN sealed_record ON sealed_record.application = card.application
ORDER BY one.entered_at, one.person;

-- people_card_by_number
SELECT id, application, state, revoked_at FROM card WHERE document_number = :document_number;
