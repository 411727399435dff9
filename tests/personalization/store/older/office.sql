-- SPDX-License-Identifier: Apache-2.0
-- An office of the twelfth version of the schema, with something in every table that it has. bytes(N, XX) are N bytes XX,
-- in the SQL of either database. noy imports, makes and orders, keo approves, dao checks and hands over; times are small
-- numbers, or the end of this century. Citizens and cards are numbered by the database, from 1.

INSERT INTO citizen (personal_number, holder_id) VALUES ('n1', 'h1'), ('n2', 'h2'), ('n3', 'h3'), ('n4', 'h4'),
    ('n5', 'h5'), ('n6', 'h6'), ('n7', 'h7'), ('n8', 'h8'), ('n9', 'h9');

INSERT INTO job (application, citizen, record, photograph, signature, state, imported_by, imported_at, approved_by,
                 approved_at, changed_at)
VALUES ('waiting', 1, '{}', x'FF', x'EE', 'imported', 'noy', 1, NULL, NULL, 1),
       ('released', 2, '{}', x'FF', x'', 'approved', 'noy', 1, 'keo', 2, 2),
       ('working', 3, '{}', x'FF', x'', 'approved', 'noy', 1, 'keo', 2, 2),
       ('made', 4, '{}', x'FF', x'', 'approved', 'noy', 1, 'keo', 2, 2),
       ('given', 5, '{}', x'FF', x'', 'approved', 'noy', 1, 'keo', 2, 2),
       ('aside', 6, '{}', x'FF', x'', 'approved', 'noy', 1, 'keo', 2, 2),
       ('ended', 7, '{}', x'FF', x'', 'approved', 'noy', 1, 'keo', 2, 2),
       ('refused', 8, '{}', x'FF', x'', 'rejected', 'noy', 1, 'keo', 2, 2),
       ('spoilt', 9, '{}', x'FF', x'', 'approved', 'noy', 1, 'keo', 2, 2);
INSERT INTO job_rejection (application, field, reason) VALUES ('refused', 'address', 'too long');

-- Blanks: A1 in the vault, A2 and A3 with noy, A4 destroyed, A5 missing, B1 not yet received.
INSERT INTO stock_delivery (number, digest, announced_by, announced_at)
VALUES ('D-1', bytes(32, 01), 'keo', 1), ('D-2', bytes(32, 02), 'keo', 1);
INSERT INTO stock_blank (kdd, delivery, state, person, changed_at)
VALUES (bytes(10, A1), 'D-1', 'announced', 'keo', 1), (bytes(10, A2), 'D-1', 'announced', 'keo', 1),
       (bytes(10, A3), 'D-1', 'announced', 'keo', 1), (bytes(10, A4), 'D-1', 'announced', 'keo', 1),
       (bytes(10, A5), 'D-1', 'announced', 'keo', 1), (bytes(10, B1), 'D-2', 'announced', 'keo', 1);
UPDATE stock_delivery SET received_by = 'dao', received_at = 2 WHERE number = 'D-1';
UPDATE stock_blank SET state = 'vault' WHERE delivery = 'D-1';
UPDATE stock_blank SET state = 'missing' WHERE kdd = bytes(10, A5);
UPDATE stock_blank SET state = 'drawer' WHERE kdd IN (bytes(10, A2), bytes(10, A3));
UPDATE stock_blank SET state = 'handed_out', holder = 'noy' WHERE state = 'drawer';
INSERT INTO stock_destruction (kdd, requested_by, requested_at) VALUES (bytes(10, A4), 'keo', 3);
UPDATE stock_destruction SET confirmed_by = 'dao', confirmed_at = 4;
UPDATE stock_blank SET state = 'destroyed' WHERE kdd = bytes(10, A4);
INSERT INTO stock_shift (number, opened_by, opened_at, opening, first_movement, first_card)
VALUES (1, 'keo', 1, 0, 0, 0);
UPDATE stock_shift SET closed_by = 'keo', closed_at = 2, received = 0, lost = 0, issued = 0, rejected = 0,
    remaining = 0;

INSERT INTO card (application, citizen, document_number, status_index, guid, kdd, operator, approved_by, state,
                  claimed_at)
