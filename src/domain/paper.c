/* paper.c: the PDFs of a submitted version, and who gets which. */

#include "domain/paper.h"

#include <string.h>

static const struct {
    const char *word;
    enum audience audience;
} papers[] = {
#define AS_ROW(name, word, audience) [PAPER_##name] = {word, AUDIENCE_##audience},
    PAPERS(AS_ROW)
#undef AS_ROW
};

const char *paper_word(enum paper_kind kind)
{
    return papers[kind].word;
}

bool paper_of(const char *word, enum paper_kind *kind)
{
    for (int i = 0; i < PAPER_COUNT; i++)
        if (strcmp(papers[i].word, word) == 0) {
            *kind = (enum paper_kind)i;
            return true;
        }
    return false;
}

enum audience paper_audience(enum paper_kind kind)
{
    return papers[kind].audience;
}

bool paper_may_read(const struct standing *standing, enum paper_kind kind)
{
    struct error denied = {0};

    if (!policy_may(standing, VERB_APPLICATION_READ, &denied))
        return false;
    if (kind == PAPER_RECEIPT)
        return policy_may(standing, VERB_RECEIPT_READ, &denied);
    return policy_may_see(standing, secret_of_audience(paper_audience(kind)));
}

bool paper_for(const struct standing *standing, enum paper_kind *kind)
{
    *kind = PAPER_OFFICE;
    if (paper_may_read(standing, PAPER_OFFICE))
        return true;
    *kind = PAPER_READERS;
    return paper_may_read(standing, PAPER_READERS);
}
