-- SPDX-License-Identifier: Apache-2.0
-- What the tables refuse: the name that PostgreSQL gives a constraint, and what breaks it, one on each line (an
-- indented line goes on), in the office of office.sql.

-- audit_restore_check: CHECK
INSERT INTO audit_restore (newest, digest, kept, requested_by, requested_at, confirmed_by, confirmed_at)
    VALUES (9, bytes(32, 01), 9, 'noy', 3, NULL, NULL)

-- audit_restore_check1: CHECK
INSERT INTO audit_restore (newest, digest, kept, requested_by, requested_at, confirmed_by, confirmed_at)
    VALUES (9, bytes(32, 01), 1, 'noy', 3, 'noy', 4)

-- audit_restore_check2: CHECK
INSERT INTO audit_restore (newest, digest, kept, requested_by, requested_at, confirmed_by, confirmed_at)
    VALUES (9, bytes(32, 01), 1, 'noy', 3, 'keo', 2)

-- audit_restore_check3: CHECK
INSERT INTO audit_restore (newest, digest, kept, requested_by, requested_at, confirmed_by, confirmed_at)
    VALUES (9, bytes(32, 01), 1, 'noy', 3, 'keo', NULL)
INSERT INTO audit_restore (newest, digest, kept, requested_by, requested_at, confirmed_by, confirmed_at)
    VALUES (9, bytes(32, 01), 1, 'noy', 3, NULL, 4)

-- audit_restore_digest_check: CHECK
INSERT INTO audit_restore (newest, digest, kept, requested_by, requested_at, confirmed_by, confirmed_at)
    VALUES (9, bytes(31, 01), 1, 'noy', 3, NULL, NULL)

-- batch_digest_check: CHECK
INSERT INTO batch (registry, number, digest, records, photographs, received_by, received_at)
    VALUES ('pakse', 'B-1', bytes(31, 01), 2, 0, 'noy', 1)

-- batch_photographs_check: CHECK
INSERT INTO batch (registry, number, digest, records, photographs, received_by, received_at)
    VALUES ('pakse', 'B-1', bytes(32, 01), 2, -1, 'noy', 1)

-- batch_records_check: CHECK
INSERT INTO batch (registry, number, digest, records, photographs, received_by, received_at)
    VALUES ('pakse', 'B-1', bytes(32, 01), 0, 0, 'noy', 1)

-- batch_record_outcome_check: CHECK
INSERT INTO batch_record (registry, number, place, application, outcome, reasons)
    VALUES ('vientiane', 'B-1', 1, 'waiting', 'lying', '[]')

-- batch_record_place_check: CHECK
INSERT INTO batch_record (registry, number, place, application, outcome, reasons)
    VALUES ('vientiane', 'B-1', 0, 'waiting', 'taken', '[]')

-- card_check: CHECK
INSERT INTO card (id, application, citizen, document_number, status_index, guid, kdd, operator, approved_by, state,
    claimed_at) VALUES (9, 'released', 2, 'LA0000009', 9, bytes(16, 09), bytes(10, 09), 'keo', 'keo', 'encoding', 3)

-- card_guid_check: CHECK
INSERT INTO card (id, application, citizen, document_number, status_index, guid, kdd, operator, approved_by, state,
    claimed_at) VALUES (9, 'released', 2, 'LA0000009', 9, bytes(15, 09), bytes(10, 09), 'noy', 'keo', 'encoding', 3)

-- card_kdd_check: CHECK
INSERT INTO card (id, application, citizen, document_number, status_index, guid, kdd, operator, approved_by, state,
    claimed_at) VALUES (9, 'released', 2, 'LA0000009', 9, bytes(16, 09), bytes(9, 09), 'noy', 'keo', 'encoding', 3)

-- card_state_check: CHECK
INSERT INTO card (id, application, citizen, document_number, status_index, guid, kdd, operator, approved_by, state,
    claimed_at) VALUES (9, 'released', 2, 'LA0000009', 9, bytes(16, 09), bytes(10, 09), 'noy', 'keo', 'lying', 3)

