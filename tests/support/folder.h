/* folder.h: a temporary folder of a test's own. */
#pragma once

#include "base/arena.h"

const char *folder_make(struct arena *arena);
void folder_remove(const char *folder); /* with all that is in it */
int folder_count(const char *folder);   /* entries; 0 when it is not there */
