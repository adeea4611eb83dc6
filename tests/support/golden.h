/* golden.h: texts kept in tests/golden; GRANTD_GOLDEN=write makes them anew, to be read in the
 * diff. */
#pragma once

/* Fails with the first line that differs. */
void golden_check(const char *name, const char *text);