-- card_hold_check: CHECK
INSERT INTO card_hold (card, round, held_by, held_at, reference, lifted_by, lifted_at)
    VALUES (2, 1, 'noy', 5, '', 'noy', 6)

-- card_hold_check1: CHECK
INSERT INTO card_hold (card, round, held_by, held_at, reference, lifted_by, lifted_at)
    VALUES (2, 1, 'noy', 5, '', 'keo', 4)

-- card_hold_check2: CHECK
INSERT INTO card_hold (card, round, held_by, held_at, reference, lifted_by, lifted_at)
    VALUES (2, 1, 'noy', 5, '', 'keo', NULL)
INSERT INTO card_hold (card, round, held_by, held_at, reference, lifted_by, lifted_at)
    VALUES (2, 1, 'noy', 5, '', NULL, 6)

-- card_key_certificate_hash_check: CHECK
UPDATE card_key SET certificate_hash = bytes(31, 01) WHERE slot = '9C'

-- card_key_check: CHECK
UPDATE card_key SET not_after = 9 WHERE slot = '9C'
UPDATE card_key SET serial_number = x'01' WHERE slot = '9C'

-- card_key_hash_check: CHECK
INSERT INTO card_key (hash, card, slot) VALUES (bytes(31, 09), 2, '9A')

-- card_key_serial_number_check: CHECK
UPDATE card_key SET serial_number = x'', not_after = 9 WHERE slot = '9C'

-- card_service_check: CHECK
INSERT INTO card_service (card, number, kind, state, ordered_by, ordered_at, done_by, ended_at)
    VALUES (2, 1, 'pin', 'begun', 'keo', 6, 'keo', NULL)

-- card_service_check1: CHECK
INSERT INTO card_service (card, number, kind, state, ordered_by, ordered_at, done_by, ended_at)
    VALUES (2, 1, 'pin', 'begun', 'keo', 6, NULL, NULL)

-- card_service_check2: CHECK
INSERT INTO card_service (card, number, kind, state, ordered_by, ordered_at, done_by, ended_at)
    VALUES (2, 1, 'pin', 'done', 'keo', 6, 'noy', NULL)
INSERT INTO card_service (card, number, kind, state, ordered_by, ordered_at, done_by, ended_at)
    VALUES (2, 1, 'pin', 'ordered', 'keo', 6, NULL, 7)

-- card_service_kind_check: CHECK
INSERT INTO card_service (card, number, kind, state, ordered_by, ordered_at, done_by, ended_at)
    VALUES (2, 1, 'lying', 'ordered', 'keo', 6, NULL, NULL)

-- card_service_state_check: CHECK
INSERT INTO card_service (card, number, kind, state, ordered_by, ordered_at, done_by, ended_at)
    VALUES (2, 1, 'pin', 'lying', 'keo', 6, 'noy', NULL)

-- card_term_type_check: CHECK
INSERT INTO card_term (card, type, last_day) VALUES (2, 6, 99)
INSERT INTO card_term (card, type, last_day) VALUES (2, 0, 99)

-- citizen_ca_cards_check: CHECK
UPDATE citizen_ca SET cards = 100001
UPDATE citizen_ca SET cards = -1

-- clock_statement_check: CHECK
INSERT INTO clock_statement (requested_by, requested_at, confirmed_by, confirmed_at) VALUES ('noy', 5, 'noy', 6)

-- clock_statement_check1: CHECK
INSERT INTO clock_statement (requested_by, requested_at, confirmed_by, confirmed_at) VALUES ('noy', 5, 'keo', 4)

-- clock_statement_check2: CHECK
INSERT INTO clock_statement (requested_by, requested_at, confirmed_by, confirmed_at) VALUES ('noy', 5, 'keo', NULL)
INSERT INTO clock_statement (requested_by, requested_at, confirmed_by, confirmed_at) VALUES ('noy', 5, NULL, 6)

