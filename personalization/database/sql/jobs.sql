-- SPDX-License-Identifier: Apache-2.0
-- Applications. These statements are in the form that SQLite and PostgreSQL both understand.

-- last_entry
SELECT coalesce((SELECT at FROM journal ORDER BY id DESC LIMIT 1), 0);

-- add_citizen
INSERT INTO citizen (personal_number, holder_id) VALUES (:personal_number, :holder_id)
ON CONFLICT (personal_number) DO NOTHING;

-- citizen_of
SELECT id FROM citizen WHERE personal_number = :personal_number;

-- citizen_is_served
SELECT EXISTS (SELECT 1 FROM job WHERE citizen = :citizen AND state NOT IN ('issued', 'withdrawn')
                                   AND application <> :application)
    OR EXISTS (SELECT 1 FROM card WHERE citizen = :citizen AND state IN ('encoding', 'live') AND revoked_at IS NULL
                                    AND NOT EXISTS (SELECT 1 FROM replacement
                                                    WHERE replacement.card = card.id
                                                      AND replacement.application = :application
                                                      AND cancelled_at IS NULL))
    OR EXISTS (SELECT 1 FROM replacement JOIN card ON card.id = replacement.card
               WHERE replacement.application = :application AND cancelled_at IS NULL AND card.citizen <> :citizen);

-- add_job
INSERT INTO job (application, citizen, record, photograph, signature, state, imported_by, imported_at, changed_at)
VALUES (:application, :citizen, '', :nothing, :nothing, 'imported', :person, :at, :at);

-- renew_job
UPDATE job SET citizen = :citizen, record = '', photograph = :nothing, signature = :nothing,
               state = 'imported', imported_by = :person, imported_at = :at, approved_by = NULL, approved_at = NULL,
               changed_at = :at
WHERE application = :application;

-- add_rejection
INSERT INTO job_rejection (application, field, reason) VALUES (:application, :field, :reason);

-- forget_rejections
DELETE FROM job_rejection WHERE application = :application;

-- rejections
SELECT field, reason FROM job_rejection WHERE application = :application ORDER BY rowid;

-- job_people
SELECT state, imported_by, coalesce(approved_by, ''), citizen FROM job WHERE application = :application;

-- approve_job
UPDATE job SET state = 'approved', approved_by = :person, approved_at = :at, changed_at = :at
WHERE application = :application;

-- next_approved
SELECT application, approved_by <> :operator AS allowed FROM job WHERE state = 'approved'
ORDER BY allowed DESC, approved_at, application LIMIT 1;

-- jobs
SELECT job.application, job.state, job.imported_by, coalesce(job.approved_by, ''), coalesce(card.operator, ''),
       coalesce(card.document_number, ''), coalesce(card.reason, ''), coalesce(card.step, ''), job.changed_at
FROM job LEFT JOIN card ON card.id = (SELECT max(id) FROM card WHERE application = job.application)
ORDER BY job.imported_at, job.application;
