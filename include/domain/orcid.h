/* orcid.h: the number researchers go by. */
#pragma once

#include <stdbool.h>

/* "0000-0002-1825-0097", its last character the check of ISO 7064 MOD 11-2. */
bool orcid_is_valid(const char *text);
