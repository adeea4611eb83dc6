/* export.c: lists as files: rows filled from the database, columns by who asks. */

#include "action/contract_find.h"
#include "action/meaning.h"
#include "action/review.h"
#include "base/digest.h"
#include "domain/capital.h"
#include "store/application.h"
#include "store/audit.h"
#include "store/call.h"
#include "store/contract.h"
#include "store/review.h"
#include "store/tx.h"
#include "view/wording.h"
#include "world/world.h"

#define LOG_MOST 100
#define PAGE     500

struct filling {
    struct env *env;
    const struct actor *actor;
    const struct call *call;
    struct standing standing;
    struct listings rows;
};

static const char *topic_text(const struct filling *f, const char *code)
{
    const struct topic_definition *topic = definition_topic(f->call->definition, code);

    return topic == NULL ? code
                         : arena_format(f->env->arena, "%s %s", code,
                                        words_in(&topic->title, f->env->language));
}

static const char *state_text(const struct filling *f, const char *room, const char *word)
{
    return wording(f->env->language, arena_format(f->env->arena, "state.%s.%s", room, word));
}

static struct listing *add_row(struct filling *f)
{
    struct listing *row = list_add(f->env->arena, &f->rows);

    row->serial = (int64_t)f->rows.count;
    row->party_a = words_in(&f->call->definition->society, f->env->language);
    return row;
}

/* What only the submitted version holds. */
static bool fill_answers(struct filling *f, struct application_id id, int64_t version,
                         const char *topic, struct listing *row, struct error *err)
{
    const struct definition *d = f->call->definition;
    const json_t *sections = submitted_sections(f->env, id, version, err);
    const struct metric *metric = meaning_metric(d, sections);

    row->topic = topic_text(f, topic);
    row->subtopic = meaning_subtopic(d, sections, topic, f->env->language);
    row->position = meaning_word(d, sections, MEANS_POSITION);
    row->phone = meaning_word(d, sections, MEANS_PHONE);
    row->email = meaning_word(d, sections, MEANS_EMAIL);
    row->starts_on = meaning_word(d, sections, MEANS_START);
    row->ends_on = meaning_word(d, sections, MEANS_END);
    row->metric = metric == NULL ? "" : words_in(&metric->text, f->env->language);
    return err->kind == ERROR_NONE;
}

/* ---- contracts */

static void fill_contract(struct filling *f, const struct contract *c, struct listing *row)
{
    row->project_number = c->project_number;
    row->contract_number = c->number;
    row->party_b = c->party_b;
    row->credit_code = c->credit_code;
    row->account_name = c->account_name;
    row->bank = c->bank;
    row->account_number = c->account_number;
    row->agent = c->agent;
    row->agent_phone = c->agent_phone;
    row->postal = c->postal;
    row->amount = c->amount;
    row->amount_words = capital_of(f->env->arena, c->amount);
    row->instalments = c->instalments;
    row->starts_on = c->starts_on;
    row->ends_on = c->ends_on;
    row->metric = c->metric;
    row->large_model = wording(f->env->language, c->large_model ? "contract.yes" : "contract.no");
    row->sent_on = c->sent_on;
    row->signed_b_on = c->signed_b_on;
    row->signed_a_on = c->signed_a_on;
    row->copies = c->copies == 0 ? COLUMN_EMPTY : c->copies;
    row->courier = c->courier;
    row->invoiced_on = c->invoiced_on;
    row->invoice = c->invoice;
    row->paid = c->paid;
    row->paid_on = c->paid_on;
    row->state = state_text(f, "contract", contract_word(c->state));
    row->acceptance_due = c->acceptance_due;
    row->note = c->note;
}

