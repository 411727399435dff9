-- SPDX-License-Identifier: Apache-2.0
-- Nobody goes on with a card that lay aside and was revoked: since then its application may be imported again.

UPDATE job SET state = 'withdrawn'
WHERE state = 'quarantined'
  AND NOT EXISTS (SELECT 1 FROM card
                  WHERE card.application = job.application AND card.state = 'quarantined' AND card.revoked_at IS NULL);
