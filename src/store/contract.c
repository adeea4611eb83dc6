/* contract.c: contracts, their steps, and the log of lists made, as rows. */

#include "store/contract.h"

#include "store/query.h"

static void read_contract(struct env *env, struct statement *s, struct contract *c)
{
    struct arena *a = env->arena;

    c->id.value = column_int(s, "id");
    c->key = column_key(s, "key");
    c->call.value = column_int(s, "call");
    c->award.value = column_int(s, "award");
    c->number = column_text(s, a, "number");
    c->project_number = column_text(s, a, "project_number");
    contract_state_of(column_text(s, a, "state"), &c->state);
    c->amount = column_int(s, "amount");
    c->party_b = column_text(s, a, "party_b");
    c->credit_code = column_text(s, a, "credit_code");
    c->credit_reason = column_text(s, a, "credit_reason");
    c->account_name = c->bank = c->account_number = c->swift = "";
    c->agent = column_text(s, a, "agent");
    c->agent_phone = column_text(s, a, "agent_phone");
    c->postal = column_text(s, a, "postal");
    c->instalments = column_text(s, a, "instalments");
    c->starts_on = column_text(s, a, "starts_on");
    c->ends_on = column_text(s, a, "ends_on");
    c->metric = column_text(s, a, "metric");
    c->large_asked = column_int(s, "large_asked") != 0;
    c->large_model = column_int(s, "large_model") != 0;
    c->resources = column_text(s, a, "resources");
    c->copies = column_int(s, "copies");
    c->courier = column_text(s, a, "courier");
    c->invoiced_on = column_text(s, a, "invoiced_on");
    c->invoice = column_text(s, a, "invoice");
    c->paid = column_int(s, "paid");
    c->paid_on = column_text(s, a, "paid_on");
    c->sent_on = column_text(s, a, "sent_on");
    c->signed_b_on = column_text(s, a, "signed_b_on");
    c->signed_a_on = column_text(s, a, "signed_a_on");
    c->acceptance_due = column_text(s, a, "acceptance_due");
    c->note = column_text(s, a, "note");
    c->revision = column_int(s, "revision");
    c->created_at = column_int(s, "created_at");
}

static void read_row(struct env *env, struct statement *s, struct contract_row *row)
{
    struct arena *a = env->arena;

    read_contract(env, s, &row->contract);
    row->sealed = column_bytes(s, a, "account", &row->sealed_length);
    row->person.value = column_int(s, "person");
    row->application.value = column_int(s, "application");
    row->application_key = column_key(s, "application_key");
    row->application_number = column_text(s, a, "application_number");
    row->title = column_text(s, a, "title");
    row->leader = column_text(s, a, "leader");
    row->version = column_int(s, "version");
    row->party_at = column_int(s, "party_at");
    row->topic_code = column_text(s, a, "topic_code");
    row->owner = column_int(s, "owner") != 0;
}

static bool reads_all(const struct actor *actor, struct call_id call)
{
    return actor->local || actor_is(actor, ROLE_SECRETARY, call) ||
           actor_is(actor, ROLE_CHAIR, call) || actor_is(actor, ROLE_AUDITOR, call);
}

