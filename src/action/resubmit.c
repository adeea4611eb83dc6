/* resubmit.c: submitted applications whose draft has changed since, and submitting at closing. */

#include "action/resubmit.h"

#include "action/receipt.h"
#include "action/tell.h"
#include "base/text.h"
#include "domain/form_value.h"
#include "store/audit.h"
#include "store/notice.h"
#include "store/parts.h"
#include "store/tx.h"
#include "view/application.h"
#include "view/wording.h"

#define SAID_MOST 8 /* things missing that a message names; the page names all */

/* ---- behind the draft */

bool application_behind(struct env *env, const struct application_view *view)
{
    struct digest digest;
    char *content;

    if (view->application.state != APPLICATION_SUBMITTED || view->submissions.count == 0)
        return false;
    content = action_application_canonical(env, view);
    digest = digest_of(content, strlen(content));
    return !text_equal(digest_hex(env->arena, &digest), view->submissions.items[0].sha256);
}

static bool compare(struct env *env, const struct application_view *view,
                    struct draft_changes *changes, struct error *err)
{
    const struct definition *d = view->call->definition;
    struct submission newest;
    const json_t *sections, *content;

    if (!store_submission_get(env, view->application.id, view->application.version, &newest, err))
        return false;
    content = json_parse(env->arena, newest.content, strlen(newest.content), err);
    if (content == NULL)
        return false;
    sections = json_at(content, "sections");
    for (size_t i = 0; i < d->sections.count; i++) {
        const struct section *section = &d->sections.items[i];

        if (section_applies(section, view->topic->code) &&
            !value_same(json_at(sections, section->key), json_at(view->sections, section->key)))
            *list_add(env->arena, &changes->sections) = section;
    }
    changes->behind = true;
    changes->files = changes->sections.count == 0;
    return true;
}

/* Can a new version of what was submitted be made now? */
static bool renewable(const struct env *env, const struct application *a, const struct call *call)
{
    return a->state == APPLICATION_SUBMITTED && application_writable(a, call, env->now);
}

bool action_changes(struct env *env, const struct actor *actor, const struct application_view *view,
                    struct draft_changes *changes, struct error *err)
{
    struct application_rows rows = {0};

