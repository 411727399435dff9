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

-- people_key_in_use
SELECT count(*) FROM staff_card WHERE key_hash = :key_hash AND withdrawn_at IS NULL;

-- people_add_signature
INSERT INTO staff_signature (key_hash, person, at, statement, signature)
VALUES (:key_hash, :person, :at, :statement, :signature);

-- people_signatures
SELECT staff_signature.id, staff_signature.person, staff_signature.at, staff_signature.statement,
       staff_signature.signature, staff_card.certificate, staff_card.person, staff_card.key_hash,
       staff_card.entered_at, staff_card.withdrawn_at
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

-- people_left_before_ceremony
SELECT detail FROM journal
WHERE event = 'staff_remove'
  AND NOT EXISTS (SELECT 1 FROM journal AS before WHERE before.event = 'ceremony' AND before.id < journal.id);

-- people_card_by_number
SELECT id, application, state, revoked_at FROM card WHERE document_number = :document_number;

-- people_number_of_card
SELECT document_number FROM card WHERE id = :card;

-- people_order_for_card
SELECT application FROM replacement WHERE card = :card AND ordered_by = :person AND cancelled_at IS NULL
ORDER BY ordered_at DESC, application LIMIT 1;

-- people_record_since
SELECT digest FROM sealed_record
WHERE application = :application
  AND NOT EXISTS (SELECT 1 FROM journal WHERE journal.application = :application AND journal.application <> ''
                                          AND event = 'import' AND id > :entry);

-- people_end_of_ceremony
SELECT coalesce((SELECT id FROM journal WHERE event = 'ceremony' ORDER BY id LIMIT 1), 0);

-- people_last_decision
SELECT journal.event, journal.person, journal.at, sealed_record.digest,
       coalesce((SELECT id FROM journal WHERE event = 'ceremony' ORDER BY id LIMIT 1), 0), journal.id
FROM journal JOIN sealed_record ON sealed_record.application = journal.application
WHERE journal.application = :application AND journal.application <> ''
  AND event IN ('import', 'approve', 'withdraw', 'reject')
ORDER BY journal.id DESC LIMIT 1;

-- people_signatures_between
SELECT staff_signature.id, staff_signature.person, staff_signature.at, staff_signature.statement,
       staff_signature.signature, staff_card.certificate, staff_card.person, staff_card.key_hash,
       staff_card.entered_at, staff_card.withdrawn_at
FROM staff_signature JOIN staff_card ON staff_card.key_hash = staff_signature.key_hash
WHERE staff_signature.person = :person AND staff_signature.at >= :from AND staff_signature.at <= :to
ORDER BY staff_signature.id DESC;

-- people_staff_cards
SELECT person, document_number, entered_by, entered_at,
       (SELECT count(*) FROM card_key JOIN card ON card.id = card_key.card
        WHERE card_key.hash = staff_card.key_hash AND card_key.slot = '9A'
          AND card.document_number = staff_card.document_number)
FROM staff_card ORDER BY person, entered_at, withdrawn_at IS NULL, withdrawn_at;

-- people_rows_without_entry
SELECT 'approve', job.application, coalesce(approved_by, '') FROM job
WHERE state IN ('approved', 'encoding', 'issued', 'quarantined')
  AND coalesce((SELECT event || ' ' || person FROM journal
                WHERE journal.application = job.application AND journal.application <> ''
                  AND event IN ('import', 'approve', 'withdraw', 'reject') ORDER BY id DESC LIMIT 1), '')
      <> 'approve ' || coalesce(approved_by, '')
UNION ALL
SELECT 'import', job.application, imported_by FROM job
WHERE NOT EXISTS (SELECT 1 FROM journal WHERE journal.application = job.application AND journal.application <> ''
                                          AND event = 'import' AND person = imported_by)
