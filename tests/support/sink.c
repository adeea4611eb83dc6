/* sink.c: a real mail server on loopback for a test. */

#include "support/sink.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"
#include "command/file.h"
#include "support/folder.h"
#include "support/test.h"

static void be_python(const char *folder, int in, int out, const char *kind, const char *pem)
{
    dup2(in, 0);
    dup2(out, 1);
    execl("/usr/bin/python3", "python3", "-B", "tests/support/sink.py", folder, kind, pem,
          (char *)NULL);
    _exit(127);
}

void sink_open_tls(struct sink *sink, struct arena *arena, const char *kind, const char *pem)
{
    int to[2], from[2];
    char port[16] = "";

    *sink = (struct sink){.arena = arena, .folder = folder_make(arena)};
    assert_int_equal(pipe2(to, O_CLOEXEC), 0);
    assert_int_equal(pipe2(from, O_CLOEXEC), 0);
    sink->pid = fork();
    assert_true(sink->pid >= 0);
    if (sink->pid == 0)
        be_python(sink->folder, to[0], from[1], kind, pem);
    close(to[0]);
    close(from[1]);
    sink->say = fdopen(to[1], "w");
    sink->hear = fdopen(from[0], "r");
    assert_non_null(fgets(port, sizeof port, sink->hear));
    sink->port = (int)strtol(port, NULL, 10);
    snprintf(sink->url, sizeof sink->url, "smtp://127.0.0.1:%d", sink->port);
}

void sink_open(struct sink *sink, struct arena *arena)
{
    sink_open_tls(sink, arena, NULL, NULL);
}

void sink_close(struct sink *sink)
{
    fclose(sink->say);
    fclose(sink->hear);
    waitpid(sink->pid, NULL, 0);
    folder_remove(sink->folder);
}

void sink_mode(struct sink *sink, const char *mode)
{
    char line[16];

    fprintf(sink->say, "%s\n", mode);
    fflush(sink->say);
    assert_non_null(fgets(line, sizeof line, sink->hear));
}

const json_t *sink_mail(struct sink *sink, int n)
{
    struct error err = {0};
    size_t length;
    const char *path = arena_format(sink->arena, "%s/%d.json", sink->folder, n);
    char *text = file_read(sink->arena, path, &length, &err);
    const json_t *mail = text == NULL ? NULL : json_parse(sink->arena, text, length, &err);

    return mail;
}

const char *sink_wire(struct sink *sink)
{
    struct error err = {0};
    size_t length;
    const char *path = arena_format(sink->arena, "%s/wire", sink->folder);
    const char *wire = file_read(sink->arena, path, &length, &err);

    return wire == NULL ? "" : wire;
}
