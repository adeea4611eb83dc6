#!/bin/sh
# words.sh: promises that a search can keep: where a thing may be named at all.
set -eu

say() { sed "s|\$|   <- $1|"; }

{
    # One file opens the database, so that one connection writes (R55).
    grep -rnE 'sqlite3_open' src include | grep -v '^src/store/db\.c:' | say 'only src/store/db.c opens the database'
    # The inside of a connection is for the store's core.
    grep -rnE 'store/(connection|schema)\.h"' src include | grep -vE '^(src|include)/store/(db|schema|backup|query|tx)\.[ch]:' |
        say 'only the core of the store sees the inside of a connection'
    # No SQL is built from text (R37).
    grep -rnE 'sqlite3_(mprintf|snprintf)|"(SELECT|INSERT|UPDATE|DELETE) ' src include |
        say 'SQL lives in sql/query'
    # No HTML is printed from C (R36).
    grep -rnE '"[^"]*<(p|a|div|td|tr|h1|h2|span|form|input)[ >]' src include | say 'HTML lives in templates'
    # Nothing about one year's call is a constant in C.
    grep -rnE 'CAAIXSJLJJ|xsjljj|MindSpore[0-9]' src include | say 'a call is data: templates/calls'
    # Templates stay within the page policy: no inline style, script or handler.
    grep -rnE ' style=|<style|<script>| on[a-z]+="' templates --include='*.html' | say 'the page policy forbids it'
    # No address of a registry and no path of one machine.
    grep -rnE 'registry\.npmjs|deb\.debian\.org|/(work|farm|home)/[a-z]' src include sql templates tests Makefile .ci README.md \
        --exclude=words.sh | say 'does not belong in the repository'
} | { ! grep . ; }
