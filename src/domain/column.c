/* column.c: every column a list may have: key, kind, width, who sees it. */

#include "domain/column.h"

#include "base/text.h"

#define OPEN SECRET_COUNT

/* A member's place; does not compile when the member is not of that type. */
#define PLACE(type, member)                                                                        \
    (offsetof(struct listing, member) +                                                            \
     0 * sizeof(char[_Generic(((struct listing *)0)->member, type : 1)]))
#define WORDS(member)  PLACE(const char *, member)
#define NUMBER(member) PLACE(int64_t, member)

#define TEXT(key, width, see)                                                                      \
    {                                                                                              \
#key, COLUMN_TEXT, width, WORDS(key), false, false, see                                    \
    }
#define NAME(key, width, see)                                                                      \
    {                                                                                              \
#key, COLUMN_NAME, width, WORDS(key), false, false, see                                    \
    }
#define DATE(key)                                                                                  \
    {                                                                                              \
#key, COLUMN_DATE, 12, WORDS(key), false, false, OPEN                                      \
    }
#define MONEY(key)                                                                                 \
    {                                                                                              \
#key, COLUMN_MONEY, 16, NUMBER(key), false, true, OPEN                                     \
    }
#define COUNT(key, blank, see)                                                                     \
    {                                                                                              \
#key, COLUMN_INTEGER, 8, NUMBER(key), blank, false, see                                    \
    }
#define POINTS(key, blank)                                                                         \
    {                                                                                              \
#key, COLUMN_POINTS, 10, NUMBER(key), blank, false, SECRET_REVIEW_SCORES                   \
    }
#define TIME(key)                                                                                  \
    {                                                                                              \
#key, COLUMN_TIME, 20, NUMBER(key), true, false, OPEN                                      \
    }

static const struct column table[] = {
    COUNT(serial, false, OPEN),
    NAME(project_number, 28, OPEN),
    NAME(contract_number, 28, OPEN),
    TEXT(topic, 24, OPEN),
    TEXT(subtopic, 24, OPEN),
    TEXT(title, 40, OPEN),
    TEXT(party_a, 20, OPEN),
    TEXT(party_b, 24, OPEN),
    NAME(credit_code, 22, OPEN),
    TEXT(account_name, 24, SECRET_CONTRACT_ACCOUNT),
    TEXT(bank, 28, SECRET_CONTRACT_ACCOUNT),
    NAME(account_number, 24, SECRET_CONTRACT_ACCOUNT),
    TEXT(leader, 12, OPEN),
    TEXT(position, 10, OPEN),
    NAME(phone, 16, SECRET_ANSWER_OFFICE),
    TEXT(email, 28, SECRET_ANSWER_OFFICE),
    TEXT(agent, 12, SECRET_ANSWER_OFFICE),
    NAME(agent_phone, 16, SECRET_ANSWER_OFFICE),
    TEXT(postal, 40, SECRET_ANSWER_OFFICE),
    MONEY(amount),
    TEXT(amount_words, 24, OPEN),
    TEXT(instalments, 20, OPEN),
    DATE(starts_on),
    DATE(ends_on),
    TEXT(metric, 32, OPEN),
    TEXT(large_model, 10, OPEN),
    DATE(sent_on),
    DATE(signed_b_on),
    DATE(signed_a_on),
    COUNT(copies, true, OPEN),
    NAME(courier, 20, OPEN),
    DATE(invoiced_on),
    NAME(invoice, 22, OPEN),
    MONEY(paid),
    DATE(paid_on),
    TEXT(state, 12, OPEN),
    DATE(acceptance_due),
    TEXT(note, 32, OPEN),
    NAME(application_number, 14, OPEN),
    COUNT(reviews, false, SECRET_REVIEW_SCORES),
    POINTS(mean, true),
    POINTS(lowest, true),
    POINTS(highest, true),
    POINTS(spread, false),
    COUNT(rank, true, SECRET_REVIEW_SCORES),
    POINTS(calibrated, false),
    POINTS(low, false),
    POINTS(high, false),
    POINTS(chance, false),
    COUNT(rank_calibrated, true, SECRET_REVIEW_SCORES),
    COUNT(rank_overall, true, SECRET_REVIEW_SCORES),
    COUNT(component, true, SECRET_REVIEW_SCORES),
    TIME(submitted_at),
    COUNT(version, true, OPEN),
    COUNT(preference, true, SECRET_PREFERENCE),
};

#define COLUMNS (sizeof table / sizeof table[0])

const struct column *column_at(size_t index)
{
    return index < COLUMNS ? &table[index] : NULL;
}

const struct column *column_find(const char *key)
{
    for (size_t i = 0; i < COLUMNS; i++)
        if (strcmp(table[i].key, key) == 0)
            return &table[i];
    return NULL;
}

const char *column_cell(const struct column *column, const struct listing *row)
{
    const char *text;

    memcpy(&text, (const char *)row + column->offset, sizeof text);
    return text == NULL ? "" : text;
}

int64_t column_number(const struct column *column, const struct listing *row)
{
    int64_t number;

    memcpy(&number, (const char *)row + column->offset, sizeof number);
    return number == 0 && column->zero_is_empty ? COLUMN_EMPTY : number;
}

struct columns columns_of(struct arena *arena, const char *const *keys,
                          const struct standing *standing,
                          bool (*may_see)(const struct standing *standing, enum secret secret))
{
    struct columns columns = {0};

    for (; *keys != NULL; keys++) {
        const struct column *column = column_find(*keys);

        if (column != NULL && (column->secret == OPEN || may_see(standing, column->secret)))
            *list_add(arena, &columns) = column;
    }
    return columns;
}
