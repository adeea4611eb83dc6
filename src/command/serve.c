/* serve.c: grantd serve: the service, real or as a rehearsal. */

#include <sys/resource.h>

#include "action/chores.h"
#include "action/paper.h"
#include "action/rehearsal.h"
#include "base/log.h"
#include "command/command.h"
#include "command/control.h"
#include "command/file.h"
#include "command/option.h"
#include "store/db.h"
#include "web/server.h"
#include "world/sandbox.h"
#include "world/world.h"

static const struct option_row all_rows[] = {
    {"--rehearse", "GRANTD_REHEARSE", true, NULL, NULL},
    {"--listen", "GRANTD_LISTEN", false, "127.0.0.1:8080", NULL},
    {"--data", "GRANTD_DATA", false, NULL, NULL},
    {"--smtp", "GRANTD_SMTP", false, NULL, NULL},
    {"--smtp-user", "GRANTD_SMTP_USER", false, NULL, NULL},
    {"--smtp-password-file", "GRANTD_SMTP_PASSWORD_FILE", false, NULL, NULL},
    {"--mail-from", "GRANTD_MAIL_FROM", false, NULL, NULL},
    {"--mail-per-minute", "GRANTD_MAIL_PER_MINUTE", false, "30", NULL},
    {"--mail-per-day", "GRANTD_MAIL_PER_DAY", false, "2000", NULL},
    {"--public-url", "GRANTD_PUBLIC_URL", false, NULL, NULL},
    {"--workers", "GRANTD_WORKERS", false, "4", NULL},
    {"--proxy", "GRANTD_PROXY", false, NULL, NULL},
    {"--allow-root", "GRANTD_ALLOW_ROOT", true, NULL, NULL},
    {"--require-sandbox", "GRANTD_REQUIRE_SANDBOX", true, NULL, NULL},
    {0}};

static int run(struct service *service, const struct server_settings *settings,
               const char *public_url, bool strict, struct arena *arena)
{
    struct error err = {0};
    struct chores *chores;
    struct control *control;
    struct server *server;
    struct sandbox sandbox = sandbox_enter(service_data(service));
    bool broken;

    if (strict && (!sandbox.files || !sandbox.calls)) {
        error_set(&err, ERROR_BROKEN, sandbox.files ? "sandbox/calls" : "sandbox/files");
        return command_refused(&err);
    }
    server = server_start(service, settings, &err);
    if (server == NULL)
        return command_refused(&err);
    if (public_url == NULL)
        service_set_public_url(service,
                               arena_format(arena, "http://127.0.0.1:%u", server_port(server)));
    control = control_start(service, &err);
    chores = control == NULL ? NULL : chores_start(service);
    if (control == NULL) {
        server_stop(server);
        return command_refused(&err);
    }
    printf("listening on http://127.0.0.1:%u\n", server_port(server));
    fflush(stdout);
    if (service_rehearses(service))
        fputs(
            "A rehearsal season: open the address, then /rehearsal to be an applicant, a reviewer, "
            "the chair or the office; the bar on top moves the clock.  Ctrl-C ends it.\n",
            stderr);
    server_wait(server);
    broken = store_is_broken(service_store(service));
    chores_stop(chores);
    control_stop(control);
    server_stop(server);
    return broken ? 1 : 0;
}

/* In a file or the environment, never on the command line where others can read it. */
static bool read_password(struct arena *arena, const struct option_row *rows,
                          struct mail_settings *mail, struct error *err)
{
    const char *path = option_value(rows, "--smtp-password-file");
    size_t length;

    mail->password = getenv("GRANTD_SMTP_PASSWORD");
    if (path == NULL)
        return true;
    mail->password = file_read(arena, path, &length, err);
    if (mail->password == NULL)
        return false;
    mail->password = arena_copy(arena, mail->password, strcspn(mail->password, "\r\n"));
    return true;
}

static bool is_loopback_mail(const char *url)
{
    return text_starts(url, "smtp://127.") || text_starts(url, "smtp://localhost:") ||
           text_starts(url, "smtp://[::1]");
}

static bool is_number(const struct option_row *rows, const char *flag, int64_t most)
{
    int64_t number;

    return text_to_int(option_value(rows, flag), &number) && number >= 1 && number <= most;
}

