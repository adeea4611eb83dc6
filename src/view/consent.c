/* consent.c: one thing a person may agree to, and their word on it, as a model. */

#include "view/consent.h"

#include "view/common.h"

void view_consent(const struct consent_facts *facts, enum language language, json_t *item)
{
    const struct consent_definition *consent = facts->consent;
    bool given = facts->given_at != 0 && facts->withdrawn_at == 0;

    json_put_text(item, "key", consent->key);
    json_put_text(item, "version", consent->version);
    json_put_text(item, "heading", words_in(&consent->title, language));
    json_put_text(item, "text", words_in(&consent->text, language));
    json_put_flag(item, "stands", facts->stands);
    json_put_flag(item, "changed", given && !facts->stands); /* another text was agreed to */
    view_minutes(item, "given_at", given ? facts->given_at : 0);
    view_minutes(item, "withdrawn_at", facts->withdrawn_at);
}
