-- The commune (xã, phường, đặc khu) an agency is the committee of: five digits, as the State numbers them.
alter table agency add column commune TEXT;
