/* pdf.c: an application as a paper, read back by the tools of another PDF library. */

#include "view/pdf.h"

#include <fcntl.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <sys/wait.h>

#include "action/sample.h"
#include "base/asset.h"
#include "base/text.h"
#include "support/folder.h"
#include "support/golden.h"
#include "support/test.h"
#include "view/document.h"
#include "view/wording.h"

static const struct sample_person leader = {"林知远", "lin@uni.example", "applicant",
                                            "江城理工大学", "教授"};

/* The call of 2023 and a whole application to its first topic. */
struct paper {
    struct arena *arena;
    const char *folder;
    struct document_facts facts;
    json_t *sections;
    json_t *content;
};

static const struct definition *call_of_2023(struct arena *arena)
{
    const struct asset *asset = asset_find("templates/calls/2023.json");
    struct problems problems = problems_in(arena);
    struct error err = {0};
    json_t *document = json_parse(arena, (const char *)asset->bytes, asset->length, &err);

    assert_non_null(document);
    return definition_read(arena, document, &problems);
}

static void paper_open(struct paper *s)
{
    const struct definition *d;
    struct error err = {0};

    *s = (struct paper){.arena = arena_open()};
    s->folder = folder_make(s->arena);
    assert_true(wordings_load(&err));
    d = call_of_2023(s->arena);
    s->facts.definition = d;
    s->facts.topic = &d->topics.items[0];
    s->facts.sha256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    s->facts.at = 1700816400;
    s->content = json_root(s->arena);
    s->facts.content = s->content;
    json_put_text(s->content, "number", "A2023-7K3M");
    json_put_int(s->content, "version", 2);
    s->sections = sample_answers(s->arena, d, s->facts.topic, &leader,
                                 "面向昇腾的大语言模型低比特训练与推理协同优化", 1);
    json_put(s->content, "sections", json_incref(s->sections));
    for (size_t i = 0; i < d->sections.count; i++)
        if (!text_equal(d->sections.items[i].key, "avoid"))
            *list_add(s->arena, &s->facts.sections) = d->sections.items[i];
}

static void paper_close(struct paper *s)
{
    folder_remove(s->folder);
    arena_close(s->arena);
}

static void answer(struct paper *s, const char *section, const char *field, const char *text)
{
    json_put_text(json_at(s->sections, section), field, text);
}

static const char *path_of(struct paper *s, const char *name)
{
    return arena_format(s->arena, "%s/%s", s->folder, name);
}

static void keep(const char *path, const void *bytes, size_t length)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, length), (ssize_t)length);
    close(fd);
}

static struct pdf make(struct paper *s)
{
    struct pdf pdf;
    struct error err = {0};

    if (!pdf_write(s->arena, view_paper(s->arena, &s->facts), &pdf, &err))
        fail_msg("%s", err.code);
    keep(path_of(s, "paper.pdf"), pdf.bytes, pdf.length);
    return pdf;
}

