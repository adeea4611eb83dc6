/* form_wrong.c: is a text what its kind asks for: numbers, dates, addresses, phones, ORCID, URL. */

#include "domain/form_value.h"

#include <ctype.h>

#include "base/text.h"
#include "domain/orcid.h"

bool value_number(const char *text, int64_t *hundredths)
{
    size_t whole = strspn(text, "0123456789"), parts = 0;
    int64_t sum = 0;

    if (text[whole] == '.')
        parts = strspn(text + whole + 1, "0123456789");
    if (whole == 0 || whole > 9 || parts > 2 || (text[whole] == '.' && parts == 0) ||
        text[whole + (parts > 0 ? parts + 1 : 0)] != '\0')
        return false;
    for (size_t i = 0; i < whole; i++)
        sum = sum * 10 + (text[i] - '0');
    for (size_t i = 1; i <= 2; i++)
        sum = sum * 10 + (i <= parts ? text[whole + i] - '0' : 0);
    return *hundredths = sum, true;
}

/* Up to `most` digits at *at, which moves past them; -1 for none. */
static int digits(const char **at, size_t least, size_t most)
{
    size_t count = strspn(*at, "0123456789");
    int number = 0;

    if (count < least || count > most)
        return -1;
    for (; count > 0; count--)
        number = number * 10 + (*(*at)++ - '0');
    return number;
}

static bool skip(const char **at, const char *word)
{
    if (!text_starts(*at, word))
        return false;
    *at += strlen(word);
    return true;
}

bool value_month(const char *text, int *year, int *month)
{
    *year = digits(&text, 4, 4);
    if (*year < 1900 ||
        !(skip(&text, "-") || skip(&text, "/") || skip(&text, ".") || skip(&text, "年")))
        return false;
    *month = digits(&text, 1, 2);
    skip(&text, "月");
    return *month >= 1 && *month <= 12 && *text == '\0';
}

bool value_date(const char *text)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = digits(&text, 4, 4), month, day, leap;

    if (year < 1900 || !skip(&text, "-") || (month = digits(&text, 2, 2)) < 1 || month > 12 ||
        !skip(&text, "-") || (day = digits(&text, 2, 2)) < 1 || *text != '\0')
        return false;
    leap = month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return day <= days[month - 1] + leap;
}

static bool is_month(const char *text)
{
    int year, month;

    return strlen(text) == 7 && text[4] == '-' && value_month(text, &year, &month);
}

static bool is_number(const char *text)
{
    int64_t hundredths;

    return value_number(text, &hundredths);
}

static bool is_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Labels of letters, digits and inner hyphens, at least two of them, the last not a number. */
static bool is_domain(const char *text, size_t length)
{
    size_t label = 0, dots = 0;

    if (length == 0 || length > 253)
        return false;
    for (size_t i = 0; i <= length; i++) {
        if (i == length || text[i] == '.') {
            if (label == 0 || label > 63 || text[i - 1] == '-')
                return false;
            dots += i < length;
            label = 0;
        } else if (!is_alnum(text[i]) && (text[i] != '-' || label == 0)) {
            return false;
        } else {
            label++;
        }
    }
    return dots > 0 && !isdigit((unsigned char)text[length - 1]);
}

/* The dot-atom of RFC 5322 in ASCII, at a domain name. */
static bool is_address(const char *text)
{
    const char *at = strchr(text, '@');
    size_t local = at == NULL ? 0 : (size_t)(at - text);

    if (local == 0 || local > 64 || text[0] == '.' || at[-1] == '.' || strlen(text) > 254)
        return false;
    for (size_t i = 0; i < local; i++)
        if (!is_alnum(text[i]) && strchr("!#$%&'*+-/=?^_`{|}~.", text[i]) == NULL)
            return false;
    return strstr(text, "..") == NULL && is_domain(at + 1, strlen(at + 1));
}

/* 转, x, # or, in a 座机, a last hyphen: an extension follows. */
static bool starts_extension(const char **text, const char *plain, size_t count)
{
    if (count < 10)
        return false;
    return skip(text, "转") || skip(text, "x") || skip(text, "#") ||
           (plain[0] == '0' && skip(text, "-"));
}

/* Digits of a phone in `plain` (16 bytes), without the marks people put between and without the
 * extension. */
static bool phone_digits(const char *text, char plain[16])
{
    size_t count = 0;

    while (*text != '\0') {
        if (starts_extension(&text, plain, count))
            return digits(&text, 1, 6) >= 0 && *text == '\0';
        if (strchr(" -()", *text) == NULL) {
            if (!isdigit((unsigned char)*text) || count == 15)
                return false;
            plain[count++] = *text;
            plain[count] = '\0';
        }
        text++;
    }
    return true;
}

static bool is_phone(const char *text)
{
    char plain[16] = "";
    bool abroad = *text == '+';
    size_t count;

    if (!phone_digits(text + abroad, plain))
        return false;
    count = strlen(plain);
    if (abroad && text_starts(plain, "861"))
        return count == 13 && plain[3] >= '3';
    if (abroad)
        return plain[0] >= '1' && count >= 7;
    if (plain[0] == '1')
        return count == 11 && plain[1] >= '3';
    return plain[0] == '0' && plain[1] >= '1' && count >= 10 && count <= 12;
}

/* http or https, a host without user or password, perhaps a port, nothing blank. */
static bool is_url(const char *text)
{
    size_t host;

    if (!skip(&text, "https://") && !skip(&text, "http://"))
        return false;
    host = strcspn(text, ":/?#");
    if (!is_domain(text, host) || strpbrk(text, " \t\n\"<>\\") != NULL)
        return false;
    text += host;
    return *text != ':' || (text++, digits(&text, 1, 5) > 0 && (*text == '\0' || *text == '/'));
}

const char *value_wrong(enum field_kind kind, const char *text)
{
    int64_t fen;

    switch (kind) {
    case FIELD_NUMBER:
        return is_number(text) ? NULL : "not-a-number";
    case FIELD_MONEY:
        return text_to_fen(text, &fen) ? NULL : "not-money";
    case FIELD_MONTH:
        return is_month(text) ? NULL : "not-a-month";
    case FIELD_DATE:
        return value_date(text) ? NULL : "not-a-date";
    case FIELD_EMAIL:
        return is_address(text) ? NULL : "not-an-address";
    case FIELD_PHONE:
        return is_phone(text) ? NULL : "not-a-phone";
    case FIELD_ORCID:
        return orcid_is_valid(text) ? NULL : "not-an-orcid";
    case FIELD_URL:
        return is_url(text) ? NULL : "not-a-url";
    case FIELD_TEXT:
    case FIELD_LONG:
    case FIELD_CHOICE:
    case FIELD_TICK:
    case FIELD_LIST:
    case FIELD_TABLE:
        break;
    }
    return NULL;
}
