#!/bin/sh
# layers.sh: which floor may include which.  This table is the architecture.
set -eu

may_see() {
    case $1 in
    base)    echo 'base/ jansson.h openssl/ zlib.h' ;;
    domain)  echo 'base/ domain/' ;;
    store)   echo 'base/ domain/ store/ queries.h sqlite3.h' ;;
    world)   echo 'base/ world/ openssl/ sodium.h curl/ qpdf/ zip.h' ;;
    view)    echo 'base/ domain/ view/ pango/ cairo xlsxwriter.h qrencode.h' ;;
    action)  echo 'base/ domain/ store/ world/ view/ action/' ;;
    web)     echo 'base/ domain/ view/ action/ web/ microhttpd.h' ;;
    esac
}

libraries='sqlite3|jansson|microhttpd|curl|openssl|sodium|pango|cairo|xlsxwriter|qrencode|zlib|qpdf|zip.h'

for floor in base domain store world view action web; do
    allowed=$(may_see $floor | sed -E 's/\./\\./g; s/ /|/g')
    for folder in src/$floor include/$floor; do
        [ -d "$folder" ] || continue
        grep -rnE "^#include (\"|<($libraries))" "$folder" |
            grep -vE "#include [\"<]($allowed)" |
            sed "s|\$|   <- $floor may not see this|"
    done
done | { ! grep . ; }
