-- What a person keeps. Every `sealed` value is encrypted by itself (see `store::seal`); nothing beside it says anything:
-- ids are random, `duplicate` is a keyed hash of what was signed, `format` says how the content is written.

CREATE TABLE certificate (
    id BLOB NOT NULL PRIMARY KEY,
    format INTEGER NOT NULL,
    duplicate BLOB NOT NULL,
    sealed BLOB NOT NULL
) STRICT;

CREATE INDEX certificate_duplicate ON certificate (duplicate);

-- Persons who were entered by hand.
CREATE TABLE person (
    id BLOB NOT NULL PRIMARY KEY,
    format INTEGER NOT NULL,
    sealed BLOB NOT NULL
) STRICT;

-- Certificates that are waited for.
CREATE TABLE expected (
    id BLOB NOT NULL PRIMARY KEY,
    format INTEGER NOT NULL,
    sealed BLOB NOT NULL
) STRICT;

-- Who belongs together and who does not, as the user has said. The id is a keyed hash of the pair.
CREATE TABLE decision (
    id BLOB NOT NULL PRIMARY KEY,
    format INTEGER NOT NULL,
    sealed BLOB NOT NULL
) STRICT;