VALUES ('working', 3, 'LA0000001', 1, bytes(16, 01), bytes(10, 01), 'noy', 'keo', 'encoding', 3),
       ('made', 4, 'LA0000002', 2, bytes(16, 02), bytes(10, 02), 'noy', 'keo', 'live', 3),
       ('given', 5, 'LA0000003', 3, bytes(16, 03), bytes(10, 03), 'noy', 'keo', 'live', 3),
       ('aside', 6, 'LA0000004', 4, bytes(16, 04), bytes(10, A3), 'noy', 'keo', 'quarantined', 3),
       ('ended', 7, 'LA0000005', 5, bytes(16, 05), bytes(10, 05), 'noy', 'keo', 'live', 3),
       ('spoilt', 9, 'LA0000006', 6, bytes(16, 06), bytes(10, 06), 'noy', 'keo', 'quarantined', 3);
UPDATE job SET state = 'encoding' WHERE application = 'working';
UPDATE job SET state = 'quarantined' WHERE application IN ('aside', 'spoilt');
UPDATE job SET state = 'issued' WHERE application IN ('made', 'given', 'ended');

INSERT INTO card_act (application, card, act, person, at)
VALUES ('made', 2, 'checked', 'dao', 4), ('given', 3, 'checked', 'dao', 4), ('ended', 5, 'checked', 'dao', 4);
UPDATE card SET delivered_at = 5 WHERE id IN (3, 5);
INSERT INTO card_life (card, state, since) VALUES (3, 'delivered', 5), (5, 'delivered', 5);
-- Of `made` a later check was not good: it is held, and that it failed is known by the reference alone.
INSERT INTO card_hold (card, round, held_by, held_at, reference) VALUES (2, 1, 'dao', 5, 'check'), (3, 1, 'noy', 5, '');
UPDATE card_hold SET lifted_by = 'keo', lifted_at = 6 WHERE card = 3;
INSERT INTO held_certificate (card, round, citizen_ca, serial_number, not_after) VALUES (3, 1, 1, x'07', 4102444799);
INSERT INTO revocation (card, reason, reference, requested_by, requested_at)
VALUES (4, 'stolen', 'R-12', 'noy', 7), (5, 'lost', '', 'noy', 5), (6, 'withdrawn', '', 'noy', 5);
UPDATE revocation SET confirmed_by = 'keo', confirmed_at = 6 WHERE card <> 4;
UPDATE card SET revoked_at = 6 WHERE id IN (5, 6);
INSERT INTO revoked_certificate (citizen_ca, serial_number, card, revoked_at, not_after)
VALUES (1, x'01', 5, 6, 4102444799);
INSERT INTO citizen_ca (number, opened_at, cards) VALUES (1, 1, 7);

-- `next` replaces the card of `given`, and is being made; `never` was to.
INSERT INTO replacement (application, card, reason, ordered_by, ordered_at)
VALUES ('next', 3, 'address', 'noy', 6), ('never', 3, 'photo', 'noy', 6);
UPDATE replacement SET cancelled_at = 7 WHERE application = 'never';
INSERT INTO job (application, citizen, record, photograph, signature, state, imported_by, imported_at, approved_by,
                 approved_at, changed_at)
VALUES ('next', 5, '{}', x'FF', x'', 'approved', 'noy', 6, 'keo', 7, 7);
INSERT INTO card (application, citizen, document_number, status_index, guid, kdd, operator, approved_by, state,
                  claimed_at, replaces)
VALUES ('next', 5, 'LA0000007', 7, bytes(16, 07), bytes(10, 07), 'noy', 'keo', 'encoding', 8, 3);
UPDATE job SET state = 'encoding' WHERE application = 'next';

INSERT INTO card_key (hash, card, slot, certificate)
VALUES (bytes(32, 01), 3, '9A', x'30'), (bytes(32, 02), 3, '9C', x'31'), (bytes(32, 03), 1, '9A', NULL);
INSERT INTO card_service (card, number, kind, state, ordered_by, ordered_at)
VALUES (3, 1, 'certificates', 'ordered', 'keo', 6), (3, 2, 'pin', 'ordered', 'keo', 6);
UPDATE card_service SET state = 'begun', done_by = 'noy', begun_at = 7 WHERE number = 1;
INSERT INTO renewed_certificate (card, number, slot, certificate) VALUES (3, 1, '9A', x'32');
UPDATE renewed_certificate SET superseded_at = 8;
UPDATE card_service SET state = 'done', ended_at = 8 WHERE number = 1;

