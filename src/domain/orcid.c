/* orcid.c: the number researchers go by. */

#include "domain/orcid.h"

#include <string.h>

#define GROUP 5 /* four digits and a hyphen */

bool orcid_is_valid(const char *text)
{
    int sum = 0, check;

    if (strlen(text) != 4 * GROUP - 1)
        return false;
    for (int i = 0; i < 4 * GROUP - 2; i++) {
        if (i % GROUP == GROUP - 1 ? text[i] != '-' : text[i] < '0' || text[i] > '9')
            return false;
        if (i % GROUP != GROUP - 1)
            sum = (sum + text[i] - '0') * 2;
    }
    check = (12 - sum % 11) % 11;
    return text[4 * GROUP - 2] == (check == 10 ? 'X' : '0' + check);
}
