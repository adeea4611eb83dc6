/* printed.c: answers as people are to read them, and a paper as another program reads it. */

#include "support/printed.h"

#include <fcntl.h>
#include <sys/wait.h>

#include "base/text.h"
#include "support/test.h"
#include "view/wording.h"

static const char *label_of(struct arena *arena, const struct section_model *m,
                            const struct field *field, const char *key)
{
    struct option_list options = field_options(arena, m->definition, m->topic, field, m->answers);

    for (size_t i = 0; i < options.count; i++)
        if (text_equal(options.items[i].key, key))
            return words_in(&options.items[i].label, m->language);
    return key;
}

const char *printed_value(struct arena *arena, const struct section_model *m,
                          const struct field *field, const json_t *value)
{
    if (field->kind == FIELD_TICK)
        return "";
    if (field->kind == FIELD_CHOICE)
        return label_of(arena, m, field, json_string_value(value));
    if (json_is_integer(value))
        return text_from_fen(arena, json_integer_value(value));
    return json_string_value(value);
}

static void add_strings(struct buffer *out, const json_t *model)
{
    if (json_is_string(model)) {
        buffer_text(out, json_string_value(model));
        buffer_byte(out, '\n');
    }
    for (size_t i = 0; i < json_array_size(model); i++)
        add_strings(out, json_array_get(model, i));
    for (void *at = json_object_iter((json_t *)(uintptr_t)model); at != NULL;
         at = json_object_iter_next((json_t *)(uintptr_t)model, at))
        add_strings(out, json_object_iter_value(at));
}

const char *printed_strings(struct arena *arena, const json_t *model)
{
    struct buffer out = buffer_in(arena);

    add_strings(&out, model);
    return buffer_get(&out);
}

static const char *output_of(struct arena *arena, const char *path)
{
    struct buffer out = buffer_in(arena);
    int fds[2], status = 0;
    char bytes[4096];
    pid_t child;

    assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
    child = fork();
    if (child == 0) {
        dup2(fds[1], 1);
        execlp("pdftotext", "pdftotext", "-raw", "-x", "0", "-y", "70", "-W", "600", "-H", "705",
               path, "-", NULL);
        _exit(127);
    }
    close(fds[1]);
    for (ssize_t got; (got = read(fds[0], bytes, sizeof bytes)) > 0;)
        buffer_add(&out, bytes, (size_t)got);
    close(fds[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(WEXITSTATUS(status), 0);
    return buffer_get(&out);
}

const char *printed_text(struct arena *arena, const char *folder, const void *bytes, size_t length)
{
    const char *path = arena_format(arena, "%s/printed.pdf", folder);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, length), (ssize_t)length);
    close(fd);
    return output_of(arena, path);
}

bool printed_plain(const char *text)
{
    for (uint32_t c; (c = text_next(&text)) != 0;)
        if (c >= 0x7F && !(c >= 0xE0 && c <= 0xF6) && !(c >= 0x3B1 && c <= 0x3C9) &&
            !(c >= 0x3000 && c <= 0x303F) && !(c >= 0x4E00 && c <= 0x9FA5) &&
            !(c >= 0xFF00 && c <= 0xFFEF) && c != 0x20BB7 && c != 0x2026)
            return false;
    return true;
}

/* How many bytes of a text the paper has in one piece somewhere. */
static size_t longest_piece(struct arena *arena, const char *paper, const char *text)
{
    size_t good = 0, bad = strlen(text) + 1;

    while (bad - good > 1) {
        size_t middle = (good + bad) / 2;

        if (strstr(paper, arena_copy(arena, text, middle)) != NULL)
            good = middle;
        else
            bad = middle;
    }
    return good;
}

bool printed_holds(struct arena *arena, const char *paper, const char *text)
{
    for (int pieces = 0; pieces < 4 && *text != '\0'; pieces++) {
        size_t length = longest_piece(arena, paper, text);

        if (length == 0)
            return false;
        text += length;
    }
    return *text == '\0';
}
