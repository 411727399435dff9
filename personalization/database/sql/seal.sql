-- SPDX-License-Identifier: Apache-2.0
-- Personal data, sealed, and the wrapped keys that open them.

-- seal_add_key
INSERT INTO data_key (id, wrapped, created_at, class) VALUES (:id, :wrapped, :at, :class)
ON CONFLICT (id) DO NOTHING;

-- seal_key
SELECT wrapped FROM data_key WHERE id = :id;

-- seal_keep
INSERT INTO sealed_record (application, data_key, specific_key, digest, personal_number, record, specific, photograph,
                           signature)
VALUES (:application, :data_key, :specific_key, :digest, :personal_number, :record, :specific, :photograph, :signature)
ON CONFLICT (application) DO UPDATE
SET data_key = excluded.data_key, specific_key = excluded.specific_key, digest = excluded.digest,
    personal_number = excluded.personal_number, record = excluded.record, specific = excluded.specific,
    photograph = excluded.photograph, signature = excluded.signature;

-- seal_digest
SELECT digest FROM sealed_record WHERE application = :application;

-- seal_record
SELECT data_key, personal_number, record, photograph, signature, specific_key, specific FROM sealed_record
WHERE application = :application;

-- seal_is_adopted
SELECT count(*) FROM sealing;

-- seal_adopted
INSERT INTO sealing (adopted_at) VALUES (:at);

-- seal_older
SELECT (SELECT count(*) FROM citizen) + (SELECT count(*) FROM household_member);

-- seal_plain_jobs
SELECT application, personal_number, record, photograph, signature FROM job JOIN citizen ON citizen.id = job.citizen
WHERE record <> '' ORDER BY application LIMIT 20;

-- seal_blank_job
UPDATE job SET record = '', photograph = :nothing, signature = :nothing WHERE application = :application;

-- seal_plain_citizens
SELECT id, personal_number FROM citizen;

-- seal_citizen
UPDATE citizen SET personal_number = :index WHERE id = :id;

-- seal_plain_photographs
SELECT DISTINCT photograph FROM likeness;

-- seal_photograph
UPDATE likeness SET photograph = :keyed WHERE photograph = :plain;

-- seal_plain_births
SELECT DISTINCT birth FROM likeness;

-- seal_birth
UPDATE likeness SET birth = :keyed WHERE birth = :plain;

-- seal_plain_households
SELECT DISTINCT household FROM household_member;

-- seal_household
UPDATE household_member SET household = :keyed WHERE household = :plain;

-- seal_plain_addresses
SELECT DISTINCT address FROM household_member;

-- seal_address
UPDATE household_member SET address = :keyed WHERE address = :plain;

-- seal_plain_renewals
SELECT card, number, slot, certificate FROM renewed_certificate WHERE certificate IS NOT NULL;

-- seal_renewal
UPDATE renewed_certificate SET sealed = :sealed, certificate = NULL
WHERE card = :card AND number = :number AND slot = :slot;

-- seal_is_purged
SELECT count(*) FROM sealed_record JOIN data_key ON data_key.id = sealed_record.data_key
WHERE sealed_record.application = :application AND data_key.wrapped IS NULL;

-- seal_is_purged_of_specific
SELECT count(*) FROM sealed_record JOIN data_key ON data_key.id = coalesce(sealed_record.specific_key, sealed_record.data_key)
WHERE sealed_record.application = :application AND data_key.wrapped IS NULL;

-- seal_due_keys
SELECT data_key.id,
       (SELECT count(*) FROM sealed_record
        WHERE sealed_record.data_key = data_key.id OR sealed_record.specific_key = data_key.id),
       (SELECT count(*) FROM sealed_record LEFT JOIN data_key AS other ON other.id = sealed_record.specific_key
        WHERE (sealed_record.data_key = data_key.id OR sealed_record.specific_key = data_key.id)
          AND (other.destroyed_at IS NULL OR other.destroyed_at <> :at))
FROM data_key
WHERE wrapped IS NOT NULL AND class = :class AND created_at < :before
  AND NOT EXISTS (SELECT 1 FROM sealed_record JOIN job ON job.application = sealed_record.application
                  WHERE (sealed_record.data_key = data_key.id OR sealed_record.specific_key = data_key.id)
                    AND (job.state NOT IN ('issued', 'withdrawn') OR job.changed_at >= :before))
ORDER BY created_at, id;

-- seal_overdue_keys
SELECT data_key.id, data_key.created_at, count(*),
       sum(CASE WHEN job.state IN ('issued', 'withdrawn') THEN 0 ELSE 1 END)
FROM data_key JOIN sealed_record ON sealed_record.specific_key = data_key.id
                                 OR (sealed_record.data_key = data_key.id AND sealed_record.specific_key IS NULL)
              JOIN job ON job.application = sealed_record.application
WHERE data_key.wrapped IS NOT NULL AND data_key.created_at < :before
GROUP BY data_key.id, data_key.created_at
HAVING min(job.changed_at) < :before
   AND (max(CASE WHEN job.state IN ('issued', 'withdrawn') THEN 0 ELSE 1 END) = 1 OR max(job.changed_at) < :before)
ORDER BY data_key.created_at, data_key.id;

-- seal_holders
SELECT job.application, job.state
FROM sealed_record JOIN job ON job.application = sealed_record.application
WHERE (sealed_record.data_key = :id OR sealed_record.specific_key = :id) AND job.state NOT IN ('issued', 'withdrawn')
ORDER BY job.application LIMIT 10;

-- seal_destroy_key
UPDATE data_key SET wrapped = NULL, destroyed_at = :at WHERE id = :id AND wrapped IS NOT NULL;