    *changes = (struct draft_changes){.behind = false};
    if (!view->standing.owner)
        return true;
    if (!store_applications_mine(env, actor, view->call->id, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        changes->others += rows.items[i].application.id.value != view->application.id.value &&
                           renewable(env, &rows.items[i].application, view->call);
    return !renewable(env, &view->application, view->call) || !application_behind(env, view) ||
           compare(env, view, changes, err);
}

bool action_changed(struct env *env, const struct actor *actor, const struct call *call,
                    struct changed_list *list, struct error *err)
{
    struct application_rows rows = {0};

    if (!store_applications_mine(env, actor, call->id, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        struct changed_application changed = {.changes = {.behind = false}};
        const struct application *a = &rows.items[i].application;

        if (!renewable(env, a, call))
            continue;
        if (!action_application_open(env, actor, a->key, &changed.view, err))
            return false;
        if (!application_behind(env, &changed.view))
            continue;
        if (!compare(env, &changed.view, &changed.changes, err))
            return false;
        *list_add(env->arena, list) = changed;
    }
    return true;
}

/* ---- at closing */

bool action_at_closing(struct env *env, const struct actor *actor, struct key key, bool wanted,
                       struct error *err)
{
    struct application_view view;
    bool done = tx_begin(env, err) && action_application_open(env, actor, key, &view, err) &&
                policy_may(&view.standing, VERB_APPLICATION_EDIT, err) &&
                application_open_for_answers(&view.application, err) &&
                store_application_at_closing(env, view.application.id, wanted, err) &&
                store_audit(env, actor, "applicant",
                            wanted ? AUDIT_AT_CLOSING_WANTED : AUDIT_AT_CLOSING_UNWANTED, key.text,
                            err);

    return tx_end(env, done, err);
}

static void put_missing(struct env *env, const struct application_view *view,
                        enum language language, json_t *detail)
{
    json_t *list = json_put_array(detail, "missing");
    size_t count = 0;

    for (size_t i = 0; i < view->problems.count; i++) {
        const struct problem *problem = &view->problems.items[i];
        json_t *item;

        if (problem->severity != SEVERITY_ERROR || ++count > SAID_MOST)
            continue;
        item = json_add_object(list);
        json_put_text(
            item, "place",
            view_problem_place(env->arena, view->call->definition, problem->path, language));
        json_put_text(item, "text", wording_problem(env->arena, language, problem));
    }
    json_put_int(detail, "count", (int64_t)count);
}

/* submitted: a new version now; unchanged: the newest says the same already; else not submitted. */
static bool tell_result(struct env *env, const struct application_view *view, bool submitted,
                        bool unchanged, struct error *err)
{
    const struct application *a = &view->application;
    json_t *detail = json_root(env->arena);
    const char *email, *tag;

    if (!store_notice_address(env, a->applicant, &email, &tag, err))
        return false;
    json_put_text(detail, "number", a->number);
    json_put_text(detail, "topic", a->topic_code);
    json_put_text(detail, "title", a->title);
    json_put_int(detail, "version", a->version);
    json_put_flag(detail, "submitted", submitted);
    json_put_flag(detail, "unchanged", unchanged);
    json_put_flag(detail, "refused", !submitted && !unchanged);
    json_put_text(detail, "path", arena_format(env->arena, "/applications/%s", a->key.text));
    put_missing(env, view, language_of(tag, LANGUAGE_ZH), detail);
    return tell_person(env, a->applicant, "at-closing", view->call->id, NULL, 0, detail, err);
}

/* What was begun in time may come in until the grace is over.  A file sent in one piece leaves no
 * trace before it is in: a draft that lacks one is waited for. */
static bool file_may_come(struct env *env, const struct application_view *view, bool *may,
                          struct error *err)
{
    int64_t gate = application_gate(&view->application, view->call);

    *may = false;
    if (env->now > gate + view->call->grace)
        return true;
    for (size_t i = 0; i < view->problems.count; i++)
        *may = *may || (view->problems.items[i].severity == SEVERITY_ERROR &&
                        text_starts(view->problems.items[i].path, "attachments."));
    return *may || store_parts_under_way(env, view->application.id, gate, may, err);
}

/* The moment that counts: the gate's, for what was saved until then is what would have been
 * submitted by hand; or now, with a file that came in the grace. */
static bool take_moment(struct env *env, const struct application_view *view, int64_t *began,
                        struct error *err)
{
    int64_t gate = application_gate(&view->application, view->call);
    int64_t over = gate + view->call->grace;

    if (!store_attachment_began(env, view->application.id, gate, began, err))
        return false;
    if (*began == 0)
        env->now = gate;
    else if (env->now > over)
        env->now = over;
    return true;
}

static bool settle(struct env *env, struct key key, const struct actor *applicant,
                   struct submission *submission, struct error *err)
{
    struct application_view view;
    bool submitted = false, unchanged = false;
    int64_t began;

    if (!action_application_open(env, applicant, key, &view, err) ||
        !take_moment(env, &view, &began, err))
        return false;
    if (view.application.state == APPLICATION_SUBMITTED && !application_behind(env, &view))
        unchanged = true;
    else
        submitted = problems_errors(&view.problems) == 0;
    if (submitted && (!application_submit(&view.application, view.call, env->now, began,
                                          &submission->in_grace, err) ||
                      !action_submission_add(env, applicant, "clock", &view, submission, err)))
        return false;
    return store_application_at_closing_done(env, view.application.id, err) &&
           tell_result(env, &view, submitted, unchanged, err);
}

static bool settle_one(struct env *env, const struct application *a, struct error *err)
{
    struct env then = *env;
    struct actor applicant = {.person = a->applicant, .name = "", .email = ""};
    struct submission submission = {.registered = NULL};
    struct application_view view;
    bool later, done;

    if (!action_application_open(env, &applicant, a->key, &view, err) ||
        !file_may_come(env, &view, &later, err))
        return false;
    if (later)
        return true;
    done = tx_begin(&then, err) && settle(&then, a->key, &applicant, &submission, err);
    if (!tx_end(&then, done, err))
        return false;
    if (submission.id.value != 0)
        action_receipt_sign(env, submission.id);
    return true;
}

bool action_at_closing_work(struct env *env, bool *again, struct error *err)
{
    struct application_rows rows = {0};

    *again = false;
    if (!store_applications_at_closing(env, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        const struct application *a = &rows.items[i].application;
        struct error mine = {0};
        const struct call *call;
        int64_t gate;

        if (!service_call_by_id(env, a->call, &call, err))
            return false;
        gate = application_gate(a, call);
        /* one that fails is tried again and keeps nobody else from being in */
        if (gate != 0 && env->now > gate && !settle_one(env, a, &mine))
            *err = mine;
    }
    return err->kind == ERROR_NONE;
}
