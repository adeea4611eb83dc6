-- The whole database, as prose.  Rules that hold everywhere:
--   ids are row numbers and never leave the store and action floors; what an address names has a
--   random `key` (16 characters of Crockford base32, 80 bits);
--   times are seconds since 1970, UTC; money is whole fen; states are the words of domain.md;
--   JSON columns are documents nobody queries into; what is queried has a column;
--   a row that stops counting gets an `…_at` time and stays, unless a law wants it gone.
--
-- The schema's version is PRAGMA user_version: the number of the newest sql/migrations/NNN_word.sql, or
-- 1 while there is none.  A new file is made from this text at once.  Until the first release this text
-- is version 1 and simply changes.  From then on a change here comes with the next NNN_word.sql (002
-- first), which takes a file from NNN - 1 to NNN; with 002 also comes 001_base.sql, this text as it was
-- released, so that a promise test can grow one from the other and find them equal.  A migration holds
-- no BEGIN: all newer ones run in one transaction, references are checked at its end, and the file as it
-- was stays beside it as NAME.before-VERSION.

-- What this folder is and what the service remembers of itself.
CREATE TABLE setting(
  name  TEXT PRIMARY KEY,  -- 'folder' (real | rehearsal), 'call' (key of the current call), 'mail.paused' …
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

---------------------------------------------------------------- people

-- One human being, with or without an account; every applicant, member, reviewer column is a person.
CREATE TABLE person(
  id          INTEGER PRIMARY KEY,
  key         TEXT NOT NULL UNIQUE,
  name        TEXT NOT NULL,           -- as the person writes it, one field
  latin_name  TEXT,
  institution TEXT,                    -- as written; conflicts compare it through institution_alias
  orcid       TEXT,                    -- 0000-0000-0000-0000
  phone       TEXT,                    -- personal data
  language    TEXT NOT NULL DEFAULT 'zh-CN',
  joined_into INTEGER REFERENCES person(id),  -- set when two persons were found to be one; all rows were re-pointed
  created_at  INTEGER NOT NULL
) STRICT;

-- A person's sign-in.  No row: the person cannot sign in (a member named by a leader, a mail applicant).
CREATE TABLE account(
  person      INTEGER PRIMARY KEY REFERENCES person(id),
  password    TEXT,                    -- Argon2id PHC string; NULL until one is set by a one-time link
  disabled_at INTEGER,
  created_at  INTEGER NOT NULL
) STRICT;

-- Mail addresses; several may belong to one person, one of them is written to.
CREATE TABLE address(
  id          INTEGER PRIMARY KEY,
  person      INTEGER NOT NULL REFERENCES person(id),
  email       TEXT NOT NULL,           -- as typed
  folded      TEXT NOT NULL UNIQUE,    -- lower-cased: the one that is compared
  is_primary  INTEGER NOT NULL DEFAULT 1 CHECK (is_primary IN (0, 1)),
  verified_at INTEGER,
  created_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX address_person ON address(person);

-- Signed-in browsers.  The cookie's 256-bit token is stored as its SHA-256 only.
CREATE TABLE session(
  id         INTEGER PRIMARY KEY,
  key        TEXT NOT NULL UNIQUE,     -- names it to its person, who may end it; opens nothing
  token      TEXT NOT NULL UNIQUE,     -- hex SHA-256 of the token
  person     INTEGER NOT NULL REFERENCES person(id),
  source     TEXT NOT NULL,            -- address it was opened from
  agent      TEXT NOT NULL,            -- User-Agent, cut to 200 bytes
  stays      INTEGER NOT NULL DEFAULT 0 CHECK (stays IN (0, 1)),  -- the person asked for seven days, idle or not
  created_at INTEGER NOT NULL,
  seen_at    INTEGER NOT NULL,         -- refreshed at most every five minutes
  ended_at   INTEGER
) STRICT;
CREATE INDEX session_person ON session(person, source);

-- The second step of signing in: codes from the person's authenticator (RFC 6238).  No row, or one not
-- enabled yet: the password alone opens.
CREATE TABLE totp(
  person     INTEGER PRIMARY KEY REFERENCES person(id),
  key        TEXT NOT NULL,
  secret     BLOB NOT NULL,            -- base32, sealed by world/cipher for 'totp:KEY'; moves with its account
  step       INTEGER NOT NULL DEFAULT 0,  -- of the last code that was taken: each works once
  created_at INTEGER NOT NULL,
  enabled_at INTEGER                   -- a first code was typed; NULL: only shown so far
) STRICT;

-- Codes on paper for who has lost the authenticator: 80 random bits each, used once.
CREATE TABLE recovery_code(
  id      INTEGER PRIMARY KEY,
  person  INTEGER NOT NULL REFERENCES person(id),
  hash    TEXT NOT NULL UNIQUE,        -- hex SHA-256 of 'recovery:CODE': 80 random bits need no salt
  used_at INTEGER
) STRICT;
CREATE INDEX recovery_code_person ON recovery_code(person);

-- One-time links and codes: hashed, for one purpose, used once.
CREATE TABLE token(
  id         INTEGER PRIMARY KEY,
  hash       TEXT NOT NULL UNIQUE,     -- hex SHA-256 of the random part
  purpose    TEXT NOT NULL CHECK (purpose IN ('verify', 'reset', 'invite', 'first', 'confirm', 'second', 'address', 'office')),
  person     INTEGER REFERENCES person(id),
  email      TEXT,                     -- the address it was sent to
  detail     TEXT,                     -- JSON: what the purpose needs (role and call of an invitation …)
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at    INTEGER                   -- also set when something else made it useless
) STRICT;
CREATE INDEX token_open ON token(purpose, expires_at) WHERE used_at IS NULL;
CREATE INDEX token_person ON token(person) WHERE used_at IS NULL;

-- Guessing limits that survive a restart: how often a subject failed lately.
CREATE TABLE guess(
  subject TEXT PRIMARY KEY,            -- 'pair:…', 'network:…', 'account:…', 'mail:…': keyed hash of it
  count   INTEGER NOT NULL,            -- failures that still count (domain/guess.h)
  since   INTEGER NOT NULL,            -- the last of them
  next_at INTEGER NOT NULL             -- nothing is evaluated before
) STRICT, WITHOUT ROWID;

-- Versions of texts accepted: the privacy notice at sign-up, separate consents for sharing.
CREATE TABLE consent(
  id           INTEGER PRIMARY KEY,
  person       INTEGER NOT NULL REFERENCES person(id),
  kind         TEXT NOT NULL,          -- 'privacy', 'share/pcl', 'share/huawei'
  version      TEXT NOT NULL,
  given_at     INTEGER NOT NULL,
  withdrawn_at INTEGER
) STRICT;
CREATE INDEX consent_person ON consent(person);

-- Somebody asks that what is kept of them be erased (PIPL 47); the office answers, and a chore erases when the days to think
-- again are over.  Then nothing personal is left in this row either.
CREATE TABLE erasure(
  id         INTEGER PRIMARY KEY,
  key        TEXT NOT NULL UNIQUE,
  person     INTEGER NOT NULL REFERENCES person(id),
  state      TEXT NOT NULL CHECK (state IN ('asked', 'accepted', 'refused', 'withdrawn', 'done')),
  reason     TEXT NOT NULL,            -- of the person, who need not give one
  asked_at   INTEGER NOT NULL,
  answer     TEXT NOT NULL DEFAULT '', -- of the office
  decided_by INTEGER REFERENCES person(id),
  decided_at INTEGER,
  due_at     INTEGER,                  -- accepted: erased then, until when it may be withdrawn
  ended_at   INTEGER                   -- withdrawn, done
) STRICT;
CREATE UNIQUE INDEX erasure_open ON erasure(person) WHERE state IN ('asked', 'accepted');
CREATE INDEX erasure_person ON erasure(person, id);
CREATE INDEX erasure_due ON erasure(due_at) WHERE state = 'accepted';

---------------------------------------------------------------- calls

-- One year's call.  Its words, topics, form and rules are the definition; dates and switches that the
-- office moves while it runs are here.
CREATE TABLE call(
  id         INTEGER PRIMARY KEY,
  key        TEXT NOT NULL UNIQUE,     -- '2023', from the definition
  version    INTEGER NOT NULL,         -- the definition in force: call_version.version
  opens_at   INTEGER,
  closes_at  INTEGER,                  -- NULL: announced later; the call cannot close until it is set
  grace      INTEGER NOT NULL DEFAULT 900,  -- seconds for uploads begun before closing
  opened_at  INTEGER,                  -- the three stored events that gate rights, written once;
  closed_at  INTEGER,                  -- call_event has who and why
  released_at INTEGER,
  budget     INTEGER,                  -- fen over all topics; NULL: no cap
  switches   TEXT NOT NULL DEFAULT '{}',  -- JSON: the office's settings over the definition's
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE call_version(
  id          INTEGER PRIMARY KEY,
  call        INTEGER NOT NULL REFERENCES call(id),
  version     INTEGER NOT NULL,
  definition  TEXT NOT NULL,           -- the JSON document, canonical
  sha256      TEXT NOT NULL,
  imported_by INTEGER REFERENCES person(id),
  imported_at INTEGER NOT NULL,
  UNIQUE(call, version)
) STRICT;

-- A definition uploaded in the browser and not yet confirmed: shown with its check and diff.
CREATE TABLE call_candidate(
  id          INTEGER PRIMARY KEY,
  key         TEXT NOT NULL UNIQUE,
  definition  TEXT NOT NULL,
  uploaded_by INTEGER NOT NULL REFERENCES person(id),
  uploaded_at INTEGER NOT NULL
) STRICT;

CREATE TABLE topic(
  id    INTEGER PRIMARY KEY,
  call  INTEGER NOT NULL REFERENCES call(id),
  code  TEXT NOT NULL,                 -- '1' … '7', from the definition
  place INTEGER NOT NULL,              -- order in the definition
  quota INTEGER NOT NULL DEFAULT 1,    -- places to fund
  UNIQUE(call, code)
) STRICT;

-- Opening, closing, release, and moving them by hand.
CREATE TABLE call_event(
  id     INTEGER PRIMARY KEY,
  call   INTEGER NOT NULL REFERENCES call(id),
  event  TEXT NOT NULL CHECK (event IN ('opening', 'closing', 'release', 'reopening', 'dates')),
  at     INTEGER NOT NULL,
  by     INTEGER REFERENCES person(id),  -- NULL: the clock
  reason TEXT
) STRICT;
CREATE INDEX call_event_call ON call_event(call);

-- More time: for one person, one topic or all (NULL means any).
CREATE TABLE extension(
  id     INTEGER PRIMARY KEY,
  call   INTEGER NOT NULL REFERENCES call(id),
  person INTEGER REFERENCES person(id),
  topic  INTEGER REFERENCES topic(id),
  until  INTEGER NOT NULL,
  reason TEXT NOT NULL,
  by     INTEGER NOT NULL REFERENCES person(id),
  at     INTEGER NOT NULL
) STRICT;
CREATE INDEX extension_call ON extension(call, person);

-- When the service was away for longer than three minutes: from its last mark of life (setting 'alive')
-- to its next.
CREATE TABLE outage(
  id       INTEGER PRIMARY KEY,
  began_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL
) STRICT;
CREATE INDEX outage_ended ON outage(ended_at);

CREATE TABLE role_grant(
  id         INTEGER PRIMARY KEY,
  person     INTEGER NOT NULL REFERENCES person(id),
  call       INTEGER REFERENCES call(id),  -- NULL for administrator and auditor, who serve all calls
  role       TEXT NOT NULL CHECK (role IN ('reviewer', 'member', 'chair', 'secretary', 'auditor', 'administrator')),
  granted_by INTEGER REFERENCES person(id),  -- NULL: the command line
  granted_at INTEGER NOT NULL,
  ended_at   INTEGER
) STRICT;
CREATE UNIQUE INDEX role_grant_live ON role_grant(person, role, ifnull(call, 0)) WHERE ended_at IS NULL;
CREATE INDEX role_grant_call ON role_grant(call, role) WHERE ended_at IS NULL;

-- 通知公告.
CREATE TABLE announcement(
  id           INTEGER PRIMARY KEY,
  key          TEXT NOT NULL UNIQUE,
  call         INTEGER NOT NULL REFERENCES call(id),
  title        TEXT NOT NULL,
  body         TEXT NOT NULL,          -- plain text, paragraphs by blank lines
  title_en     TEXT,
  body_en      TEXT,
  published_at INTEGER,
  withdrawn_at INTEGER,
  by           INTEGER NOT NULL REFERENCES person(id)
) STRICT;
CREATE INDEX announcement_call ON announcement(call, published_at);

-- Content-addressed files under DATA/blobs; the file is durable before its row commits.
CREATE TABLE blob(
  sha256     TEXT PRIMARY KEY,
  size       INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Files people download: 指南, 申请书模板, 承诺书, 合同模板.
CREATE TABLE download(
  id          INTEGER PRIMARY KEY,
  key         TEXT NOT NULL UNIQUE,
  call        INTEGER NOT NULL REFERENCES call(id),
  slot        TEXT NOT NULL,           -- 'guide', 'application-template', 'commitment', 'contract-template', 'other'
  name        TEXT NOT NULL,           -- file name as data
  type        TEXT NOT NULL,           -- from our table of types
  blob        TEXT NOT NULL REFERENCES blob(sha256),
  size        INTEGER NOT NULL,
  uploaded_by INTEGER NOT NULL REFERENCES person(id),
  uploaded_at INTEGER NOT NULL,
  removed_at  INTEGER
) STRICT;
CREATE INDEX download_call ON download(call) WHERE removed_at IS NULL;

---------------------------------------------------------------- applications

-- One applicant's proposal to one topic.  Its state ends at 'eligible': decisions and awards are rows of
-- their own that no applicant's page reads before release.
CREATE TABLE application(
  id           INTEGER PRIMARY KEY,
  key          TEXT NOT NULL UNIQUE,
  number       TEXT NOT NULL UNIQUE,   -- shown: A2023-7K3M, random
  call         INTEGER NOT NULL REFERENCES call(id),
  topic        INTEGER NOT NULL REFERENCES topic(id),
  applicant    INTEGER NOT NULL REFERENCES person(id),
  state        TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'withdrawn', 'returned', 'ineligible', 'eligible')),
  title        TEXT NOT NULL DEFAULT '',  -- copy of the field that means title, for lists
  amount       INTEGER NOT NULL DEFAULT 0,  -- copy of the field that means amount, fen
  institution  TEXT NOT NULL DEFAULT '',  -- copies of the shared fields of the submitted version
  leader       TEXT NOT NULL DEFAULT '',
  preference   INTEGER,                -- 1 is the applicant's first wish; outside the canonical JSON
  version      INTEGER NOT NULL DEFAULT 0,  -- newest submission, 0 for none
  by_mail      INTEGER NOT NULL DEFAULT 0 CHECK (by_mail IN (0, 1)),  -- registered by the office (邮件申报)
  due_at       INTEGER,                -- correction date while returned
  at_closing   INTEGER NOT NULL DEFAULT 0 CHECK (at_closing IN (0, 1)),  -- the applicant wants the draft submitted at its gate
  at_closing_done INTEGER,             -- the gate it was tried at: a wish is good for one.  The version counts
                                       -- from the gate, not from when the chore came to it: what it holds was
                                       -- there by then, and a late chore must not make it late
  created_at   INTEGER NOT NULL,
  submitted_at INTEGER,
  UNIQUE(call, applicant, topic)
) STRICT;
CREATE INDEX application_topic ON application(call, topic, state);
CREATE INDEX application_applicant ON application(applicant, call);
CREATE INDEX application_state ON application(call, state, submitted_at, version, applicant); -- counts read nothing else
CREATE INDEX application_at_closing ON application(id) WHERE at_closing = 1;
CREATE UNIQUE INDEX application_list ON application(call, number);

-- Answers of one section: of an application, or of person × call when the section is shared.
-- A save names the revision it read; the server merges field by field against it.
CREATE TABLE answer(
  id          INTEGER PRIMARY KEY,
  call        INTEGER NOT NULL REFERENCES call(id),
  person      INTEGER NOT NULL REFERENCES person(id),
  application INTEGER REFERENCES application(id),  -- NULL: shared
  section     TEXT NOT NULL,
  revision    INTEGER NOT NULL,        -- counts accepted saves of the section
  content     TEXT NOT NULL,           -- JSON object: field → value
  revisions   TEXT NOT NULL,           -- JSON object: field → revision that last changed it
  saved_at    INTEGER NOT NULL,
  saved_by    INTEGER NOT NULL REFERENCES person(id)
) STRICT;
CREATE UNIQUE INDEX answer_own ON answer(application, section) WHERE application IS NOT NULL;
CREATE UNIQUE INDEX answer_shared ON answer(call, person, section) WHERE application IS NULL;

-- Every accepted save, whole, so that it can be listed, compared and restored.
CREATE TABLE section_revision(
  id       INTEGER PRIMARY KEY,
  answer   INTEGER NOT NULL REFERENCES answer(id),
  revision INTEGER NOT NULL,
  content  TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  saved_by INTEGER NOT NULL REFERENCES person(id),
  UNIQUE(answer, revision)
) STRICT;

-- Members as the shared section names them, one row each, for conflicts and mail; rewritten by each save.
CREATE TABLE member(
  id          INTEGER PRIMARY KEY,
  call        INTEGER NOT NULL REFERENCES call(id),
  leader      INTEGER NOT NULL REFERENCES person(id),
  place       INTEGER NOT NULL,
  name        TEXT NOT NULL,
  institution TEXT NOT NULL,
  email       TEXT,                    -- folded
  person      INTEGER REFERENCES person(id)  -- when the address belongs to one
) STRICT;
CREATE INDEX member_leader ON member(call, leader);
CREATE INDEX member_email ON member(call, email);
CREATE INDEX member_person ON member(person, call, leader) WHERE person IS NOT NULL;

-- Who helps to write an application (协作).  A row is an invitation until somebody accepts it: its link is good for this
-- row, once.  A row that has ended stays: what was written stays too, and so does the conflict of interest.
CREATE TABLE collaborator(
  id          INTEGER PRIMARY KEY,
  key         TEXT NOT NULL UNIQUE,    -- names the row to the leader; opens nothing
  application INTEGER NOT NULL REFERENCES application(id),
  name        TEXT NOT NULL,           -- as the leader wrote it
  email       TEXT NOT NULL,           -- folded: where the invitation went; any account may accept it
  sections    TEXT NOT NULL,           -- JSON list of section keys, 'attachments' for the files
  link        TEXT UNIQUE,             -- hex SHA-256 of the newest link's random part; NULL once used
  invited_at  INTEGER NOT NULL,        -- when that link was sent
  expires_at  INTEGER NOT NULL,        -- of that link
  person      INTEGER REFERENCES person(id),  -- who accepted
  accepted_at INTEGER,
  ended_at    INTEGER                  -- withdrawn before, removed after it was accepted
) STRICT;
CREATE UNIQUE INDEX collaborator_address ON collaborator(application, email) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX collaborator_live ON collaborator(person, application) WHERE ended_at IS NULL;
CREATE INDEX collaborator_application ON collaborator(application);
CREATE INDEX collaborator_person ON collaborator(person, application);

-- What somebody named in `member` says of it, whose rows each save writes anew: told by mail, with a link that answers once.
-- Nothing waits for it.
CREATE TABLE membership(
  id         INTEGER PRIMARY KEY,
  key        TEXT NOT NULL UNIQUE,     -- names it to who holds the address
  call       INTEGER NOT NULL REFERENCES call(id),
  leader     INTEGER NOT NULL REFERENCES person(id),
  email      TEXT NOT NULL,            -- folded; that of the member's row
  link       TEXT UNIQUE,              -- hex SHA-256 of the newest link's random part; NULL once used
  told_at    INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,         -- of the link
  word       TEXT CHECK (word IN ('confirmed', 'objected')),
  note       TEXT NOT NULL DEFAULT '',
  said_of    TEXT,                     -- hex SHA-256 of the name and institution that were shown
  said_at    INTEGER,
  UNIQUE(call, leader, email)
) STRICT;
CREATE INDEX membership_email ON membership(email, call);

CREATE TABLE attachment(
  id          INTEGER PRIMARY KEY,
  key         TEXT NOT NULL UNIQUE,
  application INTEGER NOT NULL REFERENCES application(id),
  slot        TEXT NOT NULL,           -- attachment key of the definition
  name        TEXT NOT NULL,
  type        TEXT NOT NULL,
  blob        TEXT NOT NULL REFERENCES blob(sha256),
  size        INTEGER NOT NULL,
  added_by    INTEGER NOT NULL REFERENCES person(id),
  added_at    INTEGER NOT NULL,        -- arrival of its request line: when the upload began
  stored_at   INTEGER NOT NULL,        -- when its last byte was safe
  pages       INTEGER,                 -- of a PDF, counted after its commit; 0: they cannot be counted; NULL: not yet, or no PDF
  removed_at  INTEGER                  -- removed or replaced; submitted versions keep it through submission_file
) STRICT;
CREATE INDEX attachment_application ON attachment(application) WHERE removed_at IS NULL;
CREATE INDEX attachment_uncounted ON attachment(id) WHERE pages IS NULL AND type = 'application/pdf';

-- A file on its way in parts of 1 MiB; forgotten when it is not finished in two days.
CREATE TABLE upload(
  id          INTEGER PRIMARY KEY,
  key         TEXT NOT NULL UNIQUE,
  application INTEGER NOT NULL REFERENCES application(id),
  slot        TEXT NOT NULL,
  name        TEXT NOT NULL,
  size        INTEGER NOT NULL,
  stamp       INTEGER NOT NULL,        -- what the browser says of the file's last change: the same file goes on
  by          INTEGER NOT NULL REFERENCES person(id),
  began_at    INTEGER NOT NULL         -- counts for the deadline
) STRICT;
CREATE INDEX upload_by ON upload(by, application);
CREATE INDEX upload_began ON upload(began_at);

-- Files like any other while their row is here; they have none in `blob`, so that they go with it.
CREATE TABLE upload_part(
  upload INTEGER NOT NULL REFERENCES upload(id),
  place  INTEGER NOT NULL,             -- from 0
  sha256 TEXT NOT NULL,
  size   INTEGER NOT NULL,
  PRIMARY KEY(upload, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX upload_part_sha256 ON upload_part(sha256);

-- An immutable numbered version, with its receipt.
CREATE TABLE submission(
  id           INTEGER PRIMARY KEY,
  key          TEXT NOT NULL UNIQUE,
  application  INTEGER NOT NULL REFERENCES application(id),
  version      INTEGER NOT NULL,
  call_version INTEGER NOT NULL,       -- definition it was written under
  content      TEXT NOT NULL,          -- canonical JSON (RFC 8785) of all sections
  sha256       TEXT NOT NULL,          -- of content
  submitted_at INTEGER NOT NULL,       -- arrival of the request line
  submitted_by INTEGER NOT NULL REFERENCES person(id),
  in_grace     INTEGER NOT NULL DEFAULT 0 CHECK (in_grace IN (0, 1)),
  registered   TEXT,                   -- 邮件申报: JSON {received_on, channel, reason}
  UNIQUE(application, version)
) STRICT;
-- Only erasure blanks one: its number, times and hash stay.
CREATE TRIGGER submission_is_final BEFORE UPDATE ON submission
WHEN NEW.content <> '{"sections":{}}' OR NEW.id <> OLD.id OR NEW.key <> OLD.key OR NEW.application <> OLD.application
  OR NEW.version <> OLD.version OR NEW.call_version <> OLD.call_version OR NEW.sha256 <> OLD.sha256
  OR NEW.submitted_at <> OLD.submitted_at OR NEW.submitted_by <> OLD.submitted_by OR NEW.in_grace <> OLD.in_grace
  OR NEW.registered IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a submission never changes'); END;

-- The public keys the service signs with, all that ever were; the private one lies in DATA/keys.
CREATE TABLE signing_key(
  id          TEXT PRIMARY KEY,        -- first 16 hex digits of the SHA-256 of the public key
  public      TEXT NOT NULL,           -- Ed25519, 64 hex digits
  valid_from  INTEGER NOT NULL,
  valid_until INTEGER                  -- NULL: the one in force
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX signing_key_in_force ON signing_key((valid_until IS NULL)) WHERE valid_until IS NULL;

-- The signed receipt of a version: made once, just after the commit of the version or when first asked for.
CREATE TABLE receipt(
  submission  INTEGER PRIMARY KEY REFERENCES submission(id),
  content     TEXT NOT NULL,           -- canonical JSON (RFC 8785) of the receipt without its signature: what is signed
  signing_key TEXT NOT NULL REFERENCES signing_key(id),
  signature   TEXT NOT NULL UNIQUE,    -- Ed25519 of content, base64
  signed_at   INTEGER NOT NULL
) STRICT;
CREATE TRIGGER receipt_is_final BEFORE UPDATE ON receipt
BEGIN SELECT RAISE(ABORT, 'a receipt never changes'); END;

-- The PDFs of a version, asked for with it and made once by a chore after the commit; what is made is served
-- from its blob for ever after.
CREATE TABLE paper(
  submission INTEGER NOT NULL REFERENCES submission(id),
  kind       TEXT NOT NULL CHECK (kind IN ('readers', 'office', 'receipt')),
  blob       TEXT REFERENCES blob(sha256), -- NULL: not made yet
  size       INTEGER NOT NULL DEFAULT 0,
  pages      INTEGER NOT NULL DEFAULT 0,
  made_at    INTEGER,
  attempts   INTEGER NOT NULL DEFAULT 0,   -- that failed
  failure    TEXT,                         -- code of the last one's error
  next_at    INTEGER NOT NULL,             -- not tried before
  PRIMARY KEY(submission, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX paper_due ON paper(next_at) WHERE blob IS NULL;
CREATE TRIGGER paper_is_final BEFORE UPDATE ON paper WHEN OLD.blob IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a paper never changes'); END;

CREATE TABLE submission_file(
  id         INTEGER PRIMARY KEY,
  submission INTEGER NOT NULL REFERENCES submission(id),
  attachment INTEGER NOT NULL REFERENCES attachment(id),
  slot       TEXT NOT NULL,
  name       TEXT NOT NULL,
  type       TEXT NOT NULL,
  blob       TEXT NOT NULL REFERENCES blob(sha256),
  size       INTEGER NOT NULL
) STRICT;
CREATE INDEX submission_file_submission ON submission_file(submission);

-- 形式审查: one row a look; the newest for the newest version counts.
CREATE TABLE screening(
  id          INTEGER PRIMARY KEY,
  application INTEGER NOT NULL REFERENCES application(id),
  version     INTEGER NOT NULL,
  verdict     TEXT NOT NULL CHECK (verdict IN ('pass', 'return', 'ineligible')),
  reasons     TEXT NOT NULL,           -- JSON list of rule ids
  note        TEXT NOT NULL,           -- to the applicant
  until       INTEGER,                 -- correction date of a return
  by          INTEGER NOT NULL REFERENCES person(id),
  at          INTEGER NOT NULL
) STRICT;
CREATE INDEX screening_application ON screening(application);

---------------------------------------------------------------- committee

-- Other names of an institution: both sides folded by institution_fold().
CREATE TABLE institution_alias(
  alias       TEXT PRIMARY KEY,
  institution TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What a reviewer brings to a call; no row: nothing was said yet.
CREATE TABLE reviewer(
  person    INTEGER NOT NULL REFERENCES person(id),
  call      INTEGER NOT NULL REFERENCES call(id),
  topics    TEXT NOT NULL DEFAULT '[]', -- JSON list of topic codes
  keywords  TEXT NOT NULL DEFAULT '',   -- as typed: a line or a mark between two
  languages TEXT NOT NULL DEFAULT '[]', -- JSON list of 'zh-CN', 'en': what applications may be written in
  load      INTEGER NOT NULL DEFAULT 20,
  answer    TEXT CHECK (answer IN ('accepted', 'declined')),  -- to being asked to review; NULL: none yet
  sought_at INTEGER,                    -- conflicts with all eligible applications were looked for; NULL: to be done
  saved_by  INTEGER REFERENCES person(id),
  saved_at  INTEGER,
  PRIMARY KEY(call, person)
) STRICT, WITHOUT ROWID;

-- 意愿: what a reviewer says of the title of an application that no conflict hides.
CREATE TABLE bid(
  reviewer    INTEGER NOT NULL REFERENCES person(id),
  application INTEGER NOT NULL REFERENCES application(id),
  wish        TEXT NOT NULL CHECK (wish IN ('wants', 'can', 'rather-not')),
  at          INTEGER NOT NULL,
  PRIMARY KEY(reviewer, application)
) STRICT, WITHOUT ROWID;
CREATE INDEX bid_application ON bid(application);

-- 指派方案: a draft of who reviews what over the whole call, solved by a chore, published or overtaken.
CREATE TABLE roster(
  id           INTEGER PRIMARY KEY,
  key          TEXT NOT NULL UNIQUE,
  call         INTEGER NOT NULL REFERENCES call(id),
  state        TEXT NOT NULL CHECK (state IN ('waiting', 'solving', 'solved', 'partial', 'failed', 'published', 'overtaken')),
  settings     TEXT NOT NULL,          -- JSON: k, balance, bridge, steady, objective
  seed         INTEGER NOT NULL,       -- shuffles the rows, which breaks ties; the same seed, the same result
  base         INTEGER REFERENCES roster(id),  -- the draft this one is to change little; NULL: what is assigned
  problem      TEXT,                   -- the document as `grantd assign` takes it
  digest       TEXT,                   -- hex SHA-256 of problem
  total        INTEGER,                -- cost of the optimum; NULL: nobody can serve all
  missing      INTEGER NOT NULL DEFAULT 0,  -- reviews nobody is left for
  cut          TEXT,                   -- JSON when some are missing: applications, reviewers, need, have
  live         INTEGER,                -- assignments in force when it was solved, and the newest of all:
  newest       INTEGER,                --   if either is another at publishing, the draft is stale
  failure      TEXT,                   -- code of what went wrong
  took         INTEGER,                -- ms of the solver
  made_by      INTEGER NOT NULL REFERENCES person(id),
  made_at      INTEGER NOT NULL,
  solved_at    INTEGER,
  published_by INTEGER REFERENCES person(id),
  published_at INTEGER
) STRICT;
CREATE INDEX roster_call ON roster(call, id);
CREATE INDEX roster_due ON roster(id) WHERE state IN ('waiting', 'solving');

-- The applications a draft is about.
CREATE TABLE roster_application(
  roster      INTEGER NOT NULL REFERENCES roster(id),
  application INTEGER NOT NULL REFERENCES application(id),
  wanted      INTEGER NOT NULL,        -- reviewers
  PRIMARY KEY(roster, application)
) STRICT, WITHOUT ROWID;

-- Who is proposed, and why: what the cost was made of.
CREATE TABLE roster_pair(
  roster      INTEGER NOT NULL REFERENCES roster(id),
  application INTEGER NOT NULL REFERENCES application(id),
  reviewer    INTEGER NOT NULL REFERENCES person(id),
  held        TEXT NOT NULL CHECK (held IN ('', 'live', 'pin', 'add')),  -- assigned already, or set by hand
  cost        INTEGER NOT NULL,
  nearness    TEXT NOT NULL CHECK (nearness IN ('topic', 'direction', 'unknown', 'far')),
  keywords    INTEGER NOT NULL,        -- in common
  wish        TEXT NOT NULL,           -- the bid, '' for none
  unread      INTEGER NOT NULL CHECK (unread IN (0, 1)),  -- written in a language the reviewer did not name
  moved       INTEGER NOT NULL CHECK (moved IN (0, 1)),   -- not so in the base
  PRIMARY KEY(roster, application, reviewer)
) STRICT, WITHOUT ROWID;

-- What the office sets by hand for every draft to come.
CREATE TABLE roster_hand(
  application INTEGER NOT NULL REFERENCES application(id),
  reviewer    INTEGER NOT NULL REFERENCES person(id),
  act         TEXT NOT NULL CHECK (act IN ('pin', 'add', 'forbid')),  -- one of the k; one more than k; never
  by          INTEGER NOT NULL REFERENCES person(id),
  at          INTEGER NOT NULL,
  PRIMARY KEY(application, reviewer)
) STRICT, WITHOUT ROWID;

-- 回避: why a reviewer must not see an application.  Each source is a row; states are pinned by hand.
CREATE TABLE conflict(
  id          INTEGER PRIMARY KEY,
  application INTEGER NOT NULL REFERENCES application(id),
  reviewer    INTEGER NOT NULL REFERENCES person(id),
  source      TEXT NOT NULL CHECK (source IN ('self', 'member', 'co-member', 'institution', 'declared', 'named', 'office')),
  state       TEXT NOT NULL CHECK (state IN ('suspected', 'confirmed', 'dismissed')),
  reason      TEXT NOT NULL DEFAULT '',
  by          INTEGER REFERENCES person(id),  -- NULL: found by rule
  at          INTEGER NOT NULL,
  UNIQUE(application, reviewer, source)
) STRICT;
CREATE INDEX conflict_reviewer ON conflict(reviewer, application, state);

CREATE TABLE assignment(
  id          INTEGER PRIMARY KEY,
  key         TEXT NOT NULL UNIQUE,
  call        INTEGER NOT NULL REFERENCES call(id),
  application INTEGER NOT NULL REFERENCES application(id),
  reviewer    INTEGER NOT NULL REFERENCES person(id),
  due_at      INTEGER,
  assigned_by INTEGER NOT NULL REFERENCES person(id),
  assigned_at INTEGER NOT NULL,
  ended_at    INTEGER,                 -- declined or withdrawn
  ended_why   TEXT CHECK (ended_why IN ('declined', 'office')),
  decline     TEXT CHECK (decline IN ('conflict', 'time', 'field', 'other')),  -- why the reviewer stepped back
  note        TEXT,                    -- in the reviewer's words, for the office
  settled_at  INTEGER,                 -- who steps in was chosen, or nobody is needed
  roster      INTEGER REFERENCES roster(id)  -- the draft it was published with; NULL: made by hand
) STRICT;
CREATE INDEX assignment_roster ON assignment(roster, reviewer) WHERE roster IS NOT NULL;
CREATE UNIQUE INDEX assignment_live ON assignment(application, reviewer) WHERE ended_at IS NULL;
CREATE INDEX assignment_vacant ON assignment(application) WHERE ended_why = 'declined' AND settled_at IS NULL;
CREATE INDEX assignment_reviewer ON assignment(reviewer, call, application) WHERE ended_at IS NULL;

-- One per assignment; a draft until submitted; later changes are versions with a reason.
CREATE TABLE review(
  id             INTEGER PRIMARY KEY,
  key            TEXT NOT NULL UNIQUE,
  assignment     INTEGER NOT NULL UNIQUE REFERENCES assignment(id),
  application    INTEGER NOT NULL REFERENCES application(id),
  reviewer       INTEGER NOT NULL REFERENCES person(id),
  state          TEXT NOT NULL CHECK (state IN ('draft', 'submitted')),
  version        INTEGER NOT NULL DEFAULT 0,  -- 0: never submitted
  revision       INTEGER NOT NULL DEFAULT 0,  -- counts saves, for two tabs
  changed        TEXT NOT NULL DEFAULT '{}',  -- JSON: part → the revision at which it got its value
  scores         TEXT NOT NULL DEFAULT '{}',  -- JSON: criterion → 1…10
  total          INTEGER,              -- weighted, 0…100 in 1/10000; NULL until complete
  recommendation TEXT,
  familiarity    INTEGER CHECK (familiarity BETWEEN 1 AND 3),
  to_committee   TEXT NOT NULL DEFAULT '',
  to_applicant   TEXT NOT NULL DEFAULT '',
  on_paper       INTEGER NOT NULL DEFAULT 0 CHECK (on_paper IN (0, 1)),  -- entered by the office (代录)
  entered_by     INTEGER REFERENCES person(id),
  scan           TEXT REFERENCES blob(sha256),  -- of the signed sheet
  scan_name      TEXT,
  saved_at       INTEGER NOT NULL,
  submitted_at   INTEGER
) STRICT;
CREATE INDEX review_application ON review(application, state, assignment, total);

CREATE TABLE review_version(
  id      INTEGER PRIMARY KEY,
  review  INTEGER NOT NULL REFERENCES review(id),
  version INTEGER NOT NULL,            -- 0: the reviewer's own draft that a signed sheet replaced
  content TEXT NOT NULL,               -- JSON of scores, words, recommendation
  reason  TEXT NOT NULL DEFAULT '',
  by      INTEGER NOT NULL REFERENCES person(id),
  at      INTEGER NOT NULL,
  UNIQUE(review, version)
) STRICT;

-- A score sheet that came back and is looked at before anything changes; one a reviewer, gone when it is
-- applied, thrown away or followed by another.
CREATE TABLE score_upload(
  person      INTEGER NOT NULL REFERENCES person(id),
  call        INTEGER NOT NULL REFERENCES call(id),
  name        TEXT NOT NULL,           -- of the file
  cells       TEXT NOT NULL,           -- JSON: [[row, column, text] …]
  uploaded_at INTEGER NOT NULL,
  PRIMARY KEY(person, call)
) STRICT, WITHOUT ROWID;

---------------------------------------------------------------- decisions, awards, contracts

-- What the committee says of one application; proposed, then released for the whole call at once.
CREATE TABLE decision(
  id          INTEGER PRIMARY KEY,
  call        INTEGER NOT NULL REFERENCES call(id),
  application INTEGER NOT NULL UNIQUE REFERENCES application(id),
  outcome     TEXT NOT NULL CHECK (outcome IN ('fund', 'reserve', 'decline')),
  amount      INTEGER NOT NULL DEFAULT 0,  -- fen
  reason      TEXT NOT NULL DEFAULT '',    -- inner, may hold scores
  outer       TEXT NOT NULL DEFAULT '',    -- what the applicant reads
  proposed_by INTEGER NOT NULL REFERENCES person(id),
  proposed_at INTEGER NOT NULL,
  released_at INTEGER
) STRICT;
CREATE INDEX decision_call ON decision(call, outcome);

-- Single cases that the committee settles beside the solver: awarded whatever the score, or not at all.
CREATE TABLE award_case(
  application INTEGER PRIMARY KEY REFERENCES application(id),
  kind        TEXT NOT NULL CHECK (kind IN ('pin', 'veto')),
  reason      TEXT NOT NULL,           -- inner
  by          INTEGER NOT NULL REFERENCES person(id),
  at          INTEGER NOT NULL
) STRICT;

-- Acts of two persons: who asked, who agreed.
CREATE TABLE approval(
  id           INTEGER PRIMARY KEY,
  key          TEXT NOT NULL UNIQUE,
  call         INTEGER NOT NULL REFERENCES call(id),
  act          TEXT NOT NULL,          -- 'release'
  detail       TEXT NOT NULL DEFAULT '',
  proposed_by  INTEGER NOT NULL REFERENCES person(id),
  proposed_at  INTEGER NOT NULL,
  confirmed_by INTEGER REFERENCES person(id),
  confirmed_at INTEGER,
  ended_at     INTEGER,                -- withdrawn or overtaken
  CHECK (confirmed_by IS NULL OR confirmed_by <> proposed_by)
) STRICT;
CREATE INDEX approval_call ON approval(call, act);

-- Two persons whom the office looked at and found to be different people.
CREATE TABLE different_person(
  call   INTEGER NOT NULL REFERENCES call(id),
  first  INTEGER NOT NULL REFERENCES person(id),
  second INTEGER NOT NULL REFERENCES person(id),
  reason TEXT NOT NULL,
  by     INTEGER NOT NULL REFERENCES person(id),
  at     INTEGER NOT NULL,
  PRIMARY KEY(call, first, second),
  CHECK (first < second)
) STRICT, WITHOUT ROWID;

-- A confirmed decision to fund.  The fund's one rule that no program error may break is the index below.
CREATE TABLE award(
  id          INTEGER PRIMARY KEY,
  key         TEXT NOT NULL UNIQUE,
  call        INTEGER NOT NULL REFERENCES call(id),
  person      INTEGER NOT NULL REFERENCES person(id),
  application INTEGER NOT NULL REFERENCES application(id),
  number      TEXT NOT NULL UNIQUE,    -- by the call's pattern; consecutive; never used twice
  amount      INTEGER NOT NULL,
  live        INTEGER NOT NULL DEFAULT 1 CHECK (live IN (0, 1)),
  made_by     INTEGER NOT NULL REFERENCES person(id),
  made_at     INTEGER NOT NULL,
  ended_at    INTEGER,
  ended_why   TEXT
) STRICT;
CREATE INDEX award_call ON award(call);
CREATE UNIQUE INDEX award_one_per_person ON award(call, person) WHERE live = 1;
CREATE UNIQUE INDEX award_one_per_application ON award(application) WHERE live = 1;

-- The next number of each pattern; taken in the transaction that uses it.
CREATE TABLE sequence(
  name TEXT PRIMARY KEY,               -- 'award:2023'
  next INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE contract(
  id             INTEGER PRIMARY KEY,
  key            TEXT NOT NULL UNIQUE,
  call           INTEGER NOT NULL REFERENCES call(id),
  award          INTEGER NOT NULL REFERENCES award(id),
  number         TEXT NOT NULL UNIQUE, -- 合同编号
  project_number TEXT NOT NULL,        -- 项目编号, equal to number unless edited
  state          TEXT NOT NULL CHECK (state IN ('draft', 'sent', 'negotiating', 'signed', 'effective', 'filed', 'running', 'completed', 'declined', 'terminated')),
  amount         INTEGER NOT NULL,     -- fen
  party_b        TEXT NOT NULL DEFAULT '',
  credit_code    TEXT NOT NULL DEFAULT '',  -- 统一社会信用代码
  credit_reason  TEXT NOT NULL DEFAULT '',  -- why there is none or one that does not check: bodies abroad, military ones
  account        BLOB,                 -- JSON {account_name, bank, account_number, swift}, sealed by world/cipher; never mailed, never logged
  agent          TEXT NOT NULL DEFAULT '',  -- 乙方经办人
  agent_phone    TEXT NOT NULL DEFAULT '',
  postal         TEXT NOT NULL DEFAULT '',
  instalments    TEXT NOT NULL DEFAULT '',  -- 付款批次
  starts_on      TEXT NOT NULL DEFAULT '',  -- 2024-01
  ends_on        TEXT NOT NULL DEFAULT '',
  metric         TEXT NOT NULL DEFAULT '',
  large_asked    INTEGER NOT NULL DEFAULT 0 CHECK (large_asked IN (0, 1)),  -- 鹏城·脑海: the application asks for it
  large_model    INTEGER NOT NULL DEFAULT 0 CHECK (large_model <= large_asked),  -- and the project group has selected it
  resources      TEXT NOT NULL DEFAULT '',  -- what is granted then
  copies         INTEGER,
  courier        TEXT NOT NULL DEFAULT '',
  invoiced_on    TEXT NOT NULL DEFAULT '',
  invoice        TEXT NOT NULL DEFAULT '',
  paid           INTEGER NOT NULL DEFAULT 0,  -- fen
  paid_on        TEXT NOT NULL DEFAULT '',
  sent_on        TEXT NOT NULL DEFAULT '',
  signed_b_on    TEXT NOT NULL DEFAULT '',
  signed_a_on    TEXT NOT NULL DEFAULT '',
  acceptance_due TEXT NOT NULL DEFAULT '',
  note           TEXT NOT NULL DEFAULT '',
  party_at       INTEGER,              -- when the leader last filled in party B's own data
  revision       INTEGER NOT NULL DEFAULT 0,
  created_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX contract_call ON contract(call, number);
CREATE INDEX contract_award ON contract(award);
CREATE UNIQUE INDEX contract_live ON contract(award) WHERE state NOT IN ('declined', 'terminated');

CREATE TABLE contract_event(
  id       INTEGER PRIMARY KEY,
  contract INTEGER NOT NULL REFERENCES contract(id),
  state    TEXT NOT NULL,
  on_day   TEXT NOT NULL,              -- the day it happened, as the office says
  note     TEXT NOT NULL DEFAULT '',
  by       INTEGER NOT NULL REFERENCES person(id),
  at       INTEGER NOT NULL
) STRICT;
CREATE INDEX contract_event_contract ON contract_event(contract);

-- 鹏城·脑海: each word of the project group on who asked for it; the newest stands in the contract as well.
CREATE TABLE contract_choice(
  id        INTEGER PRIMARY KEY,
  contract  INTEGER NOT NULL REFERENCES contract(id),
  selected  INTEGER NOT NULL CHECK (selected IN (0, 1)),
  resources TEXT NOT NULL,             -- what is granted
  reason    TEXT NOT NULL,
  by        INTEGER NOT NULL REFERENCES person(id),
  at        INTEGER NOT NULL
) STRICT;
CREATE INDEX contract_choice_contract ON contract_choice(contract);

-- What a project is measured against: version 1 is frozen when party A signs, each later one is a confirmation (补充确认).
CREATE TABLE contract_baseline(
  contract INTEGER NOT NULL REFERENCES contract(id),
  version  INTEGER NOT NULL CHECK (version > 0),
  content  TEXT NOT NULL,              -- canonical JSON (domain/baseline.h)
  sha256   TEXT NOT NULL,              -- of content
  reason   TEXT NOT NULL DEFAULT '',   -- of a confirmation
  by       INTEGER NOT NULL REFERENCES person(id),
  at       INTEGER NOT NULL,
  PRIMARY KEY(contract, version)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER contract_baseline_is_final BEFORE UPDATE ON contract_baseline
BEGIN SELECT RAISE(ABORT, 'a baseline never changes'); END;
CREATE TRIGGER contract_baseline_stays BEFORE DELETE ON contract_baseline
BEGIN SELECT RAISE(ABORT, 'a baseline never changes'); END;

---------------------------------------------------------------- mail, exports, audit

-- The outbox: stored in the transaction of what it tells, rendered and sent later by a chore.
CREATE TABLE notice(
  id          INTEGER PRIMARY KEY,
  key         TEXT NOT NULL UNIQUE,
  call        INTEGER REFERENCES call(id),
  event       TEXT NOT NULL,           -- templates/mail/EVENT.txt
  person      INTEGER REFERENCES person(id),  -- recipient; NULL: the mailbox
  email       TEXT NOT NULL,           -- where it goes
  language    TEXT NOT NULL,
  object_kind TEXT,                    -- what it is about: 'application', 'submission', 'assignment', 'contract', 'roster', 'reviewer' (a call's) …
  object      INTEGER,
  detail      TEXT NOT NULL DEFAULT '{}',  -- JSON: what the template needs beyond the object; one-time links live
                                       -- here until sent, then are blanked
  message_id  TEXT NOT NULL UNIQUE,
  subject     TEXT,                    -- frozen by the first rendering
  body        TEXT,                    -- for the site copy and the office; NULL before, links blanked after
  message     BLOB,                    -- the bytes on the wire, frozen; NULL again once delivered
  state       TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'retrying', 'failed', 'bounced')),
  attempts    INTEGER NOT NULL DEFAULT 0,
  next_at     INTEGER NOT NULL,        -- not before
  answer      TEXT NOT NULL DEFAULT '',  -- the server's last words
  created_at  INTEGER NOT NULL,
  sent_at     INTEGER,
  read_at     INTEGER                  -- on the site, by its person
) STRICT;
CREATE INDEX notice_due ON notice(next_at) WHERE state IN ('waiting', 'retrying');
CREATE INDEX notice_person ON notice(person, id);
CREATE INDEX notice_list ON notice(state, id);
CREATE INDEX notice_order ON notice(email, id) WHERE state IN ('waiting', 'retrying');
CREATE INDEX notice_sent ON notice(sent_at) WHERE sent_at IS NOT NULL;

-- Who was reminded of a gate at which mark, so that nobody is told twice; a moved gate is another.
CREATE TABLE reminder(
  call   INTEGER NOT NULL REFERENCES call(id),
  person INTEGER NOT NULL REFERENCES person(id),
  mark   TEXT NOT NULL,                -- '3d', '1d', '3h'; of reviews 'review-3d', 'review-1d', 'review-over', 'review-thanks' (gate 0)
  gate   INTEGER NOT NULL,
  at     INTEGER NOT NULL,
  PRIMARY KEY(call, person, mark, gate)
) STRICT, WITHOUT ROWID;

CREATE TABLE export(
  id     INTEGER PRIMARY KEY,
  call   INTEGER NOT NULL REFERENCES call(id),
  preset TEXT NOT NULL,
  format TEXT NOT NULL,
  rows   INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  by     INTEGER REFERENCES person(id),  -- NULL: the command line
  at     INTEGER NOT NULL
) STRICT;

-- Who did what: one row in the transaction of each action, chained as leaves of an RFC 6962 tree.
-- Persons by id only; contents by hash only, so that erasure does not break the chain.
CREATE TABLE audit(
  seq         INTEGER PRIMARY KEY,     -- leaf index + 1
  at          INTEGER NOT NULL,        -- service clock, UTC seconds
  mono        INTEGER NOT NULL,        -- CLOCK_MONOTONIC, milliseconds
  actor       INTEGER REFERENCES person(id),  -- NULL: the clock or the command line
  role        TEXT NOT NULL,           -- in which capacity: 'applicant', 'secretary', 'clock', 'local' …
  real_actor  INTEGER REFERENCES person(id),
  action      TEXT NOT NULL,           -- 'application/submitted' …
  object_kind TEXT NOT NULL,
  object      TEXT NOT NULL,           -- key or number of the thing
  before_hash TEXT NOT NULL,           -- hex SHA-256, '' for none
  after_hash  TEXT NOT NULL,
  request     TEXT NOT NULL,
  source      TEXT NOT NULL,           -- keyed hash of the address
  leaf        TEXT NOT NULL            -- hex SHA-256(0x00 ‖ canonical JSON of the columns above)
) STRICT;
CREATE INDEX audit_actor ON audit(actor, seq);
CREATE INDEX audit_object ON audit(object, seq);
CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log never changes'); END;
CREATE TRIGGER audit_never_shrinks BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log never shrinks'); END;
