/* embed.c: turns query and template files into C source at build time.
 *
 * A "-- :part NAME" up to the next mark is text that later statements and parts take in by a line
 * "-- :use NAME": so that what an actor may see is written once.  Files are read in the order of
 * their names.
 *
 *     embed queries-h FILE…   enum query_name, a row per "-- :name word" line
 *     embed queries-c FILE…   the statements' texts
 *     embed assets FILE…      every file's bytes under its path
 */

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char MARK[] = "-- :name ";

static FILE *open_or_die(const char *path)
{
    FILE *file = fopen(path, "rb");

    if (file == NULL) {
        perror(path);
        exit(1);
    }
    return file;
}

/* The query a line announces, upper-cased in place, or NULL for any other line. */
static const char *announced(char *line)
{
    if (strncmp(line, MARK, sizeof MARK - 1) != 0)
        return NULL;
    line[strcspn(line, "\r\n")] = '\0';
    for (char *c = line + sizeof MARK - 1; *c != '\0'; c++)
        *c = (char)toupper((unsigned char)*c);
    return line + sizeof MARK - 1;
}

static void put_string(const char *text)
{
    putchar('"');
    for (; *text != '\0' && *text != '\n'; text++) {
        if (*text == '"' || *text == '\\')
            putchar('\\');
        putchar(*text);
    }
    puts("\\n\"");
}

static void put_name(const char *name, const char *line)
{
    (void)line;
    if (name != NULL)
        printf("    Q_%s,\n", name);
}

static struct part {
    char name[64];
    char text[8192];
} parts[32];
static size_t part_count;
static struct part *filling; /* the part whose lines are read, or NULL */

/* The word after a mark such as "-- :part ", or NULL. */
static const char *marked(const char *line, const char *mark)
{
    return strncmp(line, mark, strlen(mark)) == 0 ? line + strlen(mark) : NULL;
}

static void start_part(const char *name)
{
    if (part_count == sizeof parts / sizeof parts[0])
        exit(1);
    filling = &parts[part_count++];
    snprintf(filling->name, sizeof filling->name, "%.*s", (int)strcspn(name, "\r\n "), name);
}

static void add_line(const char *line)
{
    size_t have = strlen(filling->text);

    if (have + strlen(line) >= sizeof filling->text)
        exit(1);
    memcpy(filling->text + have, line, strlen(line) + 1);
}

/* Into the part that is being read, or out at once. */
static void take_in(const char *text)
{
    if (filling != NULL) {
        add_line(text);
        return;
    }
    for (; *text != '\0'; text += strcspn(text, "\n") + 1)
        put_string(text);
}

static void use_part(const char *name)
{
    size_t length = strcspn(name, "\r\n ");

    for (size_t i = part_count; i-- > 0;)
        if (strlen(parts[i].name) == length && strncmp(parts[i].name, name, length) == 0) {
            take_in(parts[i].text);
            return;
        }
    fprintf(stderr, "no such part: %s", name);
    exit(1);
}

/* Comments stay out of the program. */
static void put_text(const char *name, const char *line)
{
    static int count;
    const char *word;

    if (name != NULL) {
        filling = NULL;
        printf("%s[Q_%s] =\n", count++ > 0 ? ",\n" : "", name);
    } else if ((word = marked(line, "-- :part ")) != NULL) {
        start_part(word);
    } else if ((word = marked(line, "-- :use ")) != NULL) {
        use_part(word);
    } else if (strncmp(line, "--", 2) != 0) {
        if (filling != NULL)
            add_line(line);
        else if (count > 0)
            put_string(line);
    }
}

static void put_label(const char *name, const char *line)
{
    (void)line;
    if (name != NULL)
        printf("[Q_%s] = \"%s\",\n", name, name);
}

static void each_line(char **paths, void (*put)(const char *name, const char *line))
{
    char line[4096];

    for (; *paths != NULL; paths++) {
        FILE *file = open_or_die(*paths);

        while (fgets(line, sizeof line, file) != NULL) {
            const char *name = announced(line);

            put(name, line);
        }
        fclose(file);
    }
}

static void emit_header(char **paths)
{
    puts("/* queries.h: made from sql/query; do not edit. */\n#pragma once\nenum query_name {");
    each_line(paths, put_name);
    puts("    QUERY__COUNT\n};\nextern const char *const query_text[QUERY__COUNT];\n"
         "extern const char *const query_label[QUERY__COUNT];");
}

static void emit_queries(char **paths)
{
    puts("#include \"queries.h\"\nconst char *const query_text[QUERY__COUNT] = {");
    each_line(paths, put_text);
    puts("};\nconst char *const query_label[QUERY__COUNT] = {");
    each_line(paths, put_label);
    puts("};");
}

static void put_bytes(const char *path)
{
    FILE *file = open_or_die(path);
    unsigned long count = 0;

    for (int c = fgetc(file); c != EOF; c = fgetc(file)) {
        printf("%d,", c);
        if (++count % 32 == 0)
            putchar('\n');
    }
    fclose(file);
    printf("0}, %lu},\n", count);
}

static void emit_assets(char **paths)
{
    puts("#include \"base/asset.h\"\nconst struct asset assets[] = {");
    for (; *paths != NULL; paths++) {
        printf("{\"%s\", (const unsigned char[]){", *paths);
        put_bytes(*paths);
    }
    puts("{NULL, NULL, 0}};");
}

int main(int argc, char **argv)
{
    const char *mode = argc > 2 ? argv[1] : "";

    if (strcmp(mode, "queries-h") == 0)
        emit_header(argv + 2);
    else if (strcmp(mode, "queries-c") == 0)
        emit_queries(argv + 2);
    else if (strcmp(mode, "assets") == 0)
        emit_assets(argv + 2);
    else
        return 1;
    return ferror(stdout) != 0;
}
