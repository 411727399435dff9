-- SPDX-License-Identifier: Apache-2.0
-- Revoked cards, certificates and signers, and the numbers of lists.

-- revocable_card
SELECT card.id, card.state, card.citizen_ca, revocation.reason, revocation.requested_by, revocation.confirmed_at,
       card.application
FROM card LEFT JOIN revocation ON revocation.card = card.id WHERE document_number = :document_number;

-- request_revocation
INSERT INTO revocation (card, reason, reference, requested_by, requested_at)
VALUES (:card, :reason, :reference, :person, :at)
ON CONFLICT (card) DO UPDATE SET reason = :reason, reference = :reference, requested_by = :person, requested_at = :at;

-- confirm_revocation
UPDATE revocation SET confirmed_by = :person, confirmed_at = :at WHERE card = :card;

-- revoke_card
UPDATE card SET revoked_at = :at WHERE id = :card;

-- certificates_of_card
SELECT serial_number, not_after FROM card_key WHERE card = :card AND serial_number IS NOT NULL
UNION
SELECT serial_number, not_after FROM renewed_certificate WHERE card = :card;

-- forget_sealed_certificates
UPDATE renewed_certificate SET sealed = NULL, certificate = NULL WHERE card = :card AND hash IS NOT NULL;

-- add_revoked_certificate
INSERT INTO revoked_certificate (citizen_ca, serial_number, card, revoked_at, not_after)
VALUES (:citizen_ca, :serial_number, :card, :at, :not_after)
ON CONFLICT (citizen_ca, serial_number) DO NOTHING;

-- revocations
SELECT document_number, revocation.reason, reference, requested_by, requested_at, coalesce(confirmed_by, ''), confirmed_at
FROM revocation JOIN card ON card.id = revocation.card ORDER BY requested_at, card.id;

-- revoked_cards
SELECT status_index, revocation.reason FROM card JOIN revocation ON revocation.card = card.id
WHERE revoked_at IS NOT NULL
UNION ALL
SELECT status_index, 'lost' FROM card JOIN card_hold ON card_hold.card = card.id
WHERE revoked_at IS NULL AND lifted_at IS NULL
UNION ALL
SELECT status_index, 'lost' FROM card WHERE state = 'quarantined' AND revoked_at IS NULL
ORDER BY 1;

-- released_cards
SELECT status_index, max(at)
FROM (SELECT status_index, lifted_at AS at FROM card JOIN card_hold ON card_hold.card = card.id
      WHERE lifted_at IS NOT NULL
      UNION ALL
      SELECT status_index, reopened_at FROM card WHERE reopened_at IS NOT NULL) AS released
GROUP BY status_index ORDER BY status_index;

-- revoked_certificates
SELECT serial_number, revoked_at, 0 FROM revoked_certificate
WHERE citizen_ca = :citizen_ca AND not_after >= :now
UNION ALL
SELECT serial_number, held_at, 1 FROM held_certificate
JOIN card_hold ON card_hold.card = held_certificate.card AND card_hold.round = held_certificate.round
JOIN card ON card.id = held_certificate.card
WHERE held_certificate.citizen_ca = :citizen_ca AND not_after >= :now AND lifted_at IS NULL AND revoked_at IS NULL
ORDER BY 1;

-- released_certificates
SELECT serial_number, max(lifted_at) FROM held_certificate
JOIN card_hold ON card_hold.card = held_certificate.card AND card_hold.round = held_certificate.round
WHERE citizen_ca = :citizen_ca AND not_after >= :now AND lifted_at IS NOT NULL
GROUP BY serial_number ORDER BY serial_number;

-- drop_signer_request
DELETE FROM signer_revocation WHERE serial_number = :serial_number AND confirmed_at IS NULL;

-- request_signer_revocation
INSERT INTO signer_revocation (serial_number, signer, reason, reference, requested_by, requested_at)
VALUES (:serial_number, :signer, :reason, :reference, :person, :at);

-- confirm_signer_revocation
UPDATE signer_revocation SET confirmed_by = :person, confirmed_at = :at
WHERE serial_number = :serial_number AND confirmed_at IS NULL;

-- revocations_of_signer
SELECT reason, requested_by, confirmed_at FROM signer_revocation WHERE serial_number = :serial_number;

-- signer_revocations
SELECT signer, serial_number, reason, reference, requested_by, requested_at, coalesce(confirmed_by, ''), confirmed_at
FROM signer_revocation ORDER BY requested_at, rowid;

-- revoked_signers
SELECT serial_number, confirmed_at, reason FROM signer_revocation AS revocation
WHERE confirmed_at IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM signer_revocation AS other
                  WHERE other.serial_number = revocation.serial_number AND other.confirmed_at IS NOT NULL
                    AND other.reason = 'key_compromise' AND revocation.reason <> 'key_compromise')
ORDER BY serial_number;

-- count_blocks
SELECT count(*) FROM status_block;

-- next_list_number
UPDATE list_number SET last = CASE WHEN last < :published THEN :published ELSE last END + 1 RETURNING last;