-- data_key_check: CHECK
INSERT INTO data_key (id, wrapped, created_at) VALUES (3, NULL, 1)
INSERT INTO data_key (id, wrapped, created_at, destroyed_at) VALUES (3, x'01', 1, 2)

-- data_key_class_check: CHECK
INSERT INTO data_key (id, wrapped, created_at, class) VALUES (3, x'01', 1, 'prohibited')

-- household_member_address_check: CHECK
INSERT INTO household_member (household, member, state, address) VALUES (bytes(32, 01), 'made', 'good', bytes(31, 01))

-- household_member_household_check: CHECK
INSERT INTO household_member (household, member, state, address) VALUES (bytes(31, 01), 'made', 'good', bytes(32, 01))

-- household_member_state_check: CHECK
INSERT INTO household_member (household, member, state, address) VALUES (bytes(32, 01), 'made', 'lying', bytes(32, 01))

-- job_check: CHECK
INSERT INTO job (application, citizen, record, photograph, signature, state, imported_by, imported_at, approved_by,
    approved_at, changed_at) VALUES ('new', 4, '', x'', x'', 'imported', 'noy', 1, 'noy', 1, 1)

-- job_check1: CHECK
INSERT INTO job (application, citizen, record, photograph, signature, state, imported_by, imported_at, approved_by,
    approved_at, changed_at) VALUES ('new', 4, '', x'', x'', 'approved', 'noy', 1, NULL, NULL, 1)

-- job_state_check: CHECK
INSERT INTO job (application, citizen, record, photograph, signature, state, imported_by, imported_at, approved_by,
    approved_at, changed_at) VALUES ('new', 4, '', x'', x'', 'lying', 'noy', 1, 'keo', 1, 1)

-- joint_request_check: CHECK
INSERT INTO joint_request (action, about, detail, requested_by, requested_at, confirmed_by, confirmed_at)
    VALUES ('trust', 'key', '1', 'noy', 5, 'noy', 6)

-- joint_request_check1: CHECK
INSERT INTO joint_request (action, about, detail, requested_by, requested_at, confirmed_by, confirmed_at)
    VALUES ('trust', 'key', '1', 'noy', 5, 'keo', 4)

-- joint_request_check2: CHECK
INSERT INTO joint_request (action, about, detail, requested_by, requested_at, confirmed_by, confirmed_at)
    VALUES ('trust', 'key', '1', 'noy', 5, 'keo', NULL)
INSERT INTO joint_request (action, about, detail, requested_by, requested_at, confirmed_by, confirmed_at)
    VALUES ('trust', 'key', '1', 'noy', 5, NULL, 6)

-- journal_hash_check: CHECK
INSERT INTO journal (id, at, event, detail, hash) VALUES (3, 3, 'claim', '', bytes(31, 03))

-- likeness_birth_check: CHECK
INSERT INTO likeness (application, photograph, birth) VALUES ('waiting', bytes(32, 01), bytes(31, 01))

-- likeness_photograph_check: CHECK
INSERT INTO likeness (application, photograph, birth) VALUES ('waiting', bytes(31, 01), bytes(32, 01))

-- notice_kind_check: CHECK
INSERT INTO notice (application, kind, other, at) VALUES ('waiting', 'lying', '', 1)

-- radar_key_print_check: CHECK
INSERT INTO radar_key (print, card, slot, at) VALUES (bytes(31, 09), 1, '9C', 3)

-- renewed_certificate_check: CHECK
INSERT INTO renewed_certificate (card, number, slot, hash, serial_number, not_after)
    VALUES (4, 3, '9A', bytes(32, 09), x'09', NULL)

-- renewed_certificate_hash_check: CHECK
INSERT INTO renewed_certificate (card, number, slot, hash, serial_number, not_after)
    VALUES (4, 3, '9A', bytes(31, 09), x'09', 9)