INSERT INTO unit_work (card, begun_at) VALUES (1, 3);
INSERT INTO unit_state (work, unit, intended_at) VALUES (1, 'keys', 3);
INSERT INTO unit_memory (work, item, sealed) VALUES (1, 'secrets', x'01');
INSERT INTO lease (application, owner, token, until) VALUES ('working', 'one', 1, 100);
UPDATE lease_token SET last = 1;
INSERT INTO status_block (number, opened_at) VALUES (0, 1);
INSERT INTO status_free (status_index) VALUES (8), (9);
UPDATE document_number SET last = 7;
UPDATE list_number SET last = 3;

INSERT INTO batch (registry, number, digest, records, photographs, received_by, received_at)
VALUES ('vientiane', 'B-1', bytes(32, 01), 2, 0, 'noy', 1);
INSERT INTO batch_record (registry, number, place, application, outcome, reasons)
VALUES ('vientiane', 'B-1', 1, 'waiting', 'taken', '[]'), ('vientiane', 'B-1', 2, '', 'rejected', '[]');
INSERT INTO household_member (household, member, state, address)
VALUES (bytes(32, 01), 'released', 'good', bytes(32, 01)), (bytes(32, 01), 'absent', 'open', bytes(32, 01));
INSERT INTO likeness (application, photograph, birth) VALUES ('waiting', bytes(32, 01), bytes(32, 02));
INSERT INTO notice (application, kind, other, at) VALUES ('waiting', 'same_photograph', 'released', 2);

INSERT INTO journal (id, at, event, detail, hash) VALUES (1, 1, 'import', '', bytes(32, 01));
INSERT INTO journal (id, at, event, detail, hash) VALUES (2, 8, 'claim', '', bytes(32, 02));
INSERT INTO audit_checkpoint (number, entry, head, at, message) VALUES (1, 1, bytes(32, 01), 2, x'30');
INSERT INTO audit_restore (newest, digest, kept, requested_by, requested_at) VALUES (5, bytes(32, 01), 1, 'noy', 3);

INSERT INTO staff (person, full_name, entered_by, entered_at) VALUES ('keo', 'K', 'keo', 1), ('noy', 'N', 'keo', 1);
UPDATE staff SET removed_by = 'keo', removed_at = 2 WHERE person = 'noy';
INSERT INTO staff_role (person, role) VALUES ('keo', 'supervisor');
INSERT INTO staff_card (key_hash, person, document_number, certificate, entered_by, entered_at)
VALUES (bytes(32, 01), 'keo', 'LA0000003', x'30', 'keo', 1);
INSERT INTO staff_signature (key_hash, person, at, statement, signature)
VALUES (bytes(32, 01), 'keo', 1, x'01', x'01');

INSERT INTO signer (number, name, serial_number, key_hash, use_from, use_until, state, cards, card_limit, warn_at,
                    staged_by, staged_at, used_by, used_at)
VALUES (1, 'S1', x'01', bytes(32, 01), 1, 90, 'active', 7, 10, 9, 'keo', 1, NULL, NULL);
INSERT INTO signer_card (card, signer, at) VALUES (2, 1, 3);
INSERT INTO signer_revocation (serial_number, signer, reason, reference, requested_by, requested_at)
VALUES (x'09', 'S0', 'key_compromise', 'R-13', 'noy', 1);
UPDATE signer_revocation SET confirmed_by = 'keo', confirmed_at = 2;
INSERT INTO radar_key (print, card, slot, at) VALUES (bytes(32, 01), 1, '9A', 3);
INSERT INTO radar_find (card, slot, weakness, at) VALUES (1, '9A', 'roca', 3);
INSERT INTO clock_statement (requested_by, requested_at) VALUES ('noy', 1);
UPDATE clock_statement SET confirmed_by = 'keo', confirmed_at = 2;
