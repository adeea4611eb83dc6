/* application.c: what applicants do with an application as a whole. */

#include "action/application.h"

#include "action/membership.h"
#include "action/receipt.h"
#include "action/resubmit.h"
#include "action/tell.h"
#include "base/text.h"
#include "domain/number.h"
#include "domain/team.h"
#include "store/audit.h"
#include "store/collaborator.h"
#include "store/contract.h"
#include "store/decision.h"
#include "store/tx.h"

/* Finds it, completes the standing with the gates, and asks the policy whether it may be read. */
static bool find(struct env *env, const struct actor *actor, struct key key,
                 struct application_view *view, struct error *err)
{
    struct error late = {0};

    if (!store_application_visible(env, actor, key, &view->application, &view->standing, err) ||
        !service_call_by_id(env, view->application.call, &view->call, err))
        return false;
    view->standing.gate = call_gate(view->call, env->now);
    view->standing.released = view->call->released_at != 0;
    view->standing.writable = application_writable(&view->application, view->call, env->now);
    view->topic = definition_topic(view->call->definition, view->application.topic_code);
    if (view->standing.member && !view->standing.owner &&
        !store_collaborator_given(env, view->application.id, actor->person, &view->given, err))
        return false;
    if (view->topic == NULL || !policy_may(&view->standing, VERB_APPLICATION_READ, &late))
        return error_set(err, ERROR_MISSING, "missing");
    return true;
}

static bool read_rest(struct env *env, const struct answer_rows *known,
                      struct application_view *view, struct error *err)
{
    json_t *sections = json_root(env->arena);

    if (!store_answers(env, &view->application, known, &view->answers, err) ||
        !store_attachments(env, view->application.id, &view->attachments, err) ||
        !store_submissions(env, view->application.id, &view->submissions, err))
        return false;
    for (size_t i = 0; i < view->answers.count; i++)
        json_put(sections, view->answers.items[i].section,
                 json_incref((json_t *)(uintptr_t)view->answers.items[i].content));
    view->sections = sections;
    return true;
}

static struct answers answers_of(struct arena *arena, const struct application_view *view)
{
    struct answers answers = {.sections = view->sections};

    for (size_t i = 0; i < view->attachments.count; i++) {
        const struct attachment *file = &view->attachments.items[i];

        *list_add(arena, &answers.attachments) = file->slot;
        if (file->pages == 0)
            *list_add(arena, &answers.unreadable) = (struct unreadable_file){file->slot,
                                                                             file->name};
    }
    return answers;
}

static void check(struct env *env, struct application_view *view)
{
    struct answers answers = answers_of(env->arena, view);

    view->problems = problems_in(env->arena);
    application_check(view->call, view->topic, &answers, &view->problems);
}

static bool read_grace(struct env *env, struct application_view *view, struct error *err)
{
    struct application trial = view->application;
    int64_t gate = application_gate(&trial, view->call), began = 0;
    struct error late = {0};
    bool in_grace = false;

    if (view->standing.writable || !view->standing.owner || env->now > gate + view->call->grace)
        return true;
    if (!store_attachment_began(env, trial.id, gate, &began, err))
        return false;
    if (application_submit(&trial, view->call, env->now, began, &in_grace, &late) && in_grace)
        view->grace_until = gate + view->call->grace;
    return true;
}

bool action_application_open(struct env *env, const struct actor *actor, struct key key,
                             struct application_view *view, struct error *err)
{
    *view = (struct application_view){0};
    if (!find(env, actor, key, view, err) || !read_rest(env, NULL, view, err))
        return false;
    check(env, view);
    return read_grace(env, view, err);
}

bool action_part_may(const struct application_view *view, const char *part, struct error *err)
{
    struct standing standing = view->standing;

    standing.helper = team_has(view->given, part);
    return policy_may(&standing, VERB_PART_EDIT, err) &&
           application_open_for_answers(&view->application, err);
}

const char *application_capacity(const struct application_view *view)
{
    return view->standing.owner ? "applicant" : "collaborator";
}