-- renewed_certificate_serial_number_check: CHECK
INSERT INTO renewed_certificate (card, number, slot, hash, serial_number, not_after)
    VALUES (4, 3, '9A', bytes(32, 09), x'', 9)

-- replacement_check: CHECK
INSERT INTO replacement (application, card, reason, ordered_by, ordered_at, cancelled_at)
    VALUES ('other', 4, 'name', 'noy', 6, 5)

-- replacement_reason_check: CHECK
INSERT INTO replacement (application, card, reason, ordered_by, ordered_at, cancelled_at)
    VALUES ('other', 4, 'lying', 'noy', 6, NULL)

-- revocation_check: CHECK
INSERT INTO revocation (card, reason, reference, requested_by, requested_at, confirmed_by, confirmed_at)
    VALUES (3, 'lost', '', 'noy', 5, 'noy', 6)

-- revocation_check1: CHECK
INSERT INTO revocation (card, reason, reference, requested_by, requested_at, confirmed_by, confirmed_at)
    VALUES (3, 'lost', '', 'noy', 5, 'keo', 4)

-- revocation_check2: CHECK
INSERT INTO revocation (card, reason, reference, requested_by, requested_at, confirmed_by, confirmed_at)
    VALUES (3, 'lost', '', 'noy', 5, 'keo', NULL)
INSERT INTO revocation (card, reason, reference, requested_by, requested_at, confirmed_by, confirmed_at)
    VALUES (3, 'lost', '', 'noy', 5, NULL, 6)

-- revocation_reason_check: CHECK
INSERT INTO revocation (card, reason, reference, requested_by, requested_at, confirmed_by, confirmed_at)
    VALUES (3, 'lying', '', 'noy', 5, NULL, NULL)

-- sealed_record_specific_check: CHECK
UPDATE sealed_record SET specific = x'09' WHERE application = 'refused'
UPDATE sealed_record SET specific_key = 1 WHERE application = 'refused'

-- sealed_record_digest_check: CHECK
INSERT INTO sealed_record (application, data_key, digest, personal_number, record, photograph, signature) VALUES 
    ('made', 1, bytes(31, 01), x'01', x'01', x'01', x'01')

-- signer_card_limit_check: CHECK
INSERT INTO signer (number, name, serial_number, key_hash, use_from, use_until, state, cards, card_limit, warn_at,
    staged_by,
    staged_at, used_by, used_at) VALUES (4, 'S4', x'09', bytes(32, 09), 1, 90, 'staged', 0, 0, 9,
    'keo', 1, NULL, NULL)

-- signer_cards_check: CHECK
INSERT INTO signer (number, name, serial_number, key_hash, use_from, use_until, state, cards, card_limit, warn_at,
    staged_by,
    staged_at, used_by, used_at) VALUES (4, 'S4', x'09', bytes(32, 09), 1, 90, 'staged', -1, 10, 9,
    'keo', 1, NULL, NULL)

-- signer_check: CHECK
INSERT INTO signer (number, name, serial_number, key_hash, use_from, use_until, state, cards, card_limit, warn_at,
    staged_by,
    staged_at, used_by, used_at) VALUES (4, 'S4', x'09', bytes(32, 09), 1, 1, 'staged', 0, 10, 9,
    'keo', 1, NULL, NULL)

-- signer_check1: CHECK
INSERT INTO signer (number, name, serial_number, key_hash, use_from, use_until, state, cards, card_limit, warn_at,
    staged_by,
    staged_at, used_by, used_at) VALUES (4, 'S4', x'09', bytes(32, 09), 1, 90, 'staged', 0, 10, 11,
    'keo', 1, NULL, NULL)
INSERT INTO signer (number, name, serial_number, key_hash, use_from, use_until, state, cards, card_limit, warn_at,
    staged_by,
    staged_at, used_by, used_at) VALUES (4, 'S4', x'09', bytes(32, 09), 1, 90, 'staged', 0, 10, 0,
    'keo', 1, NULL, NULL)

