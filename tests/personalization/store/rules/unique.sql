-- SPDX-License-Identifier: Apache-2.0
-- What unique indices refuse: the name that PostgreSQL gives a constraint, and what breaks it, one on each line (an
-- indented line goes on), in the office of office.sql.

-- card_chip: UNIQUE
INSERT INTO card (id, application, citizen, document_number, status_index, guid, kdd, operator, approved_by, state,
    claimed_at) VALUES (9, 'released', 2, 'LA0000009', 9, bytes(16, 09), bytes(10, 02), 'noy', 'keo', 'encoding', 3)
INSERT INTO card (id, application, citizen, document_number, status_index, guid, kdd, operator, approved_by, state,
    claimed_at) VALUES (9, 'released', 2, 'LA0000009', 9, bytes(16, 09), bytes(10, 01), 'noy', 'keo', 'encoding', 3)

-- card_document_number_key: UNIQUE
INSERT INTO card (id, application, citizen, document_number, status_index, guid, kdd, operator, approved_by, state,
    claimed_at) VALUES (9, 'released', 2, 'LA0000006', 9, bytes(16, 09), bytes(10, 09), 'noy', 'keo', 'encoding', 3)

-- card_guid_key: UNIQUE
INSERT INTO card (id, application, citizen, document_number, status_index, guid, kdd, operator, approved_by, state,
    claimed_at) VALUES (9, 'released', 2, 'LA0000009', 9, bytes(16, 06), bytes(10, 09), 'noy', 'keo', 'encoding', 3)

-- card_in_place: UNIQUE
INSERT INTO card (id, application, citizen, document_number, status_index, guid, kdd, operator, approved_by, state,
    claimed_at, replaces) VALUES (9, 'next', 6, 'LA0000009', 9, bytes(16, 09), bytes(10, 09), 'noy', 'keo',
    'encoding', 3, 4);
    INSERT INTO card (id, application, citizen, document_number, status_index, guid, kdd, operator, approved_by, state,
    claimed_at, replaces) VALUES (10, 'next', 6, 'LA0000010', 10, bytes(16, 0A), bytes(10, 0A), 'noy', 'keo',
    'encoding', 3, 4)

-- card_live: UNIQUE
INSERT INTO card (id, application, citizen, document_number, status_index, guid, kdd, operator, approved_by, state,
    claimed_at) VALUES (9, 'next', 6, 'LA0000009', 9, bytes(16, 09), bytes(10, 09), 'noy', 'keo', 'encoding', 3)

-- card_status_index_key: UNIQUE
INSERT INTO card (id, application, citizen, document_number, status_index, guid, kdd, operator, approved_by, state,
    claimed_at) VALUES (9, 'released', 2, 'LA0000009', 6, bytes(16, 09), bytes(10, 09), 'noy', 'keo', 'encoding', 3)

-- card_hold_open: UNIQUE
INSERT INTO card_hold (card, round, held_by, held_at, reference, lifted_by, lifted_at)
    VALUES (7, 2, 'noy', 5, '', NULL, NULL)

-- card_key_card_slot_key: UNIQUE
INSERT INTO card_key (hash, card, slot) VALUES (bytes(32, 09), 4, '9A')

-- card_service_open: UNIQUE
INSERT INTO card_service (card, number, kind, state, ordered_by, ordered_at, done_by, ended_at)
    VALUES (4, 9, 'pin', 'ordered', 'keo', 6, NULL, NULL)
INSERT INTO card_service (card, number, kind, state, ordered_by, ordered_at, done_by, ended_at)
    VALUES (4, 9, 'certificates', 'ordered', 'keo', 6, NULL, NULL)

-- citizen_holder_id_key: UNIQUE
INSERT INTO citizen (id, personal_number, holder_id) VALUES (99, 'n99', 'h1')

-- citizen_personal_number_key: UNIQUE
INSERT INTO citizen (id, personal_number, holder_id) VALUES (99, 'n1', 'h99')

-- job_open: UNIQUE
INSERT INTO job (application, citizen, record, photograph, signature, state, imported_by, imported_at, approved_by,
    approved_at, changed_at) VALUES ('new', 1, '', x'', x'', 'imported', 'noy', 1, NULL, NULL, 1)
INSERT INTO job (application, citizen, record, photograph, signature, state, imported_by, imported_at, approved_by,
    approved_at, changed_at) VALUES ('new', 3, '', x'', x'', 'imported', 'noy', 1, NULL, NULL, 1)
INSERT INTO job (application, citizen, record, photograph, signature, state, imported_by, imported_at, approved_by,
    approved_at, changed_at) VALUES ('new', 7, '', x'', x'', 'imported', 'noy', 1, NULL, NULL, 1)

-- joint_request_open: UNIQUE
INSERT INTO joint_request (action, about, detail, requested_by, requested_at) VALUES ('trust', 'root', '2', 'dao', 5)

-- lease_token_key: UNIQUE
INSERT INTO lease (application, owner, token, until) VALUES ('released', 'two', 1, 100)

-- radar_key_print_key: UNIQUE
INSERT INTO radar_key (print, card, slot, at) VALUES (bytes(32, 01), 2, '9A', 3)

-- signer_active: UNIQUE
INSERT INTO signer (number, name, serial_number, key_hash, use_from, use_until, state, cards, card_limit, warn_at,
    staged_by,
    staged_at, used_by, used_at) VALUES (4, 'S4', x'09', bytes(32, 09), 1, 90, 'active', 0, 10, 9,
    'keo', 1, 'noy', 2)

-- signer_key_hash_key: UNIQUE
INSERT INTO signer (number, name, serial_number, key_hash, use_from, use_until, state, cards, card_limit, warn_at,
    staged_by,
    staged_at, used_by, used_at) VALUES (4, 'S4', x'09', bytes(32, 01), 1, 90, 'staged', 0, 10, 9,
    'keo', 1, NULL, NULL)

-- signer_serial_number_key: UNIQUE
INSERT INTO signer (number, name, serial_number, key_hash, use_from, use_until, state, cards, card_limit, warn_at,
    staged_by,
    staged_at, used_by, used_at) VALUES (4, 'S4', x'01', bytes(32, 09), 1, 90, 'staged', 0, 10, 9,
    'keo', 1, NULL, NULL)

-- staff_card_in_use: UNIQUE
INSERT INTO staff_card (key_hash, person, document_number, certificate, entered_by, entered_at)
    VALUES (bytes(32, 09), 'keo', 'LA0000003', x'30', 'keo', 1)

-- staff_signature_statement_key: UNIQUE
INSERT INTO staff_signature (key_hash, person, at, statement, signature) VALUES (bytes(32, 01), 'keo', 9, x'01', x'02')

-- stock_shift_open: UNIQUE
INSERT INTO stock_shift (number, opened_by, opened_at, opening, first_movement, first_card, closed_by, closed_at,
    received,
    lost, issued, rejected, remaining) VALUES (9, 'keo', 5, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL)

-- unit_work_open: UNIQUE
INSERT INTO unit_work (card, begun_at) VALUES (1, 5)
