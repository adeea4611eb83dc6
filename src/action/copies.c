/* copies.c: what goes with a notice as attachments, by its event. */

#include "action/copies.h"

#include "action/cut.h"
#include "base/text.h"
#include "store/paper.h"
#include "view/template.h"
#include "world/world.h"

static void add_copy(struct env *env, struct copies *copies, const char *name, const char *type,
                     const char *text)
{
    *list_add(env->arena, copies) = (struct copy){name, type, text, strlen(text)};
}

static const char *stem(struct env *env, const struct document_facts *facts)
{
    return arena_format(env->arena, "%s-v%lld", json_word(facts->content, "number"),
                        (long long)json_int(facts->content, "version", 0));
}

/* The office's PDF; while it cannot be had, a page that can be printed. */
static bool add_paper(struct env *env, const struct submission *submission,
                      const struct document_facts *facts, struct copies *copies, struct error *err)
{
    struct buffer page = buffer_in(env->arena);
    struct copy copy = {.type = "application/pdf"};
    struct error lost = {0};
    struct paper paper;

    if (!store_paper_get(env, submission->id, PAPER_OFFICE, &paper, err))
        return false;
    if (*paper.sha256 != '\0')
        copy.bytes = blob_read(env->world->blobs, env->arena, paper.sha256, &copy.length, &lost);
    if (copy.bytes != NULL) {
        copy.name = arena_format(env->arena, "%s.pdf", stem(env, facts));
        *list_add(env->arena, copies) = copy;
        return true;
    }
    copies->without_pdf = true;
    template_render(service_templates(service_of(env)), "document/application.html", false,
                    LANGUAGE_ZH, view_document(env->arena, facts), &page);
    add_copy(env, copies, arena_format(env->arena, "%s.html", stem(env, facts)),
             "text/html; charset=utf-8", buffer_get(&page));
    return true;
}

static bool add_submission(struct env *env, const struct notice *notice, struct copies *copies,
                           struct error *err)
{
    struct submission submission;
    struct document_facts facts;
    const struct call *call;

    if (!service_call_by_id(env, notice->call, &call, err) ||
        !store_submission_by_id(env, (struct submission_id){notice->object}, &submission, err) ||
        !action_cut_version(env, call, &submission, AUDIENCE_OFFICE, &facts, err))
        return false;
    add_copy(env, copies, arena_format(env->arena, "%s.json", stem(env, &facts)),
             "application/json", json_canonical(env->arena, facts.content));
    return add_paper(env, &submission, &facts, copies, err);
}

/* Events whose recipient gets more than words. */
static const struct {
    const char *event, *object_kind;
    bool (*add)(struct env *, const struct notice *, struct copies *, struct error *);
} attached[] = {{"received", "submission", add_submission}};

bool action_copies(struct env *env, const struct notice *notice, struct copies *copies,
                   struct error *err)
{
    for (size_t i = 0; i < sizeof attached / sizeof attached[0]; i++)
        if (strcmp(attached[i].event, notice->event) == 0 &&
            text_equal(attached[i].object_kind, notice->object_kind))
            return attached[i].add(env, notice, copies, err);
    return true;
}
