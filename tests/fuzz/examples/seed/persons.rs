//! People of every kind of name, in twos and threes.

/// A name, and what was decided before the people.
pub(super) const PEOPLE: [(&str, &str); 24] = [
    ("same", "0Novák|Jan|NOVAK|JAN|1964-08-12\nNOVÁK|JAN|||1964-08-12"),
    ("german", "0Müller|Jürgen|MUELLER|JUERGEN|1964-08-12\n||MULLER|JURGEN|1964-08-12\n||MUXXLLER|JUERGEN|1964"),
    ("sharp-s", "0Groß|Käthe|||1951-03-30\nGROSS|KAETHE|||1951-03-30"),
    ("nordic", "0Þorvaldsdóttir|Ærna Åsa|||1992-01-08\n||THORVALDSDOTTIR|AERNA<AASA|1992-01-08"),
    ("russian", "0Щербакова|Юлия|||1985-07-19\n||SHCHERBAKOVA|IULIIA|1985-07-19\nShcherbakova|Yulia|||1985"),
    ("ukrainian", "0Мар'яненко|Дем’ян|||1999-07-15\nMarianenko|Demian|||1999-07-15"),
    ("serbian", "0Ђорђевић|Његош|||1967-03-17\nDjordjevic|Njegos|||1967-03-17"),
    ("greek", "0Μπακογιάννη|Ευάγγελος|||1988-06-21\n||BAKOGIANNI|EVANGELOS|1988-06-21"),
    ("vietnamese-marks", "0Nguyễn|Thị Hòa|||1991-05-19\nNGUYEN|THI HOA|||1991-05-19\nNguyễn|Thị Hoa|||1991-05-19"),
    ("vietnamese-order", "0Nguyễn|Bảo Duy|||1997-07-07\nDuy|Nguyễn Bảo|||1997-07-07\nNguyễn Bảo Duy||||1997-07-07"),
    ("titles", "0Novotný, Ph.D.|doc. MUDr. Pavel, CSc.|||1970-05-05\nNovotný|Pavel|||1970-05-05"),
    ("only-titles", "0Ing.|Dr.|||1970-05-05\nIng||||1970-05-05"),
    (
        "double-names",
        "0Müller-Schmidt|Anna-Maria|||1971-01-15\nMüller|Annamaria|||1971-01-15\nSchmidt|Anna|||1971-01-15",
    ),
    ("swapped", "0Novák|Jan|||1980-02-01\nJan|Novák|||1980-02-01"),
    ("initials", "0Johnson|M. E.|||1966-06-16\nJohnson|Mary Elizabeth|||1966-06-16\nJ|M|||1966-06-16"),
    (
        "cut",
        "0||WOLFESCHLEGELSTEINHAUSENBERGERD|HUBE|1959-08-04\n||WOLFESCHLEGELSTEINHAUSENBERGERDORFF|HUBERT|1959-08-04",
    ),
    (
        "particles",
        "0van der Berg|Willem|||1968-04-30\nVanderberg|Willem|||1968-04-30\nBerg|Willem van der|||1968-04-30",
    ),
    ("one-name", "0Suharyanto||||1975-05-15\n|Suharyanto|||1975-05-15"),
    ("no-name", "0||||1975-05-15\n-|<|||1975-05-15"),
    ("dates", "0Novák|Jan|||1964\nNovák|Jan|||1964-08-12\nNovák|Jan|||1964-12-08\nNovák|Jan|||"),
    ("twins", "0Veselý|Jakub|||2007-03-14\nVeselý|Jan|||2007-03-14"),
    ("merged", "5Müllerová|Anna|||1990-01-02\nSvobodová|Anna|||1990-01-02\nMüllerová|Anna Marie|||1990-01-02"),
    ("split", "\u{a}Müllerová|Anna|||1990-01-02\nMüllerová|Anna|||1990-01-02\nMüllerová|Anna|||1990-01-02"),
    ("other-scripts", "0王|伟|WANG|WEI|1990-01-01\nمحمد|علي|||1990-01-01\nԱրամ|Խաչատրյան|||1990-01-01"),
];
