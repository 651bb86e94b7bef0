-- Each entry is sealed in two parts (who and whence; what), each by a salted digest, and gets its number and hash in the chain after its commit.
alter table access_audit add column number bigint;
alter table access_audit add column hash varchar(64);
alter table access_audit add column actor_salt varchar(32);
alter table access_audit add column actor_digest varchar(64);
alter table access_audit add column actor_redaction uuid;
alter table access_audit add column content_salt varchar(32);
alter table access_audit add column content_digest varchar(64);
alter table access_audit add column content_redaction uuid;
