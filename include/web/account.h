/* account.h: what the pages of signing in share. */
#pragma once

#include "web/request.h"

/* To `next` when it is a path of ours, else to the person's own desk. */
struct reply account_go(struct request *req, const char *next, const struct actor *actor);

/* The cookie of a new session. */
void account_keep(struct request *req, struct reply *reply, const char *token, bool stays);

/* The page that asks for the second step's code. */
struct reply second_ask(struct request *req, const char *ticket, const char *next);

/* Adds "second" to the profile. */
bool second_put(struct request *req, json_t *model, struct error *err);
