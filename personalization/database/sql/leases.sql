-- SPDX-License-Identifier: Apache-2.0
-- Leases of jobs. The queue is read in the order of its index until the first job without one; leases are counted for
-- each, because a database may do a join the other way round: all leases first, all jobs, and then the order.

-- lease_in_order_of_queue
SELECT 1;

-- lease_next_approved
SELECT application FROM job
WHERE state = 'approved' AND approved_by <> :operator
  AND (SELECT count(*) FROM lease WHERE lease.application = job.application) = 0
ORDER BY approved_at, application LIMIT 1;

-- lease_next_token
UPDATE lease_token SET last = last + 1 RETURNING last;

-- lease_add
INSERT INTO lease (application, owner, token, until) VALUES (:application, :owner, :token, :until);

-- lease_of
SELECT token, until FROM lease WHERE application = :application;

-- lease_renew
UPDATE lease SET until = CASE WHEN until < :until THEN :until ELSE until END
WHERE application = :application AND token = :token AND until >= :now;

-- lease_release
DELETE FROM lease WHERE application = :application AND token = :token;

-- lease_run_out
SELECT application, token, owner FROM lease WHERE until < :now ORDER BY token;

-- lease_held
SELECT application, token, owner FROM lease WHERE application = :application AND token = :token;

-- lease_of_owner
SELECT application, token, owner FROM lease WHERE owner = :owner ORDER BY token;

-- lease_all
SELECT application, token, owner FROM lease ORDER BY token;

-- lease_card_in_work
SELECT id FROM card WHERE application = :application AND state = 'encoding';
