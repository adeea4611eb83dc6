/* certificate.h: a key and a certificate signed by itself, for one name of this machine. */
#pragma once

#include "base/arena.h"

/* Writes both into FOLDER/NAME.pem and returns that path: it serves as server's key and as CA. */
const char *certificate_make(struct arena *arena, const char *folder, const char *name);
