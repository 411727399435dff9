-- SPDX-License-Identifier: Apache-2.0
-- Document signers of the office, and what two people say of the clock.

-- signers_all
SELECT signer.number, signer.name, signer.serial_number, signer.key_hash, signer.use_from, signer.use_until,
       signer.state, signer.cards, signer.card_limit, signer.warn_at, signer.staged_by, signer.staged_at,
       coalesce(signer.used_by, ''),
       CASE WHEN EXISTS (SELECT 1 FROM signer_revocation AS revocation
                         WHERE revocation.serial_number = signer.serial_number AND confirmed_at IS NOT NULL)
            THEN 1 ELSE 0 END
FROM signer ORDER BY signer.number;

-- signers_add
INSERT INTO signer (number, name, serial_number, key_hash, use_from, use_until, state, cards, card_limit, warn_at,
                    staged_by, staged_at)
VALUES (:number, :name, :serial_number, :key_hash, :use_from, :use_until, :state, :cards, :card_limit, :warn_at,
        :person, :at)
ON CONFLICT DO NOTHING;

-- signers_cards_made
SELECT count(*) FROM card WHERE state <> 'void';

-- signers_retire_active
UPDATE signer SET state = 'retired' WHERE state = 'active';

-- signers_activate
UPDATE signer SET state = 'active', used_by = :person, used_at = :at WHERE number = :number AND state = 'staged';

-- signers_has_card
SELECT count(*) FROM signer_card WHERE card = :card AND signer = :number;

-- signers_count_card
UPDATE signer SET cards = cards + 1
WHERE number = :number AND state = 'active' AND cards < card_limit AND cards < :limit;

-- signers_add_card
INSERT INTO signer_card (card, signer, at) VALUES (:card, :number, :at);

-- signers_of_card
SELECT signer.number, signer.name FROM signer_card JOIN signer ON signer.number = signer_card.signer
WHERE signer_card.card = :card ORDER BY signer.number DESC;

-- clock_last_entry
SELECT coalesce((SELECT at FROM journal ORDER BY id DESC LIMIT 1), 0);

-- clock_open_statement
SELECT id, requested_by, requested_at FROM clock_statement
WHERE confirmed_at IS NULL AND id > (SELECT coalesce(max(id), 0) FROM clock_statement WHERE confirmed_at IS NOT NULL)
ORDER BY id DESC LIMIT 1;

-- clock_add_statement
INSERT INTO clock_statement (requested_by, requested_at) VALUES (:person, :at);

-- clock_confirm_statement
UPDATE clock_statement SET confirmed_by = :person, confirmed_at = :at WHERE id = :id;

-- clock_last_confirmed
SELECT coalesce((SELECT max(confirmed_at) FROM clock_statement), 0);
