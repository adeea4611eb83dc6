/* world.h: the doors outside, gathered.  Each is a struct of functions with a null twin for tests.
 *
 * Made once at start, shared by all threads; every function in it is safe from any thread.
 */
#pragma once

#include "world/blob.h"
#include "world/cipher.h"
#include "world/clock.h"
#include "world/counter.h"
#include "world/mailer.h"
#include "world/password.h"
#include "world/secret.h"
#include "world/signature.h"
#include "world/typesetter.h"

struct world {
    struct clock *clock;
    struct passwords *passwords;
    struct blobs *blobs;
    struct mailer *mailer;
    struct cipher *cipher;
    struct secret_key *secret;
    struct signer *signer;
    struct typesetter *typesetter;
    struct counter *counter;
};
