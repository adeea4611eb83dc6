/* cells.c: the first table of an XLSX workbook, read where nothing else can be done. */

#include "world/cells.h"

#include <dlfcn.h>
#include <expat.h>
#include <stddef.h>
#include <zip.h>

#include "base/text.h"

#define DEPTH_MOST 64

/* ---- the libraries, loaded late as the counter's */

#define ZIP_CALLS(X)                                                                               \
    X(zip_source_buffer_create)                                                                    \
    X(zip_open_from_source)                                                                        \
    X(zip_name_locate)                                                                             \
    X(zip_fopen_index)                                                                             \
    X(zip_fread)                                                                                   \
    X(zip_fclose)                                                                                  \
    X(zip_discard)
#define XML_CALLS(X)                                                                               \
    X(XML_ParserCreateNS)                                                                          \
    X(XML_ParserFree)                                                                              \
    X(XML_SetUserData)                                                                             \
    X(XML_SetHashSalt)                                                                             \
    X(XML_SetElementHandler)                                                                       \
    X(XML_SetCharacterDataHandler)                                                                 \
    X(XML_SetStartDoctypeDeclHandler)                                                              \
    X(XML_StopParser)                                                                              \
    X(XML_Parse)

static struct {
#define CALL_AS_MEMBER(name) __typeof__(&(name)) name;
    ZIP_CALLS(CALL_AS_MEMBER)
    XML_CALLS(CALL_AS_MEMBER)
#undef CALL_AS_MEMBER
} library;

struct call {
    const char *name;
    size_t place;
};
#define CALL_AS_ROW(name) {#name, offsetof(__typeof__(library), name)},
static const struct call zip_calls[] = {ZIP_CALLS(CALL_AS_ROW)};
static const struct call xml_calls[] = {XML_CALLS(CALL_AS_ROW)};
#undef CALL_AS_ROW

static bool load(const char *file, const struct call *calls, size_t count)
{
    void *handle = dlopen(file, RTLD_NOW | RTLD_LOCAL);

    for (size_t i = 0; handle != NULL && i < count; i++) {
        void *call = dlsym(handle, calls[i].name);

        if (call == NULL)
            return false;
        memcpy((char *)&library + calls[i].place, &call, sizeof call);
    }
    return handle != NULL;
}

bool cells_load(void)
{
    static bool loaded;

    loaded = loaded || (load("libzip.so.4", zip_calls, sizeof zip_calls / sizeof *zip_calls) &&
                        load("libexpat.so.1", xml_calls, sizeof xml_calls / sizeof *xml_calls));
    return loaded;
}

/* ---- a part of the archive, unpacked within the limit */

struct reading {
    struct arena *arena;
    zip_t *archive;
    size_t unpacked;
    /* found on the way */
    const char *sheet_id;             /* of the workbook's first table */
    const char *sheet_part, *strings; /* names of parts */
    struct {
        LIST(const char *);
    } shared;
    struct cells cells;
};

static bool unpack(struct reading *r, const char *name, struct buffer *into)
{
    zip_int64_t place = library.zip_name_locate(r->archive, name, 0), got = 0;
    zip_file_t *file = place < 0 ? NULL
                                 : library.zip_fopen_index(r->archive, (zip_uint64_t)place, 0);
    char block[16384];

    *into = buffer_in(r->arena);
    while (file != NULL && (got = library.zip_fread(file, block, sizeof block)) > 0) {
        r->unpacked += (size_t)got;
        if (r->unpacked > CELLS_PART_MOST)
            break;
        buffer_add(into, block, (size_t)got);
    }
    if (file != NULL)
        library.zip_fclose(file);
    return file != NULL && got == 0;
}

/* ---- XML */

struct walk {
    struct reading *reading;
    XML_Parser parser;
    int depth;
    bool wrong;
    void (*begin)(struct walk *walk, const char *name, const char **attributes);
    void (*end)(struct walk *walk, const char *name);
    struct buffer text; /* of what is being gathered */
    bool gathers;
    /* of the cell */
    uint32_t row, column;
    char kind;   /* s shared, i inline or formula's text, v value */
    bool silent; /* how a word is read aloud: no part of it */
};

