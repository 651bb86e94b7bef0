create unique index access_audit_number on access_audit (number);
create index access_audit_account on access_audit (account, at);
create index access_audit_action on access_audit (action, at);
create index access_audit_address on access_audit (address, at);
