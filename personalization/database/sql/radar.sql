-- SPDX-License-Identifier: Apache-2.0
-- The key radar: every public key of every card.

-- radar_seen
SELECT card, slot FROM radar_key WHERE print = :print;

-- radar_signer
SELECT number FROM signer WHERE key_hash = :key_hash;

-- radar_last
SELECT coalesce((SELECT max(id) FROM radar_key), 0);

-- radar_moduli
SELECT id, modulus FROM radar_key WHERE modulus IS NOT NULL AND id > :after AND id <= :last ORDER BY id LIMIT :most;

-- radar_key_of
SELECT card, slot, print FROM radar_key WHERE id = :id;

-- radar_add
INSERT INTO radar_key (print, card, slot, modulus, at) VALUES (:print, :card, :slot, :modulus, :at);

-- radar_add_find
INSERT INTO radar_find (card, slot, weakness, other_card, other_print, at)
VALUES (:card, :slot, :weakness, :other, :other_print, :at);

-- radar_find_on
SELECT weakness FROM radar_find WHERE other_print = :print ORDER BY id LIMIT 1;

-- radar_finds
SELECT weakness, count(*) FROM radar_find GROUP BY weakness ORDER BY weakness;

-- radar_keys
SELECT count(*) FROM radar_key;

-- radar_finds_of
SELECT weakness, other_card FROM radar_find WHERE card = :card ORDER BY id;