-- signer_check2: CHECK
INSERT INTO signer (number, name, serial_number, key_hash, use_from, use_until, state, cards, card_limit, warn_at,
    staged_by,
    staged_at, used_by, used_at) VALUES (4, 'S4', x'09', bytes(32, 09), 1, 90, 'staged', 0, 10, 9,
    'keo', 1, 'keo', 2)

-- signer_check3: CHECK
INSERT INTO signer (number, name, serial_number, key_hash, use_from, use_until, state, cards, card_limit, warn_at,
    staged_by,
    staged_at, used_by, used_at) VALUES (4, 'S4', x'09', bytes(32, 09), 1, 90, 'staged', 0, 10, 9,
    'keo', 1, 'noy', NULL)
INSERT INTO signer (number, name, serial_number, key_hash, use_from, use_until, state, cards, card_limit, warn_at,
    staged_by,
    staged_at, used_by, used_at) VALUES (4, 'S4', x'09', bytes(32, 09), 1, 90, 'staged', 0, 10, 9,
    'keo', 1, NULL, 2)

-- signer_check4: CHECK
INSERT INTO signer (number, name, serial_number, key_hash, use_from, use_until, state, cards, card_limit, warn_at,
    staged_by,
    staged_at, used_by, used_at) VALUES (4, 'S4', x'09', bytes(32, 09), 1, 90, 'retired', 0, 10, 9,
    'keo', 1, NULL, NULL)

-- signer_key_hash_check: CHECK
INSERT INTO signer (number, name, serial_number, key_hash, use_from, use_until, state, cards, card_limit, warn_at,
    staged_by,
    staged_at, used_by, used_at) VALUES (4, 'S4', x'09', bytes(31, 09), 1, 90, 'staged', 0, 10, 9,
    'keo', 1, NULL, NULL)

-- signer_number_check: CHECK
INSERT INTO signer (number, name, serial_number, key_hash, use_from, use_until, state, cards, card_limit, warn_at,
    staged_by,
    staged_at, used_by, used_at) VALUES (0, 'S4', x'09', bytes(32, 09), 1, 90, 'staged', 0, 10, 9,
    'keo', 1, NULL, NULL)

-- signer_serial_number_check: CHECK
INSERT INTO signer (number, name, serial_number, key_hash, use_from, use_until, state, cards, card_limit, warn_at,
    staged_by,
    staged_at, used_by, used_at) VALUES (4, 'S4', x'', bytes(32, 09), 1, 90, 'staged', 0, 10, 9,
    'keo', 1, NULL, NULL)

-- signer_state_check: CHECK
INSERT INTO signer (number, name, serial_number, key_hash, use_from, use_until, state, cards, card_limit, warn_at,
    staged_by,
    staged_at, used_by, used_at) VALUES (4, 'S4', x'09', bytes(32, 09), 1, 90, 'lying', 0, 10, 9,
    'keo', 1, 'noy', 2)

-- signer_revocation_check: CHECK
INSERT INTO signer_revocation (serial_number, signer, reason, reference, requested_by, requested_at, confirmed_by,
    confirmed_at)
    VALUES (x'09', 'S9', 'superseded', '', 'noy', 5, 'noy', 6)

-- signer_revocation_check1: CHECK
INSERT INTO signer_revocation (serial_number, signer, reason, reference, requested_by, requested_at, confirmed_by,
    confirmed_at)
    VALUES (x'09', 'S9', 'superseded', '', 'noy', 5, 'keo', 4)

-- signer_revocation_check2: CHECK
INSERT INTO signer_revocation (serial_number, signer, reason, reference, requested_by, requested_at, confirmed_by,
    confirmed_at)
    VALUES (x'09', 'S9', 'superseded', '', 'noy', 5, 'keo', NULL)
INSERT INTO signer_revocation (serial_number, signer, reason, reference, requested_by, requested_at, confirmed_by,
    confirmed_at)
    VALUES (x'09', 'S9', 'superseded', '', 'noy', 5, NULL, 6)

