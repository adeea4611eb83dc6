/* paper.c: the PDFs of applications and receipts: made, kept, given. */

#include "action/paper.h"

#include "action/cut.h"
#include "action/receipt.h"
#include "base/log.h"
#include "base/text.h"
#include "store/blob.h"
#include "store/tx.h"
#include "view/pdf.h"
#include "view/receipt.h"
#include "world/world.h"

bool action_paper_set(struct arena *arena, const char *job, size_t length, struct typeset *made,
                      struct error *err)
{
    const json_t *paper = json_parse(arena, job, length, err);
    struct pdf pdf;

    if (paper == NULL || !pdf_write(arena, paper, &pdf, err))
        return false;
    *made = (struct typeset){pdf.bytes, pdf.length, pdf.pages};
    return true;
}

bool paper_typeset(struct env *env, int patience, const json_t *model, struct typeset *made,
                   struct error *err)
{
    const char *job = json_write(env->arena, model);

    return typesetter_make(env->world->typesetter, env->arena, patience, job, strlen(job), made,
                           err);
}

/* ---- of a version */

static json_t *receipt_model(struct env *env, const struct call *call,
                             const struct submission *submission, struct key application,
                             struct error *err)
{
    const char *service = service_public_url(service_of(env));
    struct document_facts facts;
    struct receipt_row row;
    struct receipt_facts receipt = {.service = service};
    bool found;

    if (!store_receipt_get(env, submission->id, &row, &found, err))
        return NULL;
    if (!found)
        return error_set(err, ERROR_BUSY, "receipt/unsigned"), NULL;
    if (!action_cut_version(env, call, submission, AUDIENCE_OFFICE, &facts, err))
        return NULL;
    receipt.content = row.content;
    receipt.signature = row.signature;
    receipt.path = arena_format(env->arena, "/applications/%s/receipts/%lld", application.text,
                                (long long)submission->version);
    return view_receipt_paper(env->arena, &facts, &receipt);
}

static json_t *model_of(struct env *env, const struct paper *paper, struct error *err)
{
    struct submission submission;
    struct document_facts facts;
    const struct call *call;
    struct call_id call_id;
    struct key application;

    if (!store_submission_by_id(env, paper->submission, &submission, err) ||
        !store_receipt_subject(env, paper->submission, &application, &call_id, err) ||
        !service_call_by_id(env, call_id, &call, err))
        return NULL;
    if (paper->kind == PAPER_RECEIPT)
        return receipt_model(env, call, &submission, application, err);
    if (!action_cut_version(env, call, &submission, paper_audience(paper->kind), &facts, err))
        return NULL;
    return view_paper(env->arena, &facts);
}

/* The file is durable under its hash before any row names it. */
static bool keep(struct env *env, struct paper *paper, const struct typeset *made,
                 struct error *err)
{
    struct digest sha256;
    bool done;

    if (!blob_put(env->world->blobs, env->arena, made->bytes, made->length, &sha256, err))
        return false;
    paper->sha256 = digest_hex(env->arena, &sha256);
    paper->size = (int64_t)made->length;
    paper->pages = made->pages;
    done = tx_begin(env, err) && store_blob_add(env, paper->sha256, paper->size, err) &&
           store_paper_made(env, paper, err);
    return tx_end(env, done, err);
}

/* Seconds: a minute, then longer, never more than six hours. */
static int64_t back_off(int64_t attempts)
{
    static const int64_t minutes[] = {1, 5, 15, 60, 180, 360};
    size_t last = sizeof minutes / sizeof minutes[0] - 1;

    return 60 * minutes[(size_t)attempts > last ? last : (size_t)attempts];
}

static bool put_off(struct env *env, const struct paper *paper, struct error *err)
{
    const char *why = arena_text(env->arena, err->code);
    bool done;

    log_event("paper/failed", "kind", paper_word(paper->kind), "why", why, NULL);
    *err = (struct error){0};
    done = tx_begin(env, err) &&
           store_paper_failed(env, paper, why, env->now + back_off(paper->attempts), err);
    return tx_end(env, done, err);
}

bool action_papers_work(struct env *env, bool *again, struct error *err)
{
    struct paper paper;
    struct typeset made;
    const json_t *model;

    *again = false;
    if (!store_paper_due(env, &paper, again, err) || !*again)
        return err->kind == ERROR_NONE;
    if (paper.kind == PAPER_RECEIPT)
        action_receipt_sign(env, paper.submission);
    model = model_of(env, &paper, err);
    return (model != NULL && paper_typeset(env, 0, model, &made, err) &&
            keep(env, &paper, &made, err)) ||
           put_off(env, &paper, err);
}

bool action_paper(struct env *env, const struct actor *actor, struct key key, int64_t version,
                  enum paper_kind kind, struct paper_view *view, struct error *err)
{
    if (!action_application_version(env, actor, key, version, &view->version, err))
        return false;
    if (!paper_may_read(&view->version.base.standing, kind))
        return error_set(err, ERROR_MISSING, "missing");
    view->name = arena_format(env->arena, "%s-v%lld%s.pdf", view->version.base.application.number,
                              (long long)version,
                              kind == PAPER_READERS   ? "-readers"
                              : kind == PAPER_RECEIPT ? "-receipt"
                                                      : "");
    return store_paper_get(env, view->version.submission.id, kind, &view->paper, err);
}

/* ---- of a draft */

/* When the draft was last changed: the same answers give the same paper. */
static int64_t changed_at(const struct application_view *view)
{
    int64_t at = view->application.created_at;

    for (size_t i = 0; i < view->answers.count; i++)
        at = view->answers.items[i].saved_at > at ? view->answers.items[i].saved_at : at;
    for (size_t i = 0; i < view->attachments.count; i++)
        at = view->attachments.items[i].stored_at > at ? view->attachments.items[i].stored_at : at;
    return at;
}

bool action_paper_draft(struct env *env, const struct actor *actor, struct key key,
                        struct typeset *made, const char **name, struct error *err)
{
    struct application_view view;
    struct document_facts facts;
    struct cut_content from = {.sha256 = NULL};
    enum paper_kind kind;

    if (!action_application_open(env, actor, key, &view, err))
        return false;
    if ((!view.standing.owner && !view.standing.member) || !paper_for(&view.standing, &kind))
        return error_set(err, ERROR_MISSING, "missing");
    from.content = action_application_canonical(env, &view);
    from.call_version = view.call->version;
    from.at = changed_at(&view);
    *name = arena_format(env->arena, "%s-draft.pdf", view.application.number);
    return action_cut(env, view.call, &from, paper_audience(kind), &facts, err) &&
           paper_typeset(env, TYPESET_PATIENCE, view_paper(env->arena, &facts), made, err);
}
