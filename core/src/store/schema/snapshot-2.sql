-- Parts of files whose download broke off, by the place of their first byte. Not checked: a hash is known of the whole.
CREATE TABLE partial (
    hash BLOB NOT NULL,
    start INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (hash, start)
) STRICT;