-- signer_revocation_reason_check: CHECK
INSERT INTO signer_revocation (serial_number, signer, reason, reference, requested_by, requested_at, confirmed_by,
    confirmed_at)
    VALUES (x'09', 'S9', 'lying', '', 'noy', 5, NULL, NULL)

-- signer_revocation_serial_number_check: CHECK
INSERT INTO signer_revocation (serial_number, signer, reason, reference, requested_by, requested_at, confirmed_by,
    confirmed_at)
    VALUES (x'', 'S9', 'superseded', '', 'noy', 5, NULL, NULL)

-- staff_check: CHECK
INSERT INTO staff (person, full_name, entered_by, entered_at, removed_by, removed_at)
    VALUES ('mai', 'M', 'keo', 1, 'keo', NULL)
INSERT INTO staff (person, full_name, entered_by, entered_at, removed_by, removed_at)
    VALUES ('mai', 'M', 'keo', 1, NULL, 2)

-- staff_card_key_hash_check: CHECK
INSERT INTO staff_card (key_hash, person, document_number, certificate, entered_by, entered_at)
    VALUES (bytes(31, 09), 'noy', 'LA0000003', x'30', 'keo', 1)

-- staff_role_role_check: CHECK
INSERT INTO staff (person, full_name, entered_by, entered_at) VALUES ('mai', 'M', 'keo', 1);
    INSERT INTO staff_role (person, role) VALUES ('mai', 'lying')

-- stock_blank_check: CHECK
INSERT INTO stock_blank (kdd, delivery, state, holder, person, changed_at)
    VALUES (bytes(10, B9), 'D-2', 'announced', 'noy', 'keo', 1)

-- stock_blank_check1: CHECK
INSERT INTO stock_blank (kdd, delivery, state, holder, person, changed_at)
    VALUES (bytes(10, B9), 'D-2', 'announced', '', '', 1)

-- stock_blank_kdd_check: CHECK
INSERT INTO stock_blank (kdd, delivery, state, holder, person, changed_at)
    VALUES (bytes(9, B9), 'D-2', 'announced', '', 'keo', 1)

-- stock_delivery_check: CHECK
INSERT INTO stock_delivery (number, digest, announced_by, announced_at, received_by, received_at, blocked_by,
    blocked_at,
    unblocked_by) VALUES ('D-9', bytes(32, 09), 'keo', 5, 'keo', 6, NULL, NULL, NULL)

-- stock_delivery_check1: CHECK
INSERT INTO stock_delivery (number, digest, announced_by, announced_at, received_by, received_at, blocked_by,
    blocked_at,
    unblocked_by) VALUES ('D-9', bytes(32, 09), 'keo', 5, 'dao', 4, NULL, NULL, NULL)

-- stock_delivery_check2: CHECK
INSERT INTO stock_delivery (number, digest, announced_by, announced_at, received_by, received_at, blocked_by,
    blocked_at,
    unblocked_by) VALUES ('D-9', bytes(32, 09), 'keo', 5, NULL, NULL, 'keo', 6, 'keo')

-- stock_delivery_check3: CHECK
INSERT INTO stock_delivery (number, digest, announced_by, announced_at, received_by, received_at, blocked_by,
    blocked_at,
    unblocked_by) VALUES ('D-9', bytes(32, 09), 'keo', 5, 'dao', NULL, NULL, NULL, NULL)
INSERT INTO stock_delivery (number, digest, announced_by, announced_at, received_by, received_at, blocked_by,
    blocked_at,
    unblocked_by) VALUES ('D-9', bytes(32, 09), 'keo', 5, NULL, 6, NULL, NULL, NULL)

-- stock_delivery_check4: CHECK
INSERT INTO stock_delivery (number, digest, announced_by, announced_at, received_by, received_at, blocked_by,
    blocked_at,
    unblocked_by) VALUES ('D-9', bytes(32, 09), 'keo', 5, NULL, NULL, 'keo', NULL, NULL)
