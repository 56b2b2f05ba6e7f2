import {dedupeWindowMs, maxPauseAheadMs, probeIntervalMs} from '../retry-policy.ts'
import {wordingsLock} from '../sql/consent.ts'

/**
 * The two transactions of every lead as functions of the database: one round trip instead of one for each statement. They
 * do what `storeLead` and `settleLead` in `sql/` do step by step, and pass the same tests.
 */
export const functionStatements: readonly string[] = [
  `DROP SCHEMA IF EXISTS contact_signup_jobs CASCADE`, // of a queue that earlier formats had beside the leads
  // Of the third format, without forms. `signup_settle` stays: a proxy of that version records what it is sending.
  `DROP FUNCTION IF EXISTS signup_permission(bigint)`,
  `DROP FUNCTION IF EXISTS signup_store(bytea, bytea, bytea, bytea, bytea, text, bytea, text, text, text, jsonb, text, bigint, text, bigint, integer, integer)`,
  `CREATE OR REPLACE FUNCTION signup_wording_number(digest_ text, texts jsonb, max_wordings integer)
    RETURNS bigint LANGUAGE plpgsql AS $$
  DECLARE found bigint;
  BEGIN
    IF digest_ IS NULL THEN RETURN NULL; END IF;
    SELECT n INTO found FROM signup_wording WHERE digest = digest_;
    IF found IS NOT NULL OR NOT texts ? digest_ THEN RETURN found; END IF;
    IF (SELECT count(*) FROM signup_wording) >= max_wordings THEN RETURN NULL; END IF;
    INSERT INTO signup_wording (digest, text) VALUES (digest_, texts->>digest_)
      ON CONFLICT (digest) DO UPDATE SET digest = excluded.digest RETURNING n INTO found;
    RETURN found;
  END $$`,
  `CREATE OR REPLACE FUNCTION signup_permission(now_ bigint, form_ text) RETURNS text LANGUAGE plpgsql AS $$
  DECLARE pause signup_pause%ROWTYPE;
  BEGIN
    SELECT * INTO pause FROM signup_pause WHERE form IN ('*', form_) ORDER BY CASE form WHEN '*' THEN 0 ELSE 1 END LIMIT 1;
    IF NOT FOUND THEN RETURN 'running'; END IF;
    IF pause.until IS NULL OR (pause.until > now_ AND pause.until <= now_ + @maxPauseAhead) THEN RETURN 'paused'; END IF;
    UPDATE signup_pause SET until = now_ + CASE WHEN pause.reason = 'account' THEN @accountProbe ELSE @busyProbe END
      WHERE form = form_ AND until = pause.until;
    RETURN CASE WHEN FOUND THEN 'probe' ELSE 'paused' END;
  END $$`,
  `CREATE OR REPLACE FUNCTION signup_store(
    key_ bytea, payload_ bytea, content_ bytea, email_ bytea, phone_ bytea, body_ text, record_id bytea, record_ text,
    terms_ text, marketing_ text, texts jsonb, quarantine_ text, now_ bigint, owner_ text, until_ bigint,
    max_quarantined integer, max_wordings integer, form_ text,
    OUT kind text, OUT lead bytea, OUT lead_state text, OUT lead_reason text, OUT permission text, OUT lacks_wordings boolean)
    LANGUAGE plpgsql AS $$
  DECLARE
    known_payload bytea;
    terms_number bigint;
    marketing_number bigint;
  BEGIN
    PERFORM pg_advisory_xact_lock(('x' || encode(substr(key_, 1, 8), 'hex'))::bit(64)::bigint);
    SELECT id, state, reason, payload INTO lead, lead_state, lead_reason, known_payload FROM signup_lead WHERE id = key_;
    IF NOT FOUND THEN
      SELECT l.id, l.state, l.reason, k.payload INTO lead, lead_state, lead_reason, known_payload
        FROM signup_key k JOIN signup_lead l ON l.id = k.lead WHERE k.key = key_;
    END IF;
    IF FOUND THEN
      kind := CASE WHEN known_payload IS NULL OR known_payload = payload_ THEN 'duplicate' ELSE 'key_reused' END;
      RETURN;
    END IF;

    PERFORM pg_advisory_xact_lock(('x' || encode(substr(content_, 1, 8), 'hex'))::bit(64)::bigint);
    SELECT id, state, reason INTO lead, lead_state, lead_reason FROM signup_lead
      WHERE content = content_ AND stored > now_ - @dedupeWindow
        AND (quarantine_ IS NOT NULL OR state NOT IN ('quarantined', 'discarded'))
      ORDER BY stored DESC LIMIT 1;
    kind := CASE WHEN FOUND THEN 'duplicate' ELSE 'new' END;
    IF kind = 'new' AND quarantine_ IS NOT NULL
      AND (SELECT count(*) FROM signup_lead WHERE state = 'quarantined' AND state <> 'delivered' AND form = form_)
        >= max_quarantined THEN
      kind := 'quarantine_full';
      RETURN;
    END IF;

    PERFORM pg_advisory_xact_lock_shared(hashtextextended('@wordingsLock', 0));
    terms_number := signup_wording_number(terms_, texts, max_wordings);
    marketing_number := signup_wording_number(marketing_, texts, max_wordings);
    lacks_wordings := (texts ? terms_ AND terms_number IS NULL) IS TRUE
      OR (texts ? marketing_ AND marketing_number IS NULL) IS TRUE;
    INSERT INTO signup_consent (id, lead, email, phone, at, terms, marketing, record)
      VALUES (record_id, coalesce(lead, key_), email_, phone_, now_, terms_number, marketing_number, record_);
    IF kind = 'duplicate' THEN
      INSERT INTO signup_key (key, payload, lead) VALUES (key_, payload_, signup_store.lead)
        ON CONFLICT (key) DO UPDATE SET payload = excluded.payload, lead = excluded.lead;
      RETURN;
    END IF;

    IF quarantine_ IS NULL
      AND EXISTS (SELECT 1 FROM signup_lead WHERE state = 'refused' AND state <> 'delivered' AND form = form_) THEN
      WITH corrected AS (
        DELETE FROM signup_lead l WHERE l.state = 'refused' AND l.form = form_ AND l.id IN (
          SELECT c.lead FROM signup_consent c WHERE c.email = email_ OR c.phone = phone_) RETURNING l.id)
      DELETE FROM signup_key k WHERE k.lead IN (SELECT corrected.id FROM corrected);
    END IF;
    permission := CASE WHEN quarantine_ IS NULL AND owner_ IS NOT NULL THEN signup_permission(now_, form_) END;
    lead := key_;
    lead_state := CASE WHEN quarantine_ IS NOT NULL THEN 'quarantined'
      WHEN permission IN ('running', 'probe') THEN 'sending' ELSE 'pending' END;
    INSERT INTO signup_lead (id, form, state, is_retry, body, payload, content, stored, since, due, owner, reason)
      VALUES (key_, form_, lead_state, CASE WHEN lead_state = 'pending' THEN 0 ELSE 1 END, body_, payload_, content_, now_, now_,
        CASE WHEN lead_state = 'sending' THEN until_ ELSE now_ END, CASE WHEN lead_state = 'sending' THEN owner_ END, quarantine_);
  END $$`,
  `CREATE OR REPLACE FUNCTION signup_settle(
    id_ bytea, state_ text, due_ bigint, reason_ text, status_ integer, doubtful_ integer, answer_ text, now_ bigint, owner_ text,
    pause_reason text, pause_until bigint, ends_pause integer, form_ text) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    UPDATE signup_lead SET state = state_, due = CASE WHEN state_ = 'pending' THEN due_ ELSE now_ END, reason = reason_,
      status = status_, doubtful = doubtful_, attempts = attempts + 1, owner = NULL, is_retry = 1,
      settled = CASE WHEN state_ = 'pending' THEN NULL ELSE now_ END, answer = answer_,
      body = CASE WHEN state_ = 'delivered' THEN NULL ELSE body END
      WHERE id = id_ AND state <> 'delivered' AND (owner = owner_ OR state_ = 'delivered');
    IF pause_reason IS NOT NULL THEN
      INSERT INTO signup_pause (form, reason, until) VALUES (form_, pause_reason, pause_until)
        ON CONFLICT (form) DO UPDATE SET reason = excluded.reason, until = excluded.until
        WHERE signup_pause.until < excluded.until OR signup_pause.reason = excluded.reason;
    ELSIF ends_pause = 1 THEN
      DELETE FROM signup_pause WHERE form = form_;
    END IF;
  END $$`,
].map(statement =>
  statement
    .replaceAll('@wordingsLock', wordingsLock)
    .replaceAll('@dedupeWindow', String(dedupeWindowMs))
    .replaceAll('@accountProbe', String(probeIntervalMs('account')))
    .replaceAll('@busyProbe', String(probeIntervalMs('busy')))
    .replaceAll('@maxPauseAhead', String(maxPauseAheadMs)),
)
