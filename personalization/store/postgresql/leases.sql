-- SPDX-License-Identifier: Apache-2.0
-- A job on which another has its hand is passed over.

-- lease_next_approved
SELECT application FROM job
WHERE state = 'approved' AND approved_by <> :operator
  AND (SELECT count(*) FROM lease WHERE lease.application = job.application) = 0
ORDER BY approved_at, application LIMIT 1
FOR UPDATE SKIP LOCKED;
