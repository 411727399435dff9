-- SPDX-License-Identifier: Apache-2.0
-- An office with something in every table that a rule speaks of. bytes(N, XX) are N bytes XX, in the SQL of either
-- database. noy imports, makes and orders, keo approves, dao checks and hands over; times are small numbers.

INSERT INTO citizen (id, personal_number, holder_id) VALUES (1, 'n1', 'h1'), (2, 'n2', 'h2'), (3, 'n3', 'h3'),
    (4, 'n4', 'h4'), (5, 'n5', 'h5'), (6, 'n6', 'h6'), (7, 'n7', 'h7'), (8, 'n8', 'h8'), (9, 'n9', 'h9'),
    (10, 'n10', 'h10'), (11, 'n11', 'h11');

INSERT INTO job (application, citizen, record, photograph, signature, state, imported_by, imported_at, approved_by,
                 approved_at, changed_at)
VALUES ('waiting', 1, '', x'', x'', 'imported', 'noy', 1, NULL, NULL, 1),
       ('released', 2, '', x'', x'', 'approved', 'noy', 1, 'keo', 2, 2),
       ('working', 3, '', x'', x'', 'approved', 'noy', 1, 'keo', 2, 2),
       ('made', 4, '', x'', x'', 'approved', 'noy', 1, 'keo', 2, 2),
       ('good', 5, '', x'', x'', 'approved', 'noy', 1, 'keo', 2, 2),
       ('given', 6, '', x'', x'', 'approved', 'noy', 1, 'keo', 2, 2),
       ('aside', 7, '', x'', x'', 'approved', 'noy', 1, 'keo', 2, 2),
       ('ended', 8, '', x'', x'', 'approved', 'noy', 1, 'keo', 2, 2),
       ('refused', 9, '', x'', x'', 'rejected', 'noy', 1, 'keo', 2, 2),
       ('failed', 10, '', x'', x'', 'approved', 'noy', 1, 'keo', 2, 2),
       ('lost', 11, '', x'', x'', 'approved', 'noy', 1, 'keo', 2, 2);

-- Blanks: A1 in the vault, A2 and A3 with noy, A4 destroyed, B1 not yet received, C1 of a blocked delivery with noy.
INSERT INTO stock_delivery (number, digest, announced_by, announced_at)
VALUES ('D-1', bytes(32, 01), 'keo', 1), ('D-2', bytes(32, 02), 'keo', 1), ('D-3', bytes(32, 03), 'keo', 1);
INSERT INTO stock_blank (kdd, delivery, state, person, changed_at)
VALUES (bytes(10, A1), 'D-1', 'announced', 'keo', 1), (bytes(10, A2), 'D-1', 'announced', 'keo', 1),
       (bytes(10, A3), 'D-1', 'announced', 'keo', 1), (bytes(10, A4), 'D-1', 'announced', 'keo', 1),
       (bytes(10, B1), 'D-2', 'announced', 'keo', 1), (bytes(10, C1), 'D-3', 'announced', 'keo', 1);
UPDATE stock_delivery SET received_by = 'dao', received_at = 2 WHERE number <> 'D-2';
UPDATE stock_blank SET state = 'vault' WHERE delivery <> 'D-2';
UPDATE stock_blank SET state = 'drawer' WHERE kdd IN (bytes(10, A2), bytes(10, A3), bytes(10, C1));
UPDATE stock_blank SET state = 'handed_out', holder = 'noy' WHERE state = 'drawer';
UPDATE stock_delivery SET blocked_by = 'keo', blocked_at = 3 WHERE number = 'D-3';
INSERT INTO stock_destruction (kdd, requested_by, requested_at)
VALUES (bytes(10, A1), 'keo', 3), (bytes(10, A4), 'keo', 3);
UPDATE stock_destruction SET confirmed_by = 'dao', confirmed_at = 4 WHERE kdd = bytes(10, A4);
UPDATE stock_blank SET state = 'destroyed' WHERE kdd = bytes(10, A4);
INSERT INTO stock_shift (number, opened_by, opened_at, opening, first_movement, first_card)
VALUES (1, 'keo', 1, 0, 0, 0);
UPDATE stock_shift SET closed_by = 'keo', closed_at = 2, received = 0, lost = 0, issued = 0, rejected = 0,
    remaining = 0;
INSERT INTO stock_shift (number, opened_by, opened_at, opening, first_movement, first_card)
VALUES (2, 'keo', 3, 0, 0, 0);

INSERT INTO card (id, application, citizen, document_number, status_index, guid, kdd, operator, approved_by, state,
                  claimed_at)