/* Copies of what lists show, from the answers by what they mean. */
static void take_copies(struct env *env, struct application_view *view)
{
    struct application *a = &view->application;
    const struct {
        enum meaning means;
        const char **copy;
    } copies[] = {
        {MEANS_TITLE, &a->title}, {MEANS_INSTITUTION, &a->institution}, {MEANS_NAME, &a->leader}};
    const struct section *section;
    const struct field *field;

    (void)env;
    for (size_t i = 0; i < sizeof copies / sizeof copies[0]; i++)
        if ((field = definition_meaning(view->call->definition, copies[i].means, &section)) != NULL)
            *copies[i].copy = json_word(json_at(view->sections, section->key), field->key);
    field = definition_meaning(view->call->definition, MEANS_AMOUNT, &section);
    if (field != NULL)
        a->amount = json_int(json_at(view->sections, section->key), field->key, 0);
}

bool action_application_version(struct env *env, const struct actor *actor, struct key key,
                                int64_t version, struct version_view *view, struct error *err)
{
    *view = (struct version_view){0};
    if (!find(env, actor, key, &view->base, err) ||
        !store_submissions(env, view->base.application.id, &view->base.submissions, err) ||
        !store_submission_get(env, view->base.application.id,
                              version == 0 ? view->base.application.version : version,
                              &view->submission, err) ||
        !store_submission_files(env, view->submission.id, &view->files, err))
        return false;
    view->content = json_parse(env->arena, view->submission.content,
                               strlen(view->submission.content), err);
    if (view->content == NULL)
        return false;
    /* A version shows its own title and time, not those of the versions after it. */
    view->base.sections = json_at(view->content, "sections");
    view->base.application.version = view->submission.version;
    view->base.application.submitted_at = view->submission.submitted_at;
    take_copies(env, &view->base);
    return true;
}

static void count_progress(const struct application_view *view, struct desk_row *row)
{
    const struct definition *d = view->call->definition;

    for (size_t i = 0; i < d->sections.count; i++) {
        size_t filled = 0, asked = 0;

        if (!section_applies(&d->sections.items[i], row->topic->code))
            continue;
        form_progress(&d->sections.items[i], json_at(view->sections, d->sections.items[i].key),
                      &filled, &asked);
        row->filled += filled;
        row->asked += asked;
    }
    row->missing = problems_errors(&view->problems);
}

/* Cheaper than comparing: was anything saved since the newest version?  (A file that was removed is
 * seen by the page of changes itself.) */
static bool touched(const struct application_view *view)
{
    int64_t since = view->application.submitted_at;
    bool found = false;

    for (size_t i = 0; i < view->answers.count; i++)
        found = found || view->answers.items[i].saved_at >= since;
    for (size_t i = 0; i < view->attachments.count; i++)
        found = found || view->attachments.items[i].stored_at >= since;
    return found;
}

/* `known`: answers of the row before, the shared ones among them. */
static bool fill_row(struct env *env, const struct application_row *found, const struct call *call,
                     struct answer_rows *known, struct desk_row *row, struct error *err)
{
    struct application_view view = {.application = found->application,
                                    .standing = found->standing,
                                    .call = call,
                                    .topic = row->topic};

    row->started = true;
    row->application = found->application;
    row->writable = application_writable(&row->application, call, env->now);
    if (call->released_at != 0 &&
        (!store_decision_outer(env, row->application.id, &row->outcome, &row->reason, err) ||
         !store_contract_of(env, row->application.id, &row->contract, &row->has_contract, err)))
        return false;
    if (!read_rest(env, known, &view, err))
        return false;
    *known = view.answers;
    check(env, &view);
    count_progress(&view, row);
    row->behind = row->writable && touched(&view) && application_behind(env, &view);
    return true;
}

bool action_desk(struct env *env, const struct actor *actor, const struct call *call,
                 struct desk *desk, struct error *err)
{
    const struct definition *d = call->definition;
    struct application_rows rows = {0};
    struct answer_rows known = {0};