/* "namespace|local" without its namespace, which differs between the two kinds of the format. */
static const char *local(const char *name)
{
    const char *bar = strrchr(name, '|');

    return bar == NULL ? name : bar + 1;
}

static const char *attribute(const char **attributes, const char *name)
{
    for (; *attributes != NULL; attributes += 2)
        if (strcmp(local(attributes[0]), name) == 0)
            return attributes[1];
    return "";
}

static void refuse(struct walk *walk)
{
    walk->wrong = true;
    library.XML_StopParser(walk->parser, XML_FALSE);
}

static void on_begin(void *data, const char *name, const char **attributes)
{
    struct walk *walk = data;

    if (++walk->depth > DEPTH_MOST)
        refuse(walk);
    else
        walk->begin(walk, local(name), attributes);
}

static void on_end(void *data, const char *name)
{
    struct walk *walk = data;

    walk->depth--;
    if (walk->end != NULL)
        walk->end(walk, local(name));
}

static void on_text(void *data, const char *text, int length)
{
    struct walk *walk = data;

    if (!walk->gathers || walk->silent)
        return;
    buffer_add(&walk->text, text, (size_t)length);
    if (walk->text.length > CELLS_TEXT_MOST)
        refuse(walk);
}

static void on_doctype(void *data, const char *name, const char *system, const char *public,
                       int internal)
{
    (void)name, (void)system, (void)public, (void)internal;
    refuse(data);
}

static bool walk_part(struct reading *r, const char *part, struct walk *walk)
{
    struct buffer bytes;
    bool sound;

    if (part == NULL || !unpack(r, part, &bytes))
        return false;
    walk->reading = r;
    walk->text = buffer_in(r->arena);
    walk->parser = library.XML_ParserCreateNS(NULL, '|');
    if (walk->parser == NULL)
        return false;
    library.XML_SetUserData(walk->parser, walk);
    library.XML_SetHashSalt(walk->parser, 0x6772616eu ^ (unsigned long)(uintptr_t)walk);
    library.XML_SetElementHandler(walk->parser, on_begin, on_end);
    library.XML_SetCharacterDataHandler(walk->parser, on_text);
    library.XML_SetStartDoctypeDeclHandler(walk->parser, on_doctype);
    sound = library.XML_Parse(walk->parser, bytes.bytes, (int)bytes.length, XML_TRUE) ==
                XML_STATUS_OK &&
            !walk->wrong;
    library.XML_ParserFree(walk->parser);
    return sound;
}

/* ---- where the table is */

static void begin_workbook(struct walk *walk, const char *name, const char **attributes)
{
    if (strcmp(name, "sheet") == 0 && walk->reading->sheet_id == NULL)
        for (const char **a = attributes; *a != NULL; a += 2)
            if (strchr(a[0], '|') != NULL && strcmp(local(a[0]), "id") == 0)
                walk->reading->sheet_id = arena_text(walk->reading->arena, a[1]);
}

static const char *part_name(struct arena *arena, const char *target)
{
    return *target == '/' ? arena_text(arena, target + 1) : arena_format(arena, "xl/%s", target);
}

static void begin_relation(struct walk *walk, const char *name, const char **attributes)
{
    struct reading *r = walk->reading;
    const char *target = attribute(attributes, "Target");

    if (strcmp(name, "Relationship") != 0)
        return;
    if (r->sheet_id != NULL && strcmp(attribute(attributes, "Id"), r->sheet_id) == 0)
        r->sheet_part = part_name(r->arena, target);
    if (text_ends(attribute(attributes, "Type"), "/sharedStrings"))
        r->strings = part_name(r->arena, target);
}

/* ---- shared texts */

static void begin_string(struct walk *walk, const char *name, const char **attributes)
{
    (void)attributes;
    if (strcmp(name, "si") == 0)
        walk->text.length = 0;
    walk->silent = walk->silent || strcmp(name, "rPh") == 0;
    walk->gathers = strcmp(name, "t") == 0;
}

static void end_string(struct walk *walk, const char *name)
{
    struct reading *r = walk->reading;

    walk->gathers = false;
    if (strcmp(name, "rPh") == 0)
        walk->silent = false;
    if (strcmp(name, "si") != 0)
        return;
    *list_add(r->arena, &r->shared) = arena_copy(r->arena, buffer_get(&walk->text),
                                                 walk->text.length);
    if (r->shared.count > CELLS_COUNT_MOST)
        refuse(walk);
}

