/* address.c: the strict grammar of a mail address (declared in mailer.h). */

#include "world/mailer.h"

#define LOCAL_MOST   64
#define ADDRESS_MOST 254

static bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* RFC 5321 dot-string: atoms of RFC 5322 atext with single dots between. */
static bool local_is_valid(const char *local, size_t length)
{
    if (length == 0 || length > LOCAL_MOST || local[0] == '.' || local[length - 1] == '.')
        return false;
    for (size_t i = 0; i < length; i++) {
        if (local[i] == '.' && local[i + 1] == '.')
            return false;
        if (!is_letter_or_digit(local[i]) && strchr(".!#$%&'*+/=?^_`{|}~-", local[i]) == NULL)
            return false;
    }
    return true;
}

/* Labels of letters, digits and inner hyphens; at least two of them, or "localhost". */
static bool domain_is_valid(const char *domain)
{
    size_t label = 0, labels = 1;

    for (const char *p = domain; *p != '\0'; p++) {
        if (*p == '.') {
            if (label == 0 || p[-1] == '-')
                return false;
            labels++;
            label = 0;
            continue;
        }
        if ((!is_letter_or_digit(*p) && (*p != '-' || label == 0)) || ++label > 63)
            return false;
    }
    return label > 0 && domain[strlen(domain) - 1] != '-' &&
           (labels > 1 || strcmp(domain, "localhost") == 0);
}

bool address_is_valid(const char *address)
{
    const char *at = strchr(address, '@');

    return at != NULL && strlen(address) <= ADDRESS_MOST &&
           local_is_valid(address, (size_t)(at - address)) && domain_is_valid(at + 1);
}
