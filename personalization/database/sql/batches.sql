-- SPDX-License-Identifier: Apache-2.0
-- Batches, households, and what records have in common.

-- batch_of
SELECT digest, records, finished_at FROM batch WHERE registry = :registry AND number = :number;

-- batch_add
INSERT INTO batch (registry, number, digest, records, photographs, received_by, received_at)
VALUES (:registry, :number, :digest, :records, :photographs, :person, :at);

-- batch_finish
UPDATE batch SET finished_at = :at WHERE registry = :registry AND number = :number AND finished_at IS NULL;

-- batch_named
SELECT registry, records, finished_at FROM batch WHERE number = :number ORDER BY registry;

-- batch_add_record
INSERT INTO batch_record (registry, number, place, application, outcome, reasons)
VALUES (:registry, :number, :place, :application, :outcome, :reasons)
ON CONFLICT (registry, number, place) DO UPDATE
SET application = excluded.application, outcome = excluded.outcome, reasons = excluded.reasons;

-- batch_results
SELECT batch_record.place, batch_record.application, batch_record.outcome, batch_record.reasons, job.state,
       (SELECT card.document_number FROM card WHERE card.application = job.application AND card.state <> 'void'
        ORDER BY card.id DESC LIMIT 1)
FROM batch_record LEFT JOIN job ON job.application = batch_record.application
WHERE batch_record.registry = :registry AND batch_record.number = :number AND batch_record.place > :after
ORDER BY batch_record.place LIMIT 1000;

-- batch_rejections_of_job
SELECT field, reason FROM job_rejection WHERE application = :application;

-- household_add_member
INSERT INTO household_member (household, member, state, address) VALUES (:household, :member, :state, :address)
ON CONFLICT (household, member) DO UPDATE SET state = excluded.state, address = excluded.address;

-- household_knows
SELECT count(*) FROM household_member WHERE household = :household AND member = :member;

-- household_forget_nameless
DELETE FROM household_member
WHERE household = :household AND member = (SELECT min(member) FROM household_member
                                           WHERE household = :household AND member LIKE '(%' AND state = 'open');

-- household_other_addresses
SELECT member FROM household_member
WHERE household = :household AND member <> :member AND state = 'good' AND address <> :address
ORDER BY member LIMIT 3;

-- household_waits_for
SELECT other.member FROM household_member AS own
JOIN household_member AS other ON other.household = own.household AND other.state = 'open'
WHERE own.member = :application
ORDER BY other.member;

-- household_all_open
SELECT household, member, state FROM household_member
WHERE household IN (SELECT household FROM household_member WHERE state = 'open')
ORDER BY household, state DESC, member;

-- household_release
DELETE FROM household_member
WHERE state = 'open' AND household IN (SELECT household FROM household_member WHERE member = :application);

-- likeness_add
INSERT INTO likeness (application, photograph, birth) VALUES (:application, :photograph, :birth)
ON CONFLICT (application) DO UPDATE SET photograph = excluded.photograph, birth = excluded.birth;

-- likeness_of_photograph
SELECT likeness.application FROM likeness
JOIN job AS other ON other.application = likeness.application
JOIN job AS own ON own.application = :application
WHERE likeness.photograph = :hash AND other.citizen <> own.citizen
LIMIT 3;

-- likeness_of_birth
SELECT likeness.application FROM likeness
JOIN job AS other ON other.application = likeness.application
JOIN job AS own ON own.application = :application
WHERE likeness.birth = :hash AND other.citizen <> own.citizen
LIMIT 3;

-- notices_forget
DELETE FROM notice WHERE application = :application;

-- notice_add
INSERT INTO notice (application, kind, other, at) VALUES (:application, :kind, :other, :at)
ON CONFLICT (application, kind, other) DO NOTHING;

-- notices_of
SELECT kind, other FROM notice WHERE application = :application ORDER BY kind, other;