VALUES (1, 'working', 3, 'LA0000001', 1, bytes(16, 01), bytes(10, 01), 'noy', 'keo', 'encoding', 3),
       (2, 'made', 4, 'LA0000002', 2, bytes(16, 02), bytes(10, 02), 'noy', 'keo', 'live', 3),
       (3, 'good', 5, 'LA0000003', 3, bytes(16, 03), bytes(10, 03), 'noy', 'keo', 'live', 3),
       (4, 'given', 6, 'LA0000004', 4, bytes(16, 04), bytes(10, 04), 'noy', 'keo', 'live', 3),
       (5, 'aside', 7, 'LA0000005', 5, bytes(16, 05), bytes(10, A3), 'noy', 'keo', 'quarantined', 3),
       (6, 'ended', 8, 'LA0000006', 6, bytes(16, 06), bytes(10, 06), 'noy', 'keo', 'live', 3),
       (7, 'failed', 10, 'LA0000007', 7, bytes(16, 07), bytes(10, 07), 'noy', 'keo', 'live', 3),
       (8, 'lost', 11, 'LA0000008', 8, bytes(16, 08), bytes(10, 08), 'noy', 'keo', 'live', 3);
UPDATE job SET state = 'encoding' WHERE application = 'working';
UPDATE job SET state = 'quarantined' WHERE application = 'aside';
UPDATE job SET state = 'issued' WHERE application IN ('made', 'good', 'given', 'ended', 'failed', 'lost');

INSERT INTO card_act (application, card, act, person, at)
VALUES ('good', 3, 'checked', 'dao', 4), ('given', 4, 'checked', 'dao', 4), ('ended', 6, 'checked', 'dao', 4),
       ('failed', 7, 'checked', 'dao', 4), ('lost', 8, 'checked', 'dao', 4);
UPDATE card SET delivered_at = 5 WHERE id IN (4, 6, 8);
INSERT INTO card_life (card, state, since) VALUES (4, 'delivered', 5), (6, 'delivered', 5), (8, 'delivered', 5);
INSERT INTO card_hold (card, round, held_by, held_at, reference)
VALUES (4, 1, 'noy', 5, ''), (7, 1, 'dao', 5, ''), (8, 1, 'noy', 5, '');
UPDATE card_hold SET lifted_by = 'keo', lifted_at = 6 WHERE card = 4;
UPDATE card_life SET state = 'suspended' WHERE card = 8;
INSERT INTO revocation (card, reason, reference, requested_by, requested_at)
VALUES (5, 'withdrawn', '', 'noy', 5), (6, 'lost', '', 'noy', 5);
UPDATE revocation SET confirmed_by = 'keo', confirmed_at = 6 WHERE card = 6;
UPDATE card SET revoked_at = 6 WHERE id = 6;
INSERT INTO revoked_certificate (citizen_ca, serial_number, card, revoked_at, not_after) VALUES (1, x'01', 6, 6, 99);
INSERT INTO citizen_ca (number, opened_at, cards) VALUES (1, 1, 8);
INSERT INTO card_term (card, type, last_day) VALUES (4, 3, 99);

-- `next` replaces the card of `given`; `never` was to.
INSERT INTO replacement (application, card, reason, ordered_by, ordered_at)
VALUES ('next', 4, 'address', 'noy', 6), ('never', 4, 'photo', 'noy', 6);
UPDATE replacement SET cancelled_at = 7 WHERE application = 'never';
INSERT INTO job (application, citizen, record, photograph, signature, state, imported_by, imported_at, approved_by,
                 approved_at, changed_at)
VALUES ('next', 6, '', x'', x'', 'approved', 'noy', 6, 'keo', 7, 7);

INSERT INTO card_key (hash, card, slot) VALUES (bytes(32, 01), 4, '9A'), (bytes(32, 02), 4, '9C');
UPDATE card_key SET certificate_hash = bytes(32, 01), serial_number = x'01', not_after = 99 WHERE slot = '9A';
INSERT INTO card_service (card, number, kind, state, ordered_by, ordered_at)
VALUES (4, 1, 'certificates', 'ordered', 'keo', 6), (4, 2, 'pin', 'ordered', 'keo', 6);
UPDATE card_service SET state = 'begun', done_by = 'noy', begun_at = 7, turn = 1 WHERE number = 1;
INSERT INTO renewed_certificate (card, number, slot, hash, serial_number, not_after)
VALUES (4, 1, '9A', bytes(32, 02), x'02', 99);
UPDATE renewed_certificate SET superseded_at = 8;
UPDATE card_service SET state = 'done', ended_at = 8 WHERE number = 1;
INSERT INTO card_service (card, number, kind, state, ordered_by, ordered_at)
VALUES (4, 3, 'certificates', 'ordered', 'keo', 8);
UPDATE card_service SET state = 'begun', done_by = 'noy', begun_at = 9, turn = 1 WHERE number = 3;
INSERT INTO renewed_certificate (card, number, slot, sealed, hash, serial_number, not_after)
VALUES (4, 3, '9A', x'01', bytes(32, 03), x'03', 99);

INSERT INTO unit_work (card, begun_at) VALUES (1, 3);
INSERT INTO unit_work (card, begun_at, ended_at) VALUES (2, 3, 4);
INSERT INTO unit_state (work, unit, intended_at, series) VALUES (1, 'keys', 3, 'keys');
INSERT INTO lease (application, owner, token, until) VALUES ('working', 'one', 1, 100);
UPDATE lease_token SET last = 1;
UPDATE document_number SET last = 8;
UPDATE list_number SET last = 3;

