/* file.c: whole files in and out, for commands. */

#include "command/file.h"

#include <fcntl.h>
#include <sys/stat.h>

#define MOST ((off_t)64 * 1024 * 1024)

char *file_read(struct arena *arena, const char *path, size_t *length, struct error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat about;
    char *bytes = NULL;
    size_t have = 0;

    if (fd >= 0 && fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && about.st_size <= MOST) {
        bytes = arena_alloc(arena, (size_t)about.st_size + 1);
        for (ssize_t got = 1; got > 0 && have < (size_t)about.st_size; have += (size_t)got) {
            got = read(fd, bytes + have, (size_t)about.st_size - have);
            if (got < 0)
                break;
        }
    }
    if (fd >= 0)
        close(fd);
    if (bytes == NULL || have != (size_t)about.st_size) {
        error_set(err, ERROR_MISSING, "file/unreadable");
        error_text(err, "path", path);
        return NULL;
    }
    *length = have;
    return bytes;
}

bool file_write(const char *path, const void *bytes, size_t length, struct error *err)
{
    struct arena *arena = arena_open();
    const char *beside = arena_format(arena, "%s.%ld.new", path, (long)getpid());
    int fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    const char *at = bytes;
    bool good = fd >= 0;

    while (good && length > 0) {
        ssize_t put = write(fd, at, length);

        good = put > 0;
        at += put > 0 ? put : 0;
        length -= put > 0 ? (size_t)put : 0;
    }
    good = good && fsync(fd) == 0;
    if (fd >= 0)
        good = close(fd) == 0 && good;
    good = good && rename(beside, path) == 0;
    if (!good && fd >= 0)
        unlink(beside);
    arena_close(arena);
    if (good)
        return true;
    error_set(err, ERROR_BROKEN, "file/unwritable");
    return error_text(err, "path", path);
}

struct input {
    char *bytes;
    size_t length, room;
};

static void input_release(void *thing)
{
    struct input *input = thing;

    free(input->bytes);
}

/* Room for what a file on standard input still holds, or else double of what came so far. */
static void input_grow(struct input *input)
{
    struct stat about;
    size_t more = input->room < 65536 ? 65536 : input->room * 2;

    if (input->room == 0 && fstat(STDIN_FILENO, &about) == 0 && S_ISREG(about.st_mode) &&
        about.st_size > 0 && about.st_size <= MOST * 8)
        more = (size_t)about.st_size + 2;
    input->bytes = realloc(input->bytes, more);
    if (input->bytes == NULL)
        die("file: out of memory");
    input->room = more;
}

char *file_read_input(struct arena *arena, size_t most, size_t *length, struct error *err)
{
    struct input *input = arena_alloc(arena, sizeof *input);
    ssize_t got = 1;

    arena_cleanup(arena, input_release, input);
    while (got > 0 && input->length <= most) {
        if (input->room - input->length < 2)
            input_grow(input);
        got = read(STDIN_FILENO, input->bytes + input->length, input->room - input->length - 1);
        input->length += got > 0 ? (size_t)got : 0;
    }
    if (got < 0)
        error_set(err, ERROR_MISSING, "file/unreadable"), error_text(err, "path", "-");
    else if (got > 0)
        error_set(err, ERROR_INVALID, "file/too-large");
    if (got != 0)
        return NULL;
    input->bytes[input->length] = '\0';
    *length = input->length;
    return input->bytes;
}