    if (!store_applications_mine(env, actor, call->id, &rows, err))
        return false;
    for (size_t t = 0; t < d->topics.count; t++) {
        struct desk_row *row = list_add(env->arena, desk);

        row->topic = &d->topics.items[t];
        for (size_t i = 0; i < rows.count; i++)
            if (strcmp(rows.items[i].application.topic_code, row->topic->code) == 0 &&
                !fill_row(env, &rows.items[i], call, &known, row, err))
                return false;
    }
    return true;
}

static bool existing(struct env *env, const struct actor *actor, const struct call *call,
                     const char *topic, struct key *key, struct error *err)
{
    struct application_rows rows = {0};

    if (!store_applications_mine(env, actor, call->id, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        if (strcmp(rows.items[i].application.topic_code, topic) == 0) {
            *key = rows.items[i].application.key;
            return true;
        }
    return false;
}

const char *action_application_number(struct env *env, const struct call *call)
{
    uint8_t random[3];

    env->random(random, sizeof random);
    return number_random(env->arena, call->definition->application_number, random);
}

/* The gate of an application that does not exist yet: closing and extensions. */
static bool may_start(struct env *env, const struct actor *actor, const struct call *call,
                      struct topic_id topic, struct error *err)
{
    struct application new = {.call = call->id, .applicant = actor->person};
    struct standing standing = standing_in_call(actor, call, env->now);

    if (!policy_may(&standing, VERB_APPLICATION_START, err))
        return false;
    if (call_gate(call, env->now) == GATE_BEFORE)
        return error_set(err, ERROR_CONFLICT, "call/not-open");
    return store_extension_until(env, call->id, actor->person, topic, &new.extended_until, err) &&
           (application_writable(&new, call, env->now) ||
            error_set(err, ERROR_CONFLICT, "call/closed"));
}

bool action_application_start(struct env *env, const struct actor *actor, const struct call *call,
                              const char *topic_code, struct key *key, struct error *err)
{
    struct application_id id;
    struct topic_row topic;
    bool done;

    if (existing(env, actor, call, topic_code, key, err))
        return true;
    *key = key_new(env);
    done = tx_begin(env, err) && store_topic_get(env, call->id, topic_code, &topic, err) &&
           may_start(env, actor, call, topic.id, err) &&
           store_application_add(env, call->id, topic.id, actor->person, *key,
                                 action_application_number(env, call), false, &id, err) &&
           store_audit(env, actor, "applicant", AUDIT_APPLICATION_STARTED, key->text, err);
    return tx_end(env, done, err);
}

bool action_application_order(struct env *env, const struct actor *actor, const struct call *call,
                              const struct key *keys, size_t count, struct error *err)
{
    bool done = tx_begin(env, err);

    if (done && call_gate(call, env->now) != GATE_OPEN)
        done = error_set(err, ERROR_CONFLICT, "call/closed");
    for (size_t i = 0; done && i < count; i++) {
        struct application application;
        struct standing standing;

        done = store_application_visible(env, actor, keys[i], &application, &standing, err) &&
               (standing.owner || error_set(err, ERROR_MISSING, "missing")) &&
               store_application_preference(env, application.id, actor->person, (int64_t)i + 1,
                                            err);
    }
    done = done &&
           store_audit(env, actor, "applicant", AUDIT_APPLICATION_ORDERED, call->key, err) &&
           tell_order_changed(env, actor, call, err);
    return tx_end(env, done, err);
}

char *action_application_canonical(struct env *env, const struct application_view *view)
{
    struct submitted_files files = {0};

    for (size_t i = 0; i < view->attachments.count; i++) {
        const struct attachment *from = &view->attachments.items[i];

        *list_add(env->arena, &files) = (struct submitted_file){from->slot, from->name, from->type,
                                                                from->sha256, from->size};
    }
    return application_canonical(env->arena, view->call, &view->application, view->sections,
                                 &files);
}

bool action_version_add(struct env *env, const struct actor *actor, struct application_view *view,
                        struct submission *submission, struct error *err)
{
    struct digest digest;

    view->application.version++;
    take_copies(env, view);
    submission->key = key_new(env);
    submission->application = view->application.id;
    submission->version = view->application.version;
    submission->call_version = view->call->version;
    submission->submitted_at = env->now;
    submission->content = action_application_canonical(env, view);
    digest = digest_of(submission->content, strlen(submission->content));
    submission->sha256 = digest_hex(env->arena, &digest);
    return store_submission_add(env, submission, actor->person, err) &&
           store_application_save(env, &view->application, err);
}

bool action_submission_add(struct env *env, const struct actor *actor, const char *capacity,
                           struct application_view *view, struct submission *submission,
                           struct error *err)
{
    return action_version_add(env, actor, view, submission, err) &&
           store_audit_add(env, actor, capacity, audit_word(AUDIT_APPLICATION_SUBMITTED),
                           "application", view->application.key.text, NULL, submission->sha256,
                           err) &&
           tell_submitted(env, view, submission, err) && memberships_tell(env, view, err);
}

static bool complete(struct application_view *view, struct problems *problems, struct error *err)
{
    *problems = view->problems;
    if (problems_errors(problems) == 0)
        return true;
    error_set(err, ERROR_INVALID, "application/incomplete");
    return error_number(err, "count", (int64_t)problems_errors(problems));
}

static bool submit_in_time(struct env *env, struct application_view *view, bool *in_grace,
                           struct error *err)
{
    int64_t gate = application_gate(&view->application, view->call), began;

    return store_attachment_began(env, view->application.id, gate, &began, err) &&
           application_submit(&view->application, view->call, env->now, began, in_grace, err);
}

bool action_application_submit(struct env *env, const struct actor *actor, struct key key,
                               struct problems *problems, int64_t *version, struct error *err)
{
    struct application_view view = {0};
    struct submission submission = {.registered = NULL};
    bool same = false;
    bool done = tx_begin(env, err) && action_application_open(env, actor, key, &view, err) &&
                policy_may(&view.standing, VERB_APPLICATION_SUBMIT, err);

    /* a second click on the button: the version is there, its receipt is the answer */
    same = done && view.application.state == APPLICATION_SUBMITTED &&
           !application_behind(env, &view);
    done = done && submit_in_time(env, &view, &submission.in_grace, err) &&
           complete(&view, problems, err) &&
           (same || action_submission_add(env, actor, "applicant", &view, &submission, err));
    *version = view.application.version;
    if (!tx_end(env, done, err))
        return false;
    if (!same)
        action_receipt_sign(env, submission.id);
    return true;
}

typedef bool application_rule(struct application *application, const struct call *call, int64_t now,
                              struct error *err);

static bool change_state(struct env *env, const struct actor *actor, struct key key, enum verb verb,
                         application_rule *rule, enum audit_action action, struct error *err)
{
    struct application_view view = {0};
    bool done = tx_begin(env, err) && find(env, actor, key, &view, err) &&
                policy_may(&view.standing, verb, err) &&
                rule(&view.application, view.call, env->now, err) &&
                store_application_save(env, &view.application, err) &&
                store_audit(env, actor, "applicant", action, key.text, err) &&
                (action != AUDIT_APPLICATION_WITHDRAWN || tell_withdrawn(env, &view, err));

    return tx_end(env, done, err);
}

bool action_application_withdraw(struct env *env, const struct actor *actor, struct key key,
                                 struct error *err)
{
    return change_state(env, actor, key, VERB_APPLICATION_WITHDRAW, application_withdraw,
                        AUDIT_APPLICATION_WITHDRAWN, err);
}

bool action_application_reopen(struct env *env, const struct actor *actor, struct key key,
                               struct error *err)
{
    return change_state(env, actor, key, VERB_APPLICATION_EDIT, application_reopen,
                        AUDIT_APPLICATION_REOPENED, err);
}