INSERT INTO data_key (id, wrapped, created_at) VALUES (1, x'01', 1), (2, x'02', 1);
UPDATE data_key SET wrapped = NULL, destroyed_at = 5 WHERE id = 2;
INSERT INTO sealed_record (application, data_key, digest, personal_number, record, photograph, signature)
VALUES ('waiting', 1, bytes(32, 01), x'01', x'01', x'01', x'01'),
       ('refused', 1, bytes(32, 02), x'02', x'02', x'02', x'02');
INSERT INTO batch (registry, number, digest, records, photographs, received_by, received_at)
VALUES ('vientiane', 'B-1', bytes(32, 01), 2, 0, 'noy', 1);
INSERT INTO household_member (household, member, state, address)
VALUES (bytes(32, 01), 'waiting', 'good', bytes(32, 01)), (bytes(32, 01), 'absent', 'open', bytes(32, 01));

INSERT INTO journal (id, at, event, detail, hash) VALUES (1, 1, 'import', '', bytes(32, 01));
INSERT INTO journal (id, at, event, detail, hash) VALUES (2, 2, 'approve', '', bytes(32, 02));
INSERT INTO audit_checkpoint (number, entry, head, at, message) VALUES (1, 1, bytes(32, 01), 2, x'30');
INSERT INTO audit_restore (newest, digest, kept, requested_by, requested_at)
VALUES (5, bytes(32, 01), 1, 'noy', 3), (7, bytes(32, 02), 1, 'noy', 3);
UPDATE audit_restore SET confirmed_by = 'keo', confirmed_at = 4 WHERE newest = 7;

INSERT INTO staff (person, full_name, entered_by, entered_at) VALUES ('keo', 'K', 'keo', 1), ('noy', 'N', 'keo', 1);
UPDATE staff SET removed_by = 'keo', removed_at = 2 WHERE person = 'noy';
INSERT INTO staff_role (person, role) VALUES ('keo', 'supervisor');
INSERT INTO staff_card (key_hash, person, document_number, certificate, entered_by, entered_at)
VALUES (bytes(32, 01), 'keo', 'LA0000001', x'30', 'keo', 1), (bytes(32, 02), 'noy', 'LA0000002', x'30', 'keo', 1);
UPDATE staff_card SET withdrawn_at = 2 WHERE person = 'noy';
INSERT INTO staff_signature (key_hash, person, at, statement, signature)
VALUES (bytes(32, 01), 'keo', 1, x'01', x'01');

INSERT INTO signer (number, name, serial_number, key_hash, use_from, use_until, state, cards, card_limit, warn_at,
                    staged_by, staged_at, used_by, used_at)
VALUES (1, 'S1', x'01', bytes(32, 01), 1, 90, 'retired', 10, 10, 9, 'keo', 1, NULL, NULL),
       (2, 'S2', x'02', bytes(32, 02), 1, 90, 'active', 10, 10, 9, 'keo', 1, 'noy', 2),
       (3, 'S3', x'03', bytes(32, 03), 1, 90, 'staged', 0, 10, 9, 'keo', 1, NULL, NULL);
INSERT INTO signer_card (card, signer, at) VALUES (1, 2, 3);
INSERT INTO signer_revocation (serial_number, signer, reason, reference, requested_by, requested_at)
VALUES (x'01', 'S1', 'key_compromise', '', 'noy', 1), (x'02', 'S2', 'superseded', '', 'noy', 1),
       (x'03', 'S3', 'superseded', '', 'noy', 1);
UPDATE signer_revocation SET confirmed_by = 'keo', confirmed_at = 2 WHERE serial_number <> x'03';
INSERT INTO radar_key (print, card, slot, at) VALUES (bytes(32, 01), 1, '9A', 3);
INSERT INTO radar_find (card, slot, weakness, at) VALUES (1, '9A', 'roca', 3);
INSERT INTO clock_statement (requested_by, requested_at) VALUES ('noy', 1);
UPDATE clock_statement SET confirmed_by = 'keo', confirmed_at = 2;
INSERT INTO clock_statement (requested_by, requested_at) VALUES ('noy', 3);
INSERT INTO joint_request (action, about, detail, requested_by, requested_at)
VALUES ('trust', 'root', '1', 'noy', 1), ('trust', 'list', '1', 'noy', 1);
UPDATE joint_request SET confirmed_by = 'keo', confirmed_at = 2 WHERE about = 'list';
INSERT INTO joint_request (action, about, detail, requested_by, requested_at)
VALUES ('stock-missing', 'a1a1a1a1a1a1a1a1a1a1', '', 'keo', 1), ('stock-missing', 'a3a3a3a3a3a3a3a3a3a3', '', 'keo', 1),
       ('staff-card', 'keo LA0000003', '', 'keo', 1), ('staff-card', 'noy LA0000003', '', 'keo', 1);
UPDATE joint_request SET confirmed_by = 'dao', confirmed_at = 2 WHERE action IN ('stock-missing', 'staff-card');