static bool fill_contracts(struct filling *f, struct error *err)
{
    struct contract_rows rows = {0};

    if (!store_contracts(f->env, f->actor, f->call->id, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        struct contract_row *from = &rows.items[i];
        struct listing *row = add_row(f);

        if (policy_may_see(&f->standing, SECRET_CONTRACT_ACCOUNT))
            contract_account_open(f->env, from);
        if (!fill_answers(f, from->application, from->version, from->topic_code, row, err))
            return false;
        fill_contract(f, &from->contract, row);
        row->title = from->title;
        row->leader = from->leader;
        row->application_number = from->application_number;
    }
    return true;
}

/* ---- scores */

static bool rank(struct filling *f, struct ranked_list *list, struct ranking *ranking,
                 struct error *err)
{
    struct topic_rows topics = {0};

    if (!store_topics(f->env, f->call->id, &topics, err) ||
        !store_ranking(f->env, f->call->id, f->actor->person, (struct topic_id){0}, list, err))
        return false;
    for (size_t i = 0; i < topics.count; i++)
        *list_add(f->env->arena, &ranking->topics) = (struct ranking_topic){
            .code = topics.items[i].code, .quota = topics.items[i].quota};
    for (size_t i = 0; i < list->count; i++)
        *list_add(f->env->arena, &ranking->rows) = list->items[i].row;
    return action_ranking_order(f->env, f->actor, f->call, ranking, err);
}

/* Beside the mean; a chance of 1.0000 is certain. */
static void fill_calibrated(const struct ranking_row *from, struct listing *row)
{
    bool reviewed = from->component != 0;

    row->calibrated = reviewed ? from->calibrated : COLUMN_EMPTY;
    row->low = reviewed ? from->low : COLUMN_EMPTY;
    row->high = reviewed ? from->high : COLUMN_EMPTY;
    row->chance = reviewed ? from->chance : COLUMN_EMPTY;
    row->rank_calibrated = from->rank_calibrated;
    row->rank_overall = from->rank_overall;
    row->component = from->component;
}

static void fill_score(struct filling *f, const struct ranking_row *from,
                       const struct ranked_list *list)
{
    struct listing *row = add_row(f);

    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].row.application.value == from->application.value) {
            row->title = list->items[i].title;
            row->leader = list->items[i].leader;
            row->party_b = list->items[i].institution;
            row->amount = list->items[i].asked;
            row->preference = list->items[i].preference;
            row->state = state_text(f, "application", application_word(list->items[i].state));
        }
    row->application_number = from->number;
    row->topic = topic_text(f, from->topic);
    row->reviews = (int64_t)from->totals.count;
    row->mean = from->raw;
    row->lowest = from->lowest;
    row->highest = from->highest;
    row->spread = from->totals.count < 2 ? COLUMN_EMPTY : from->spread;
    row->rank = from->rank_topic;
    fill_calibrated(from, row);
}

static bool fill_scores(struct filling *f, struct error *err)
{
    struct ranked_list list = {0};
    struct ranking ranking = {0};

    if (!rank(f, &list, &ranking, err))
        return false;
    for (size_t t = 0; t < ranking.topics.count; t++)
        for (size_t i = 0; i < ranking.rows.count; i++)
            if (strcmp(ranking.rows.items[i].topic, ranking.topics.items[t].code) == 0)
                fill_score(f, &ranking.rows.items[i], &list);
    return true;
}

/* ---- applications */

static bool fill_application(struct filling *f, const struct application *a, struct error *err)
{
    struct listing *row = add_row(f);

    row->application_number = a->number;
    row->title = a->title;
    row->leader = a->leader;
    row->party_b = a->institution;
    row->amount = a->amount;
    row->state = state_text(f, "application", application_word(a->state));
    row->submitted_at = a->submitted_at;
    row->version = a->version;
    row->preference = a->preference;
    return fill_answers(f, a->id, a->version, a->topic_code, row, err);
}

static bool fill_applications(struct filling *f, struct error *err)
{
    struct application_filter filter = {.call = f->call->id, .after = "", .limit = PAGE};
    struct application_rows rows;

    do {
        rows = (struct application_rows){0};
        if (!store_applications(f->env, f->actor, &filter, &rows, err))
            return false;
        for (size_t i = 0; i < rows.count; i++)
            if (!fill_application(f, &rows.items[i].application, err))
                return false;
        if (rows.count > 0)
            filter.after = rows.items[rows.count - 1].application.number;
    } while (rows.count == PAGE);
    return true;
}

/* ---- the file */

static const struct {
    const char *preset;
    bool (*fill)(struct filling *, struct error *);
    enum verb verb; /* beside VERB_EXPORT */
} sources[] = {{"contracts", fill_contracts, VERB_EXPORT},
               {"awards", fill_contracts, VERB_EXPORT},
               {"public", fill_contracts, VERB_EXPORT},
               {"scores", fill_scores, VERB_RANKING_READ},
               {"applications", fill_applications, VERB_EXPORT}};

