#!/bin/sh
# budget.sh: how long a line, a function and a file may grow, and how every file begins.
set -eu

find src include tests -path "*/node_modules" -prune -o -name '*.[ch]' -print | sort | while read -r file; do
    awk -v file="$file" -v base="$(basename "$file")" '
        function say(line, what) { print file ":" line ": " what }
        FNR == 1 && index($0, "/* " base ": ") != 1 { say(1, "line 1 must be /* " base ": purpose */") }
        { wide = $0; gsub(/[\200-\277]/, "", wide) }
        length(wide) > 100                          { say(FNR, "longer than 100 columns") }
        /^                    [^ ]/ && $1 ~ /^(if|for|while|switch)$/ { say(FNR, "nested deeper than 4") }
        /^\{/                                       { start = FNR }
        /^\}/ && start && FNR - start > 60          { say(start, "function longer than 60 lines") }
        /^\}/                                       { start = 0 }
        END { if (FNR > 500) say(FNR, "file longer than 500 lines") }' "$file"
done | { ! grep . ; }
