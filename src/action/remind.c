/* remind.c: what the clock writes to people. */

#include "action/remind.h"

#include "action/tell.h"
#include "base/text.h"
#include "domain/reminder.h"
#include "store/audit.h"
#include "store/notice.h"
#include "store/reminder.h"
#include "store/setting.h"
#include "store/tx.h"
#include "view/application.h"
#include "view/wording.h"

#define SAID_MOST 8 /* things missing that a message names; the page names all */
#define MORNING   (8 * 3600)
#define BEIJING   (8 * 3600)
#define DAY       86400

/* ---- drafts */

static void add_missing(struct env *env, const struct application_view *view,
                        enum language language, json_t *item)
{
    json_t *list = json_put_array(item, "missing");
    size_t count = 0;

    for (size_t i = 0; i < view->problems.count; i++) {
        const struct problem *problem = &view->problems.items[i];
        json_t *one;

        if (problem->severity != SEVERITY_ERROR || ++count > SAID_MOST)
            continue;
        one = json_add_object(list);
        json_put_text(
            one, "place",
            view_problem_place(env->arena, view->call->definition, problem->path, language));
        json_put_text(one, "text", wording_problem(env->arena, language, problem));
    }
    json_put_int(item, "count", (int64_t)count);
    json_put_flag(item, "complete", count == 0);
}

static bool add_draft(struct env *env, const struct actor *applicant, const struct application *a,
                      int64_t gate, enum language language, json_t *drafts, struct error *err)
{
    struct application_view view;
    json_t *item;

    if (!action_application_open(env, applicant, a->key, &view, err))
        return false;
    item = json_add_object(drafts);
    json_put_text(item, "number", a->number);
    json_put_text(item, "topic", a->topic_code);
    json_put_text(item, "title",
                  *a->title == '\0' ? wording(language, "application.untitled") : a->title);
    json_put_text(item, "until", text_time_minutes(env->arena, gate));
    json_put_text(item, "path", arena_format(env->arena, "/applications/%s/edit", a->key.text));
    add_missing(env, &view, language, item);
    return true;
}

/* What a person is to be told now: the drafts whose mark is reached, and the nearest of them. */
struct due {
    struct application_rows drafts;
    const char *mark;
    int64_t gate;
};

static bool find_due(struct env *env, const struct actor *applicant, const struct call *call,
                     struct due *due, struct error *err)
{
    struct application_rows rows = {0};

    if (!store_applications_mine(env, applicant, call->id, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        const struct application *a = &rows.items[i].application;
        int64_t gate = application_gate(a, call);
        const char *mark = reminder_mark(gate, a->created_at, env->now);

        if (mark == NULL || (a->state != APPLICATION_DRAFT && a->state != APPLICATION_RETURNED))
            continue;
        *list_add(env->arena, &due->drafts) = rows.items[i];
        if (due->mark == NULL || gate < due->gate) {
            due->mark = mark;
            due->gate = gate;
        }
    }
    return true;
}

static bool describe(struct env *env, const struct actor *applicant, const struct call *call,
                     const struct due *due, json_t *detail, struct error *err)
{
    json_t *list = json_put_array(detail, "drafts");
    const char *email, *tag;

    if (!store_notice_address(env, applicant->person, &email, &tag, err))
        return false;
    json_put_text(detail, "path", "/applications");
    json_put_text(detail, "until", text_time_minutes(env->arena, due->gate));
    for (size_t i = 0; i < due->drafts.count; i++) {
        const struct application *a = &due->drafts.items[i].application;

        if (!add_draft(env, applicant, a, application_gate(a, call), language_of(tag, LANGUAGE_ZH),
                       list, err))
            return false;
    }
    return true;
}

/* Cheap for everybody who is not due; the reading is done before the transaction, which notes and
 * tells together, so that nobody is told twice whenever the process stops. */
static bool remind(struct env *env, const struct call *call, struct person_id person,
                   struct error *err)
{
    struct actor applicant = {.person = person};
    struct due due = {.mark = NULL};
    json_t *detail = json_root(env->arena);
    bool fresh = true, done;

    if (!find_due(env, &applicant, call, &due, err))
        return false;
    if (due.mark == NULL)
        return true;
    if (!store_reminder_fresh(env, call->id, person, due.mark, due.gate, &fresh, err) || !fresh)
        return err->kind == ERROR_NONE;
    if (!describe(env, &applicant, call, &due, detail, err))
        return false;
    done = tx_begin(env, err) &&
           store_reminder_add(env, call->id, person, due.mark, due.gate, err) &&
           tell_person(env, person, "closing-soon", call->id, NULL, 0, detail, err);
    return tx_end(env, done, err);
}

bool action_remind_drafts(struct env *env, struct error *err)
{
    const struct call *call;
    struct error none = {0};
    struct reminder_people people = {0};

    if (!service_call(env, NULL, &call, &none))
        return true;
    if (!store_reminder_people(env, call->id, &people, err))
        return false;
    for (size_t i = 0; i < people.count; i++)
        if (!remind(env, call, people.items[i], err))
            return false;
    return true;
}

/* ---- the digest */

static void put_counts(const struct digest_counts *counts, json_t *detail)
{
    json_put_int(detail, "drafts", counts->drafts);
    json_put_int(detail, "submitted", counts->submitted);
    json_put_int(detail, "new", counts->submitted_since);
    json_put_int(detail, "reviews", counts->reviews);
    json_put_int(detail, "mail_waiting", counts->mail_waiting);
    json_put_int(detail, "mail_failed", counts->mail_failed);
    json_put_flag(detail, "failed", counts->mail_failed > 0);
}

static bool digest_detail(struct env *env, const struct call *call, json_t *detail,
                          struct error *err)
{
    struct digest_counts counts;
    struct audit_report report;

    if (!store_digest_counts(env, call->id, env->now - DAY, &counts, err) ||
        !store_audit_verify(env, NULL, &report, err))
        return false;
    put_counts(&counts, detail);
    json_put_text(detail, "at", text_time(env->arena, env->now));
    json_put_int(detail, "audit_size", report.head.size);
    json_put_text(detail, "audit_root", digest_hex(env->arena, &report.head.root));
    json_put_flag(detail, "audit_sound", report.bad_seq == 0);
    json_put_text(detail, "path", "/office");
    return true;
}

bool action_digest(struct env *env, struct error *err)
{
    int64_t local = env->now + BEIJING;
    const char *day = arena_format(env->arena, "%lld", (long long)(local / DAY)), *last;
    const struct call *call;
    struct error none = {0};
    json_t *detail = json_root(env->arena);
    bool done;

    if (local % DAY < MORNING || !service_call(env, NULL, &call, &none) ||
        call_gate(call, env->now) == GATE_BEFORE)
        return true;
    if (!store_setting_get(env, "digest.day", &last, err))
        return false;
    if (last != NULL && strcmp(last, day) == 0)
        return true;
    if (!digest_detail(env, call, detail, err))
        return false;
    done = tx_begin(env, err) && store_setting_put(env, "digest.day", day, err) &&
           tell_mailbox(env, call, "digest", NULL, 0, detail, err);
    return tx_end(env, done, err);
}