static int contradiction(const struct option_row *rows)
{
    const char *smtp = option_value(rows, "--smtp"), *url = option_value(rows, "--public-url");

    if (geteuid() == 0 && option_value(rows, "--allow-root") == NULL)
        return command_usage("serve", "refuses to run as root; see --allow-root", "");
    if (option_value(rows, "--rehearse") != NULL && smtp != NULL && !is_loopback_mail(smtp))
        return command_usage("serve", "a rehearsal may mail to loopback only", smtp);
    if (smtp == NULL && option_value(rows, "--smtp-user") != NULL)
        return command_usage("serve", "--smtp-user without --smtp", "");
    if (!is_number(rows, "--workers", 64))
        return command_usage("serve", "--workers is a number from 1 to 64", "");
    if (!is_number(rows, "--mail-per-minute", 100000) ||
        !is_number(rows, "--mail-per-day", 10000000))
        return command_usage("serve", "the pace of mail is a number of messages, from 1", "");
    if (url != NULL &&
        ((!text_starts(url, "http://") && !text_starts(url, "https://")) || text_ends(url, "/")))
        return command_usage("serve", "--public-url is http(s)://host without a slash at its end",
                             url);
    return 0;
}

/* The helpers are forked before there are files, threads or walls that they would inherit. */
static int serve(struct arena *arena, const struct option_row *rows)
{
    bool rehearse = option_value(rows, "--rehearse") != NULL;
    const char *data = option_value(rows, "--data"), *url = option_value(rows, "--public-url");
    struct mail_settings mail = {.url = option_value(rows, "--smtp"),
                                 .user = option_value(rows, "--smtp-user"),
                                 .from = option_value(rows, "--mail-from")};
    struct service_settings settings = {.data = data != NULL ? data
                                                : rehearse   ? "./var/rehearsal"
                                                             : "./var",
                                        .write = true,
                                        .rehearse = rehearse,
                                        .mail = &mail,
                                        .clock = rehearse ? clock_movable(arena, rehearsal_start())
                                                          : NULL,
                                        .public_url = url != NULL ? url : "http://127.0.0.1"};
    struct server_settings front = {.listen = option_value(rows, "--listen"),
                                    .proxy = option_value(rows, "--proxy")};
    struct error err = {0};
    struct service *service;
    int64_t workers = 4;
    int code;

    text_to_int(option_value(rows, "--workers"), &workers);
    text_to_int(option_value(rows, "--mail-per-minute"), &mail.per_minute);
    text_to_int(option_value(rows, "--mail-per-day"), &mail.per_day);
    front.workers = (unsigned)workers;
    if (!read_password(arena, rows, &mail, &err) ||
        (rehearse && !rehearsal_empty(settings.data, &err)))
        return command_refused(&err);
    settings.typesetter = typesetter_fork(arena, action_paper_set, &(struct typeset_limits){0},
                                          &err);
    if (settings.typesetter != NULL)
        settings.counter = counter_fork(arena, &(struct counter_limits){0}, &err);
    service = settings.counter == NULL ? NULL : service_open(&settings, &err);
    if (service == NULL)
        code = command_refused(&err);
    else if (rehearse && !rehearsal_fill(service, &err))
        code = command_refused(&err);
    else
        code = run(service, &front, url, option_value(rows, "--require-sandbox") != NULL, arena);
    service_close(service);
    counter_close(settings.counter);
    typesetter_close(settings.typesetter);
    return code;
}

int command_serve(int argc, char **argv)
{
    struct option_row rows[sizeof all_rows / sizeof all_rows[0]];
    struct rlimit no_core = {0, 0};
    struct arena *arena;
    int code;

    memcpy(rows, all_rows, sizeof rows);
    code = options_read("serve", rows, argc, argv);
    if (code > 0)
        return command_usage("serve", "takes no words", argv[0]);
    if (code < 0)
        return 2;
    code = contradiction(rows);
    if (code != 0)
        return code;
    setrlimit(RLIMIT_CORE, &no_core);
    arena = arena_open();
    code = serve(arena, rows);
    arena_close(arena);
    return code;
}