static bool fill(struct filling *f, const char *preset, struct error *err)
{
    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++)
        if (strcmp(sources[i].preset, preset) == 0)
            return policy_may(&f->standing, sources[i].verb, err) && sources[i].fill(f, err);
    return error_set(err, ERROR_MISSING, "export/unknown");
}

static const struct export_preset *preset_of(const struct call *call, const char *key)
{
    for (size_t i = 0; i < call->definition->exports.count; i++)
        if (strcmp(call->definition->exports.items[i].key, key) == 0)
            return &call->definition->exports.items[i];
    return NULL;
}

/* The command line stands as the secretary does. */
static struct standing standing_of(const struct env *env, const struct actor *actor,
                                   const struct call *call)
{
    struct standing standing = standing_in_call(actor, call, env->now);

    standing.secretary |= actor->local;
    return standing;
}

bool action_export_allowed(struct env *env, const struct actor *actor, const struct call *call,
                           struct error *err)
{
    struct standing standing = standing_of(env, actor, call);

    return policy_may(&standing, VERB_EXPORT, err);
}

bool action_export_note(struct env *env, const struct actor *actor, const struct call *call,
                        const struct export_row *row, struct error *err)
{
    const char *role = actor->local                                ? "local"
                       : actor_is(actor, ROLE_SECRETARY, call->id) ? "secretary"
                                                                   : "auditor";
    bool done = tx_begin(env, err) && store_export_add(env, call->id, row, actor->person, err) &&
                store_audit_add(env, actor, role, audit_word(AUDIT_EXPORT_MADE), "export",
                                row->preset, NULL, row->sha256, err);

    return tx_end(env, done, err);
}

static bool write_file(struct filling *f, const struct export_preset *preset,
                       enum sheet_format format, struct export_file *file, struct error *err)
{
    struct env *env = f->env;
    const char *title = words_in(&preset->title, env->language);
    struct columns columns = columns_of(env->arena, preset->columns, &f->standing, policy_may_see);
    struct sheet sheet = sheet_of(env->arena, title, env->language, wording, &columns, &f->rows);

    sheet.made_at = env->now;
    file->name = sheet_file_name(env->arena, title, f->call->key, env->now, format);
    file->type = sheet_format_type(format);
    return sheet_write(env->arena, &sheet, format, service_data(service_of(env)), &file->bytes,
                       &file->length, err);
}

bool action_export(struct env *env, const struct actor *actor, const struct call *call,
                   const char *preset, const char *format_word, struct export_file *file,
                   struct error *err)
{
    struct filling f = {
        .env = env, .actor = actor, .call = call, .standing = standing_of(env, actor, call)};
    const struct export_preset *found = preset_of(call, preset);
    struct export_row row = {.preset = preset, .format = format_word};
    enum sheet_format format;
    struct digest digest;

    if (!policy_may(&f.standing, VERB_EXPORT, err))
        return false;
    if (found == NULL)
        return error_set(err, ERROR_MISSING, "export/unknown");
    if (!sheet_format_of(format_word, &format))
        return error_set(err, ERROR_INVALID, "export/format");
    if (!fill(&f, preset, err) || !write_file(&f, found, format, file, err))
        return false;
    digest = digest_of(file->bytes, file->length);
    row.sha256 = digest_hex(env->arena, &digest);
    row.rows = (int64_t)f.rows.count;
    return action_export_note(env, actor, call, &row, err);
}

bool action_exports(struct env *env, const struct actor *actor, const struct call *call,
                    struct export_list *made, struct error *err)
{
    struct standing standing = standing_of(env, actor, call);
    struct export_rows rows = {0};

    if (!policy_may(&standing, VERB_EXPORT, err) ||
        !store_exports(env, call->id, LOG_MOST, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        *list_add(env->arena, made) = (struct export_facts){
            rows.items[i].preset, rows.items[i].format, rows.items[i].sha256,
            rows.items[i].by,     rows.items[i].rows,   rows.items[i].at};
    return true;
}