static bool call_of(struct env *env, struct key key, struct call_id *call, struct error *err)
{
    struct statement *s = query(env->db, Q_CONTRACT_CALL_BY_KEY);

    bind_text(s, "key", key.text);
    if (query_row(s, err))
        call->value = column_int(s, "call");
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_contract_get(struct env *env, const struct actor *actor, struct key key,
                        struct contract_row *row, struct error *err)
{
    struct call_id call = {0};
    struct statement *s;
    bool found;

    *row = (struct contract_row){0};
    if (!call_of(env, key, &call, err))
        return false;
    s = query(env->db, Q_CONTRACT_BY_KEY);
    bind_text(s, "key", key.text);
    bind_int(s, "actor", actor->person.value);
    bind_int(s, "reads_all", reads_all(actor, call));
    found = query_row(s, err);
    if (found)
        read_row(env, s, row);
    query_end(s);
    return found || error_set(err, ERROR_MISSING, "missing");
}

bool store_contracts(struct env *env, const struct actor *actor, struct call_id call,
                     struct contract_rows *rows, struct error *err)
{
    struct statement *s = query(env->db, Q_CONTRACT_LIST);

    bind_int(s, "call", call.value);
    bind_int(s, "actor", actor->person.value);
    bind_int(s, "reads_all", reads_all(actor, call));
    while (query_row(s, err))
        read_row(env, s, list_add(env->arena, rows));
    return err->kind == ERROR_NONE;
}

bool store_contract_add(struct env *env, const struct contract *c, struct error *err)
{
    struct statement *s = query(env->db, Q_CONTRACT_ADD);

    bind_text(s, "key", c->key.text);
    bind_int(s, "call", c->call.value);
    bind_int(s, "award", c->award.value);
    bind_text(s, "number", c->number);
    bind_text(s, "project_number", c->project_number);
    bind_int(s, "amount", c->amount);
    bind_text(s, "party_b", c->party_b);
    bind_text(s, "starts_on", c->starts_on);
    bind_text(s, "ends_on", c->ends_on);
    bind_text(s, "metric", c->metric);
    bind_int(s, "large_asked", c->large_asked);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

static void bind_texts(struct statement *s, const struct contract *c)
{
    bind_text(s, "project_number", c->project_number);
    bind_text(s, "state", contract_word(c->state));
    bind_text(s, "party_b", c->party_b);
    bind_text(s, "credit_code", c->credit_code);
    bind_text(s, "credit_reason", c->credit_reason);
    bind_text(s, "resources", c->resources);
    bind_text(s, "agent", c->agent);
    bind_text(s, "agent_phone", c->agent_phone);
    bind_text(s, "postal", c->postal);
    bind_text(s, "instalments", c->instalments);
    bind_text(s, "starts_on", c->starts_on);
    bind_text(s, "ends_on", c->ends_on);
    bind_text(s, "metric", c->metric);
    bind_text(s, "courier", c->courier);
    bind_text(s, "invoiced_on", c->invoiced_on);
    bind_text(s, "invoice", c->invoice);
    bind_text(s, "paid_on", c->paid_on);
    bind_text(s, "sent_on", c->sent_on);
    bind_text(s, "signed_b_on", c->signed_b_on);
    bind_text(s, "signed_a_on", c->signed_a_on);
    bind_text(s, "acceptance_due", c->acceptance_due);
    bind_text(s, "note", c->note);
}

bool store_contract_save(struct env *env, const struct contract *c, const void *sealed,
                         size_t length, struct error *err)
{
    struct statement *s = query(env->db, Q_CONTRACT_SAVE);

    bind_texts(s, c);
    bind_int(s, "amount", c->amount);
    bind_int(s, "large_model", c->large_model);
    bind_id(s, "copies", c->copies);
    bind_int(s, "paid", c->paid);
    if (sealed != NULL)
        bind_bytes(s, "account", sealed, length);
    bind_int(s, "id", c->id.value);
    bind_int(s, "revision", c->revision);
    return query_run(s, err) &&
           (query_changes(s) > 0 || error_set(err, ERROR_CONFLICT, "contract/stale"));
}

bool store_contract_party(struct env *env, struct contract_id contract, struct error *err)
{
    struct statement *s = query(env->db, Q_CONTRACT_PARTY);

    bind_int(s, "id", contract.value);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_contract_of(struct env *env, struct application_id application, struct key *key,
                       bool *found, struct error *err)
{
    struct statement *s = query(env->db, Q_CONTRACT_OF_APPLICATION);

    bind_int(s, "application", application.value);
    *found = query_row(s, err);
    if (*found)
        *key = column_key(s, "key");
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_contract_step(struct env *env, struct contract_id contract, enum contract_state state,
                         const char *day, const char *note, struct person_id by, struct error *err)
{
    struct statement *s = query(env->db, Q_CONTRACT_EVENT_ADD);

    bind_int(s, "contract", contract.value);
    bind_text(s, "state", contract_word(state));
    bind_text(s, "day", day);
    bind_text(s, "note", note);
    bind_int(s, "by", by.value);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_contract_steps(struct env *env, struct contract_id contract,
                          struct contract_steps *steps, struct error *err)
{
    struct statement *s = query(env->db, Q_CONTRACT_EVENTS);
    struct arena *a = env->arena;

    bind_int(s, "contract", contract.value);
    while (query_row(s, err)) {
        struct contract_step *step = list_add(a, steps);

        step->state = column_text(s, a, "state");
        step->day = column_text(s, a, "on_day");
        step->note = column_text(s, a, "note");
        step->at = column_int(s, "at");
        step->by = column_text(s, a, "by");
    }
    return err->kind == ERROR_NONE;
}

bool store_contract_choice(struct env *env, struct contract_id contract,
                           struct contract_choice *choice, struct error *err)
{
    struct statement *s = query(env->db, Q_CONTRACT_CHOICE);

    *choice = (struct contract_choice){.resources = "", .reason = "", .by = ""};
    bind_int(s, "contract", contract.value);
    if (query_row(s, err))
        *choice = (struct contract_choice){
            .selected = column_int(s, "selected") != 0,
            .resources = column_text(s, env->arena, "resources"),
            .reason = column_text(s, env->arena, "reason"),
            .by = column_text(s, env->arena, "by"),
            .at = column_int(s, "at"),
        };
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_contract_choice_add(struct env *env, struct contract_id contract,
                               const struct large_choice *choice, struct person_id by,
                               struct error *err)
{
    struct statement *s = query(env->db, Q_CONTRACT_CHOICE_ADD);

    bind_int(s, "contract", contract.value);
    bind_int(s, "selected", choice->selected);
    bind_text(s, "resources", choice->resources);
    bind_text(s, "reason", choice->reason);
    bind_int(s, "by", by.value);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_contract_baselines(struct env *env, struct contract_id contract,
                              struct contract_baselines *baselines, struct error *err)
{
    struct statement *s = query(env->db, Q_CONTRACT_BASELINES);
    struct arena *a = env->arena;

    bind_int(s, "contract", contract.value);
    while (query_row(s, err)) {
        struct contract_baseline *baseline = list_add(a, baselines);

        baseline->version = column_int(s, "version");
        baseline->at = column_int(s, "at");
        baseline->content = column_text(s, a, "content");
        baseline->sha256 = column_text(s, a, "sha256");
        baseline->reason = column_text(s, a, "reason");
        baseline->by = column_text(s, a, "by");
    }
    return err->kind == ERROR_NONE;
}

bool store_contract_baseline_add(struct env *env, struct contract_id contract, const char *content,
                                 const char *sha256, const char *reason, struct person_id by,
                                 struct error *err)
{
    struct statement *s = query(env->db, Q_CONTRACT_BASELINE_ADD);

    bind_int(s, "contract", contract.value);
    bind_text(s, "content", content);
    bind_text(s, "sha256", sha256);
    bind_text(s, "reason", reason);
    bind_int(s, "by", by.value);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_export_add(struct env *env, struct call_id call, const struct export_row *row,
                      struct person_id by, struct error *err)
{
    struct statement *s = query(env->db, Q_EXPORT_ADD);

    bind_int(s, "call", call.value);
    bind_text(s, "preset", row->preset);
    bind_text(s, "format", row->format);
    bind_int(s, "rows", row->rows);
    bind_text(s, "sha256", row->sha256);
    bind_id(s, "by", by.value);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_exports(struct env *env, struct call_id call, int64_t limit, struct export_rows *rows,
                   struct error *err)
{
    struct statement *s = query(env->db, Q_EXPORT_LIST);
    struct arena *a = env->arena;

    bind_int(s, "call", call.value);
    bind_int(s, "limit", limit);
    while (query_row(s, err)) {
        struct export_row *row = list_add(a, rows);

        row->preset = column_text(s, a, "preset");
        row->format = column_text(s, a, "format");
        row->rows = column_int(s, "rows");
        row->sha256 = column_text(s, a, "sha256");
        row->at = column_int(s, "at");
        row->by = column_text(s, a, "by");
    }
    return err->kind == ERROR_NONE;
}
