-- What the owner has chosen, one row a setting. The id is a keyed hash of the setting's name.
CREATE TABLE setting (
    id BLOB NOT NULL PRIMARY KEY,
    format INTEGER NOT NULL,
    sealed BLOB NOT NULL
) STRICT;
