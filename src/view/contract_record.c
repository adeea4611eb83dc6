/* contract_record.c: what stands beside a contract's columns: what the project is measured against,
 * and 鹏城·脑海 (declared in contract.h).
 */

#include "view/common.h"
#include "view/contract.h"
#include "view/wording.h"

static void put_record(const struct contract_record *record, json_t *item)
{
    static const char *const texts[] = {"baseline", "target"}, *const numbers[] = {"value", "unit",
                                                                                   "environment"};

    json_put_int(item, "version", record->version);
    json_put_flag(item, "first", record->version == 1);
    json_put_text(item, "sha256", record->sha256);
    json_put_text(item, "reason", record->reason);
    json_put_text(item, "by", record->by);
    view_minutes(item, "at", record->at);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        json_put_text(item, texts[i], json_word(record->document, texts[i]));
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        json_put_text(item, numbers[i],
                      json_word(json_at(record->document, "confirmed"), numbers[i]));
    json_put_text(item, "metric", json_word(json_at(record->document, "metric"), "text"));
}

void view_contract_records(const struct contract_facts *facts, json_t *model)
{
    json_t *list = json_put_array(model, "baselines");

    for (size_t i = 0; i < facts->baselines.count; i++)
        put_record(&facts->baselines.items[i], json_add_object(list));
    json_put_flag(model, "frozen", facts->baselines.count > 0);
    json_put_flag(model, "may_confirm", facts->may_confirm);
}

void view_large_model(struct arena *arena, enum language language,
                      const struct contract_facts *facts, json_t *model)
{
    const struct contract *c = facts->contract;
    const struct large_word *said = &facts->large;
    json_t *large = json_put_object(model, "large");

    json_put_flag(model, "large_asked", said->wish != NULL);
    json_put_flag(model, "may_select", said->may_select);
    json_put_text(model, "large_href",
                  arena_format(arena, "/contracts/%s/large-model", c->key.text));
    json_put_flag(large, "selected", c->large_model);
    json_put_text(large, "word",
                  wording(language, said->at == 0    ? "contract.large.open"
                                    : c->large_model ? "contract.large.selected"
                                                     : "contract.large.not-selected"));
    json_put_text(large, "resources", c->resources);
    if (facts->standing.owner) /* why, and what was asked, is the project group's */
        return;
    json_put_text(large, "wish", said->wish);
    json_put_text(large, "reason", said->reason);
    json_put_text(large, "by", said->by);
    json_put_flag(large, "consents", said->consents);
    view_minutes(large, "at", said->at);
}

json_t *view_large_models(struct arena *arena, enum language language,
                          const struct large_list *list)
{
    json_t *model = json_root(arena), *rows = json_put_array(model, "rows");

    json_put_text(model, "call", words_in(&list->call->definition->title, language));
    json_put_int(model, "count", (int64_t)list->count);
    for (size_t i = 0; i < list->count; i++) {
        const struct contract_facts *facts = &list->items[i];
        json_t *item = json_add_object(rows);

        json_put_text(item, "number", facts->contract->number);
        json_put_text(item, "heading", facts->title);
        json_put_text(item, "leader", facts->leader);
        json_put_text(item, "party_b", facts->contract->party_b);
        json_put_text(item, "href",
                      arena_format(arena, "/contracts/%s", facts->contract->key.text));
        view_state(item, "state", language, "contract", contract_word(facts->contract->state));
        view_large_model(arena, language, facts, item);
    }
    return model;
}
