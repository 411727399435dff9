-- SPDX-License-Identifier: Apache-2.0
-- The queue's index has the order, and a job on which another has its hand is passed over.

-- Until the end of the change: a server that crashed has no statistics, takes every table for small, and would sort the
-- whole queue for its first job.

-- lease_in_order_of_queue
SELECT set_config('enable_sort', 'off', true);

-- lease_next_approved
SELECT application FROM job
WHERE state = 'approved' AND approved_by <> :operator
  AND (SELECT count(*) FROM lease WHERE lease.application = job.application) = 0
ORDER BY approved_at, application LIMIT 1
FOR UPDATE SKIP LOCKED;
