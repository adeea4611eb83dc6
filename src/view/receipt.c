/* receipt.c: models of the signed receipt, the published keys, and of what a receipt proves. */

#include "view/receipt.h"

#include "view/common.h"
#include "view/qr.h"
#include "view/wording.h"

json_t *view_receipt_document(struct arena *arena, const struct receipt_facts *facts)
{
    struct error bad = {0};
    json_t *document = facts->content == NULL
                           ? NULL
                           : json_parse(arena, facts->content, strlen(facts->content), &bad);

    if (document != NULL)
        json_put_text(document, "signature", facts->signature);
    return document;
}

void view_receipt(struct arena *arena, const struct receipt_facts *facts, json_t *model)
{
    static const char *const parts[] = {"receipt.pdf", "receipt.json", "receipt.canonical",
                                        "receipt.sig", "submission.json"};
    json_t *document = view_receipt_document(arena, facts);
    json_t *links = json_put_object(model, "parts");

    view_qr(model, "qr", arena_format(arena, "%s%s", facts->service, facts->path));
    json_put_flag(model, "is_signed", document != NULL);
    if (document == NULL)
        return;
    json_put(model, "receipt", json_incref(document));
    json_put_text(model, "key_href", arena_format(arena, "/keys#%s", json_word(document, "key")));
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        char *name = arena_text(arena, parts[i]);

        *strchr(name, '.') = '_';
        json_put_text(links, name, arena_format(arena, "%s/%s", facts->path, parts[i]));
    }
}

json_t *view_keys(struct arena *arena, const char *service, const struct published_keys *keys)
{
    json_t *model = json_root(arena), *list = json_put_array(model, "keys");

    json_put_text(model, "service", service);
    json_put_text(model, "algorithm", "Ed25519");
    for (size_t i = 0; i < keys->count; i++) {
        json_t *item = json_add_object(list);

        json_put_text(item, "id", keys->items[i].id);
        json_put_text(item, "pem", keys->items[i].pem);
        json_put_text(item, "href", arena_format(arena, "/keys/%s.pem", keys->items[i].id));
        view_time(item, "from", keys->items[i].from);
        view_time(item, "until", keys->items[i].until);
        json_put_flag(item, "current", keys->items[i].until == 0);
    }
    return model;
}

char *view_finding(struct arena *arena, enum language language, const struct finding *finding)
{
    return wording_fill(arena, language,
                        arena_format(arena, "receipt.finding.%s", finding_word(finding->kind)),
                        finding->values, sizeof finding->values / sizeof finding->values[0]);
}

void view_findings(struct arena *arena, enum language language, const struct findings *findings,
                   json_t *model)
{
    json_t *verdict = json_put_object(model, "verdict");
    json_t *told = json_put_array(verdict, "told"), *open = json_put_array(verdict, "open");
    bool proved = findings_prove(findings);

    json_put_flag(verdict, "proved", proved);
    json_put_text(verdict, "headline",
                  wording(language, proved ? "receipt.proved" : "receipt.not-proved"));
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->items[i];
        enum finding_tone tone = finding_tone_of(finding->kind);
        json_t *item = json_add_object(tone == FINDING_OPEN ? open : told);

        json_put_text(item, "word", finding_word(finding->kind));
        json_put_flag(item, "bad", tone == FINDING_REFUTED);
        json_put_text(item, "text", view_finding(arena, language, finding));
    }
    json_put_flag(verdict, "open_shown", json_array_size(open) > 0);
}