INSERT INTO stock_delivery (number, digest, announced_by, announced_at, received_by, received_at, blocked_by,
    blocked_at,
    unblocked_by) VALUES ('D-9', bytes(32, 09), 'keo', 5, NULL, NULL, NULL, 6, NULL)

-- stock_delivery_digest_check: CHECK
INSERT INTO stock_delivery (number, digest, announced_by, announced_at, received_by, received_at, blocked_by,
    blocked_at,
    unblocked_by) VALUES ('D-9', bytes(31, 09), 'keo', 5, NULL, NULL, NULL, NULL, NULL)

-- stock_destruction_check: CHECK
INSERT INTO stock_destruction (kdd, requested_by, requested_at, confirmed_by, confirmed_at)
    VALUES (bytes(10, A2), 'keo', 5, 'keo', 6)

-- stock_destruction_check1: CHECK
INSERT INTO stock_destruction (kdd, requested_by, requested_at, confirmed_by, confirmed_at)
    VALUES (bytes(10, A2), 'keo', 5, 'dao', 4)

-- stock_destruction_check2: CHECK
INSERT INTO stock_destruction (kdd, requested_by, requested_at, confirmed_by, confirmed_at)
    VALUES (bytes(10, A2), 'keo', 5, 'dao', NULL)
INSERT INTO stock_destruction (kdd, requested_by, requested_at, confirmed_by, confirmed_at)
    VALUES (bytes(10, A2), 'keo', 5, NULL, 6)

-- stock_rule_required_check: CHECK
UPDATE stock_rule SET required = 2

-- stock_shift_check: CHECK
INSERT INTO stock_shift (number, opened_by, opened_at, opening, first_movement, first_card, closed_by, closed_at,
    received,
    lost, issued, rejected, remaining) VALUES (9, 'keo', 5, 0, 0, 0, 'keo', 4, 0, 0, 0, 0, 0)

-- stock_shift_check1: CHECK
INSERT INTO stock_shift (number, opened_by, opened_at, opening, first_movement, first_card, closed_by, closed_at,
    received,
    lost, issued, rejected, remaining) VALUES (9, 'keo', 5, 0, 0, 0, 'keo', NULL, 0, 0, 0, 0, 0)
INSERT INTO stock_shift (number, opened_by, opened_at, opening, first_movement, first_card, closed_by, closed_at,
    received,
    lost, issued, rejected, remaining) VALUES (9, 'keo', 5, 0, 0, 0, NULL, 6, 0, 0, 0, 0, 0)

-- stock_shift_check2: CHECK
INSERT INTO stock_shift (number, opened_by, opened_at, opening, first_movement, first_card, closed_by, closed_at,
    received,
    lost, issued, rejected, remaining) VALUES (9, 'keo', 5, 1, 0, 0, 'keo', 6, 0, 0, 0, 0, 0)
INSERT INTO stock_shift (number, opened_by, opened_at, opening, first_movement, first_card, closed_by, closed_at,
    received,
    lost, issued, rejected, remaining) VALUES (9, 'keo', 5, 0, 0, 0, 'keo', 6, 1, 0, 2, 0, 0)
INSERT INTO stock_shift (number, opened_by, opened_at, opening, first_movement, first_card, closed_by, closed_at,
    received,
    lost, issued, rejected, remaining) VALUES (9, 'keo', 5, 0, 0, 0, 'keo', 6, 0, 0, 0, 0, NULL)

-- stock_shift_opening_check: CHECK
INSERT INTO stock_shift (number, opened_by, opened_at, opening, first_movement, first_card, closed_by, closed_at,
    received,
    lost, issued, rejected, remaining) VALUES (9, 'keo', 5, -1, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL)

-- unit_work_check: CHECK
INSERT INTO unit_work (card, begun_at, ended_at) VALUES (3, 5, 4)