/* ---- the table */

static void begin_cell(struct walk *walk, const char *name, const char **attributes)
{
    if (strcmp(name, "c") == 0) {
        const char *kind = attribute(attributes, "t");

        walk->text.length = 0;
        walk->kind = strcmp(kind, "s") == 0 ? 's' : strcmp(kind, "e") == 0 ? 'e' : 'v';
        if (!cell_place(attribute(attributes, "r"), &walk->row, &walk->column))
            refuse(walk);
    }
    walk->silent = walk->silent || strcmp(name, "rPh") == 0;
    walk->gathers = strcmp(name, "v") == 0 || strcmp(name, "t") == 0;
}

static const char *shared_text(struct walk *walk, const char *number)
{
    int64_t place;

    if (text_to_int(number, &place) && place >= 0 && (size_t)place < walk->reading->shared.count)
        return walk->reading->shared.items[place];
    refuse(walk);
    return "";
}

static void end_cell(struct walk *walk, const char *name)
{
    struct reading *r = walk->reading;
    const char *text;

    walk->gathers = false;
    if (strcmp(name, "rPh") == 0)
        walk->silent = false;
    if (strcmp(name, "c") != 0)
        return;
    text = arena_copy(r->arena, buffer_get(&walk->text), walk->text.length);
    if (walk->kind == 's' && *text != '\0')
        text = shared_text(walk, text);
    if (*text == '\0')
        return;
    *list_add(r->arena, &r->cells) = (struct cell){walk->row, walk->column, text};
    if (r->cells.count > CELLS_COUNT_MOST)
        refuse(walk);
}

static bool read_workbook(struct reading *r)
{
    struct walk workbook = {.begin = begin_workbook}, relations = {.begin = begin_relation};
    struct walk strings = {.begin = begin_string, .end = end_string};
    struct walk table = {.begin = begin_cell, .end = end_cell};

    return walk_part(r, "xl/workbook.xml", &workbook) &&
           walk_part(r, "xl/_rels/workbook.xml.rels", &relations) &&
           (r->strings == NULL || walk_part(r, r->strings, &strings)) &&
           walk_part(r, r->sheet_part, &table);
}

/* ---- on the wire: row, column, length, bytes; all of this machine's own making */

static size_t write_cells(const struct cells *cells, char *out, size_t room)
{
    size_t at = 0;

    for (size_t i = 0; i < cells->count; i++) {
        const struct cell *cell = &cells->items[i];
        uint32_t head[3] = {cell->row, cell->column, (uint32_t)strlen(cell->text)};

        if (room - at < sizeof head + head[2])
            return 0;
        memcpy(out + at, head, sizeof head);
        memcpy(out + at + sizeof head, cell->text, head[2]);
        at += sizeof head + head[2];
    }
    return at;
}

int64_t cells_read(const void *file, size_t length, void *out, size_t room)
{
    struct reading r = {.arena = NULL};
    zip_source_t *source = library.zip_source_buffer_create(file, length, 0, NULL);
    size_t written = 0;

    r.archive = source == NULL ? NULL : library.zip_open_from_source(source, ZIP_RDONLY, NULL);
    if (r.archive == NULL)
        return 0;
    r.arena = arena_open();
    if (read_workbook(&r))
        written = write_cells(&r.cells, out, room);
    arena_close(r.arena);
    library.zip_discard(r.archive);
    return (int64_t)written;
}

bool cells_take(struct arena *arena, const void *bytes, size_t length, struct cells *cells)
{
    const char *from = bytes;
    uint32_t head[3];

    for (size_t at = 0; at < length; at += head[2]) {
        struct cell *cell;
        char *text;

        if (length - at < sizeof head)
            return false;
        memcpy(head, from + at, sizeof head);
        at += sizeof head;
        if (head[2] == 0 || head[2] > CELLS_TEXT_MOST || head[2] > length - at)
            return false;
        text = arena_copy(arena, from + at, head[2]);
        if (!text_is_utf8(text, head[2]))
            return false;
        cell = list_add(arena, cells);
        *cell = (struct cell){head[0], head[1], text};
    }
    cells_sort(cells);
    return cells->count <= CELLS_COUNT_MOST;
}
