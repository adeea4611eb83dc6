/* verify.c: grantd verify: what a receipt proves, in words. */

#include "action/verify.h"

#include "base/text.h"
#include "command/command.h"
#include "command/file.h"
#include "command/option.h"
#include "view/receipt.h"
#include "view/wording.h"

static bool read_receipt(struct arena *arena, const char *path, struct receipt *receipt,
                         struct error *err)
{
    size_t length;
    const char *text = file_read(arena, path, &length, err);

    return text != NULL && receipt_read(arena, text, length, receipt, err);
}

static const char *last_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? path : slash + 1;
}

static bool read_files(struct arena *arena, int count, char **paths, struct evidences *evidence,
                       struct error *err)
{
    for (int i = 0; i < count; i++) {
        size_t length;
        const char *bytes = file_read(arena, paths[i], &length, err);

        if (bytes == NULL)
            return false;
        action_evidence_bytes(arena, evidence, last_of(paths[i]), bytes, length);
    }
    return true;
}

/* With the keys and records of a data folder, whether a server holds it or not. */
static bool by_folder(struct arena *arena, const char *data, const struct receipt *receipt,
                      const struct evidences *evidence, struct findings *findings,
                      struct error *err)
{
    const char *url = getenv("GRANTD_PUBLIC_URL");
    struct service_settings settings = {
        .data = data, .public_url = url == NULL ? "" : url, .any_kind = true};
    struct service *service = service_open(&settings, err);
    struct env env = {0};
    bool done;

    if (service == NULL)
        return false;
    done = service_enter(service, arena, &env, err) &&
           action_verify(&env, receipt, evidence, findings, err);
    service_leave(service, &env);
    service_close(service);
    return done;
}

static bool by_keys(struct arena *arena, const char *path, const struct receipt *receipt,
                    const struct evidences *evidence, struct findings *findings, struct error *err)
{
    size_t length;
    const char *keys = file_read(arena, path, &length, err);

    return keys != NULL && action_verify_with(arena, receipt, evidence, keys, findings, err);
}

static int say(struct arena *arena, const struct findings *findings)
{
    static const char *const marks[] = {
        [FINDING_PROVED] = "yes", [FINDING_REFUTED] = "NO", [FINDING_OPEN] = "-"};
    bool proved = findings_prove(findings);

    for (size_t i = 0; i < findings->count; i++)
        printf("%-4s %s\n", marks[finding_tone_of(findings->items[i].kind)],
               view_finding(arena, LANGUAGE_EN, &findings->items[i]));
    puts(wording(LANGUAGE_EN, proved ? "receipt.proved" : "receipt.not-proved"));
    return proved ? 0 : 1;
}

static int verify(struct arena *arena, const struct option_row *rows, int count, char **paths)
{
    const char *keys = option_value(rows, "--keys"), *data = option_value(rows, "--data");
    struct error err = {0};
    struct receipt receipt;
    struct evidences evidence = {0};
    struct findings findings = {0};
    bool done = wordings_load(&err) && read_receipt(arena, paths[0], &receipt, &err) &&
                read_files(arena, count - 1, paths + 1, &evidence, &err) &&
                (keys != NULL ? by_keys(arena, keys, &receipt, &evidence, &findings, &err)
                              : by_folder(arena, data, &receipt, &evidence, &findings, &err));

    return done ? say(arena, &findings) : command_refused(&err);
}

int command_verify(int argc, char **argv)
{
    struct option_row rows[] = {
        {"--keys", NULL, false, NULL, NULL}, {"--data", "GRANTD_DATA", false, "./var", NULL}, {0}};
    int words = options_read("verify", rows, argc, argv), code;
    struct arena *arena;

    if (words < 0)
        return 2;
    if (words == 0)
        return command_usage("verify", "a receipt is needed", "");
    arena = arena_open();
    code = verify(arena, rows, words, argv);
    arena_close(arena);
    return code;
}