/* What another program says about the paper, without blanks at line ends. */
static const char *ask(struct paper *s, const char *program, const char *option, const char *more)
{
    int fds[2], status = 0;
    struct buffer out = buffer_in(s->arena);
    char bytes[4096];
    pid_t child;

    assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
    child = fork();
    if (child == 0) {
        dup2(fds[1], 1);
        if (option == NULL)
            execlp(program, program, path_of(s, "paper.pdf"), NULL);
        else
            execlp(program, program, option, path_of(s, "paper.pdf"), more, NULL);
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

static const char *text_in(struct paper *s)
{
    return ask(s, "pdftotext", "-layout", "-");
}

static int times(const char *text, const char *word)
{
    int count = 0;

    for (; (text = strstr(text, word)) != NULL; text += strlen(word))
        count++;
    return count;
}

TEST("an application becomes a paper whose text another program reads, as the golden file has it")
{
    struct paper s;

    paper_open(&s);
    make(&s);
    golden_check("application-pdf.txt", text_in(&s));
    paper_close(&s);
}

TEST("a paper names its title and author, is A4, and embeds its fonts as subsets")
{
    struct paper s;
    struct pdf pdf;
    const char *about, *fonts;

    paper_open(&s);
    pdf = make(&s);
    about = ask(&s, "pdfinfo", "-isodates", NULL);
    assert_non_null(strstr(about, "面向昇腾的大语言模型低比特训练与推理协同优化"));
    assert_non_null(strstr(about, "林知远"));
    assert_non_null(strstr(about, "A4"));
    assert_non_null(
        strstr(about, arena_format(s.arena, "Pages:           %lld\n", (long long)pdf.pages)));
    fonts = ask(&s, "pdffonts", NULL, NULL);
    assert_int_equal(times(fonts, "yes yes yes"), 2); /* embedded, subset, with Unicode */
    assert_int_equal(times(fonts, "CJK"), 2);
    paper_close(&s);
}

/* Some hundred pages' worth of what people paste. */
static const char *long_text(struct paper *s, int paragraphs)
{
    struct buffer out = buffer_in(s->arena);

    for (int i = 0; i < paragraphs; i++) {
        buffer_format(&out, "第%d段　", i + 1);
        for (int k = 0; k < 6 + i % 5; k++)
            buffer_text(&out, "现有方法在算力与精度之间取舍过多，难以直接用于 MindSpore 平台；");
        buffer_text(&out, "\n（1）列表的第一项，随后还有较长的说明，需要换行以后与文字对齐，而不是"
                          "与编号对齐。\n- 另一项 https://code.example/a/very/long/address/without/"
                          "any/place/to/break/it/in/two/that/is/wider/than/a/line/of/this/page\n");
    }
    return buffer_get(&out);
}

TEST("a long paper breaks into pages: each with its header and footer, no head of a table alone")
{
    struct paper s;
    struct pdf pdf;
    const char *text;

    paper_open(&s);
    answer(&s, "basis", "background", long_text(&s, 60));
    pdf = make(&s);
    text = text_in(&s);
    assert_true(pdf.pages > 15);
    assert_int_equal(times(text, "摘要 0123456789abcdef"), (int)pdf.pages - 1);
    assert_int_equal(times(text, arena_format(s.arena, "共 %lld 页", (long long)pdf.pages)),
                     (int)pdf.pages - 1);
    assert_int_equal(times(text, "草稿"), 0);
    assert_non_null(strstr(text, "wider/than/a/line")); /* wrapped, not cut */
    paper_close(&s);
}

TEST("a table over several pages repeats its head on each, and its cells break when they must")
{
    struct paper s;
    json_t *rows;
    struct pdf pdf;
    const char *text;

    paper_open(&s);
    rows = json_at(json_at(s.sections, "members"), "rows");
    for (int i = 0; i < 120; i++)
        json_add(rows, json_deep_copy(json_array_get(rows, 0)));
    json_put_text(json_array_get(rows, 3), "work", long_text(&s, 12));
    pdf = make(&s);
    text = text_in(&s);
    assert_true(pdf.pages > 8);
    assert_true(times(text, "每年月数") >= 5);
    assert_non_null(strstr(text, "第12段"));
    paper_close(&s);
}

TEST("a draft says so on every page and carries no digest")
{
    struct paper s;
    struct pdf pdf;
    const char *text;

    paper_open(&s);
    s.facts.draft = true;
    s.facts.sha256 = NULL;
    pdf = make(&s);
    text = text_in(&s);
    assert_true(times(text, "草稿") >= (int)pdf.pages);
    assert_int_equal(times(text, "摘要 0"), 0);
    assert_int_equal(times(text, "SHA-256  "), 0);
    paper_close(&s);
}

TEST("an empty application is a paper too")
{
    struct paper s;

    paper_open(&s);
    json_put(s.content, "sections", json_object());
    assert_true(make(&s).pages >= 4);
    assert_true(times(text_in(&s), "（未填写）") > 5);
    paper_close(&s);
}

TEST("characters that no font has are named at the end, and the paper is made")
{
    struct paper s;
    struct pdf pdf;

    paper_open(&s);
    answer(&s, "basis", "background", "一个生僻的字符：\xf3\xb0\x80\x81。");
    pdf = make(&s);
    assert_string_equal(pdf.missing, "U+F0001");
    assert_non_null(strstr(text_in(&s), "U+F0001"));
    paper_close(&s);
}

TEST("without a font for Chinese the error is said")
{
    struct paper s;
    int status = 0;
    pid_t child;

    paper_open(&s);
    keep(path_of(&s, "fonts.conf"), "<fontconfig/>", 13);
    child = fork();
    if (child == 0) {
        struct error err = {0};
        struct pdf pdf;

        setenv("FONTCONFIG_FILE", path_of(&s, "fonts.conf"), 1);
        FcInitReinitialize();
        pango_cairo_font_map_set_default(NULL);
        _exit(!pdf_write(s.arena, view_paper(s.arena, &s.facts), &pdf, &err) &&
                      text_equal(err.code, "pdf/font")
                  ? 7
                  : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 7);
    paper_close(&s);
}
