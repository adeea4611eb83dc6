/* ids.h: row numbers, one type per noun, so that swapping two is a compile error. */
#pragma once

#include <stdint.h>

#define ID_TYPES(X)                                                                                \
    X(person)                                                                                      \
    X(session)                                                                                     \
    X(call)                                                                                        \
    X(topic)                                                                                       \
    X(announcement)                                                                                \
    X(download)                                                                                    \
    X(application)                                                                                 \
    X(collaborator)                                                                                \
    X(attachment)                                                                                  \
    X(submission)                                                                                  \
    X(screening)                                                                                   \
    X(conflict)                                                                                    \
    X(assignment)                                                                                  \
    X(roster)                                                                                      \
    X(review)                                                                                      \
    X(decision)                                                                                    \
    X(award)                                                                                       \
    X(contract)                                                                                    \
    X(notice)

/* 0 is nobody and nothing. */
#define ID_AS_STRUCT(noun)                                                                         \
    struct noun##_id {                                                                             \
        int64_t value;                                                                             \
    };
ID_TYPES(ID_AS_STRUCT)
#undef ID_AS_STRUCT