UNION ALL
SELECT card_act.act, card_act.application, card_act.person FROM card_act
WHERE card_act.act IN ('imported', 'approved')
  AND NOT EXISTS (SELECT 1 FROM journal
                  WHERE journal.application = card_act.application AND journal.application <> ''
                    AND journal.person = card_act.person
                    AND event = CASE card_act.act WHEN 'imported' THEN 'import' ELSE 'approve' END)
UNION ALL
SELECT card_act.act, card.document_number, card_act.person FROM card_act JOIN card ON card.id = card_act.card
WHERE card_act.act NOT IN ('blank_handed_out', 'replacement_ordered')
  AND NOT EXISTS (SELECT 1 FROM journal
                  WHERE journal.card = card_act.card AND journal.person = card_act.person
                    AND event IN (CASE card_act.act WHEN 'encoded' THEN 'claim' WHEN 'checked' THEN 'check'
                                  WHEN 'check_failed' THEN 'check failed' WHEN 'delivered' THEN 'delivered'
                                  WHEN 'revocation_requested' THEN 'revocation requested'
                                  WHEN 'revocation_confirmed' THEN 'revoked'
                                  WHEN 'service_ordered' THEN 'service ordered'
                                  WHEN 'service_done' THEN 'service begun' ELSE '' END,
                                  CASE card_act.act WHEN 'service_done' THEN 'service begun again' ELSE '' END))
UNION ALL
SELECT 'claim', card.document_number, card.operator FROM card
WHERE NOT EXISTS (SELECT 1 FROM journal WHERE journal.card = card.id AND journal.person = card.operator
                                          AND event = 'claim')
UNION ALL
SELECT 'hold', card.document_number, held_by FROM card_hold JOIN card ON card.id = card_hold.card
WHERE NOT EXISTS (SELECT 1 FROM journal WHERE journal.card = card_hold.card AND journal.person = held_by
                    AND event IN ('reported', 'suspended', 'check failed', 'replacement ordered'))
UNION ALL
SELECT 'found', card.document_number, lifted_by FROM card_hold JOIN card ON card.id = card_hold.card
WHERE lifted_by IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM journal WHERE journal.card = card_hold.card AND journal.person = lifted_by
                                          AND event = 'found')
UNION ALL
SELECT 'delivered', document_number, '' FROM card
WHERE delivered_at IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM journal WHERE journal.card = card.id AND event = 'delivered')
UNION ALL
SELECT 'revocation requested', document_number, requested_by FROM revocation JOIN card ON card.id = revocation.card
WHERE NOT EXISTS (SELECT 1 FROM journal WHERE journal.card = revocation.card AND journal.person = requested_by
                                          AND event = 'revocation requested' AND detail = revocation.reason)
UNION ALL
SELECT 'revoked', document_number, coalesce(confirmed_by, '') FROM revocation JOIN card ON card.id = revocation.card
WHERE (confirmed_by IS NOT NULL OR revoked_at IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM journal WHERE journal.card = revocation.card
                    AND journal.person = coalesce(confirmed_by, '') AND event = 'revoked'
                    AND detail = revocation.reason)
UNION ALL
SELECT 'replacement ordered', replacement.application, ordered_by FROM replacement
WHERE NOT EXISTS (SELECT 1 FROM journal
                  WHERE journal.card IN (SELECT same.id FROM card AS old JOIN card AS same ON same.citizen = old.citizen
                                         WHERE old.id = replacement.card)
                    AND journal.person = ordered_by AND event = 'replacement ordered'
                    AND detail LIKE '% by ' || replacement.application)
UNION ALL
SELECT 'staff_role', staff_role.person, role FROM staff_role
WHERE NOT EXISTS (SELECT 1 FROM journal WHERE event = 'staff_add'
                                          AND detail LIKE staff_role.person || ' %' || role || '%')
UNION ALL
SELECT 'staff_card', staff_card.person, '' FROM staff_card GROUP BY staff_card.person
HAVING count(*) <> (SELECT count(*) FROM journal
                    WHERE event IN ('staff_add', 'staff_card')
                      AND (detail = staff_card.person OR detail LIKE staff_card.person || ' %'))
LIMIT 100;
