-- SPDX-License-Identifier: Apache-2.0
-- The journal: one statement appends to it, none changes it.

-- audit_last
SELECT audit_store.id, coalesce(tip.id, 0), coalesce(tip.at, 0), tip.hash
FROM audit_store LEFT JOIN (SELECT id, at, hash FROM journal ORDER BY id DESC LIMIT 1) AS tip ON 1 = 1;

-- audit_append
INSERT INTO journal (id, at, event, card, application, person, detail, hash)
VALUES (:number, :at, :event, :card, :application, :person, :detail, :hash);

-- audit_entries
SELECT id, at, event, card, application, person, detail, hash FROM journal WHERE id > :after ORDER BY id LIMIT :limit;
