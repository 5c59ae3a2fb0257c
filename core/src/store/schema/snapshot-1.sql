-- The published set that a device keeps. Everything in it can be had again.

-- Signed files: 'root' (the newest), 'set-root' (the one that the two below were verified with), 'timestamp', 'set'.
CREATE TABLE role (
    name TEXT NOT NULL PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT;

-- What nothing may fall below: 'timestamp', 'set' (versions) and 'time' (seconds since 1970).
CREATE TABLE floor (
    name TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT;

-- Files by the SHA-256 of their bytes, complete and checked.
CREATE TABLE blob (
    hash BLOB NOT NULL PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT;

-- Where the set comes from, when to ask again: see `store::snapshot`.
CREATE TABLE note (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
