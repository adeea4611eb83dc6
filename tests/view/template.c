/* template.c: templates over models: the public Mustache cases, and where values may stand. */

#include "view/template_program.h"

#include "base/json.h"
#include "support/test.h"
#include "view/template.h"
#include "view/wording.h"

static const char *tried(struct arena *arena, const char *text, const char *model)
{
    struct buffer out = buffer_in(arena);
    struct error err = {0};
    const json_t *value = json_parse(arena, model, strlen(model), &err);

    assert_non_null(value);
    assert_true(wordings_load(&err));
    if (template_try(arena, text, NULL, value, &out, &err))
        return buffer_get(&out);
    assert_string_equal(err.code, "template/syntax");
    return arena_copy(arena, err.values[2].text, strcspn(err.values[2].text, ":"));
}

struct sample {
    const char *text, *model, *expected;
};

static void check_all(const struct sample *samples, size_t count)
{
    struct arena *arena = arena_open();

    for (size_t i = 0; i < count; i++)
        assert_string_equal(tried(arena, samples[i].text, samples[i].model), samples[i].expected);
    arena_close(arena);
}

#define CHECK(samples) check_all(samples, sizeof(samples) / sizeof *(samples))

TEST("a value is escaped in text and in quoted attributes")
{
    static const struct sample samples[] = {
        {"<p>{{a}}</p>", "{\"a\":\"<b>&'\\\"\"}", "<p>&lt;b&gt;&amp;&#39;&quot;</p>"},
        {"<p title='{{a}}'>", "{\"a\":\"' x='\"}", "<p title='&#39; x=&#39;'>"},
        {"<p title=\"{{a}}\">", "{\"a\":\"\\\" x=\\\"\"}", "<p title=\"&quot; x=&quot;\">"},
        {"<textarea>{{a}}</textarea>", "{\"a\":\"</textarea>\"}",
         "<textarea>&lt;/textarea&gt;</textarea>"},
    };

    CHECK(samples);
}

TEST("a link goes to a path of this site, http, https or mailto; anything else becomes #")
{
    static const struct sample samples[] = {
        {"<a href=\"{{a}}\">", "{\"a\":\"javascript:alert(1)\"}", "<a href=\"#\">"},
        {"<a href=\"{{a}}\">", "{\"a\":\" javascript:alert(1)\"}", "<a href=\"#\">"},
        {"<a href=\"{{a}}\">", "{\"a\":\"JaVa\\tScript:alert(1)\"}", "<a href=\"#\">"},
        {"<a href=\"{{a}}\">", "{\"a\":\"data:text/html,x\"}", "<a href=\"#\">"},
        {"<a href=\"{{a}}\">", "{\"a\":\"//evil.example\"}", "<a href=\"#\">"},
        {"<a href=\"{{a}}\">", "{\"a\":\"/\\\\evil.example\"}", "<a href=\"#\">"},
        {"<a href=\"{{a}}\">", "{\"a\":\"/\\t/evil.example\"}", "<a href=\"/%09/evil.example\">"},
        {"<a href=\"{{a}}\">", "{}", "<a href=\"#\">"},
        {"<a href=\"{{a}}\">", "{\"a\":\"/applications?call=2023&x='<\"}",
         "<a href=\"/applications?call=2023&amp;x=%27%3C\">"},
        {"<a href='{{a}}'>", "{\"a\":\"HTTPS://a.example/\"}", "<a href='HTTPS://a.example/'>"},
        {"<a href='{{a}}'>", "{\"a\":\"mailto:a@b.example\"}", "<a href='mailto:a@b.example'>"},
        {"<form action=\"{{a}}\">", "{\"a\":\"vbscript:x\"}", "<form action=\"#\">"},
        {"<img src=\"{{a}}\">", "{\"a\":\"data:image/png,\"}", "<img src=\"#\">"},
        {"<button formaction=\"{{a}}\">", "{\"a\":\"x:y\"}", "<button formaction=\"#\">"},
    };

    CHECK(samples);
}

TEST("a value further on in a link stays one part of it")
{
    static const struct sample samples[] = {
        {"<a href=\"/{{a}}\">", "{\"a\":\"/evil.example\"}", "<a href=\"/%2Fevil.example\">"},
        {"<a href=\"/x?q={{a}}\">", "{\"a\":\"1&b=林\"}", "<a href=\"/x?q=1%26b%3D%E6%9E%97\">"},
        {"<a href=\"{{none}}{{a}}\">", "{\"a\":\"javascript:x\"}", "<a href=\"#javascript%3Ax\">"},
        {"<a href=\"mailto:{{a}}\">", "{\"a\":\"a@b.example\"}", "<a href=\"mailto:a@b.example\">"},
        {"<a href=\"#{{a}}\">", "{\"a\":\"basic.title\"}", "<a href=\"#basic.title\">"},
    };

    CHECK(samples);
}

TEST("a template that would put a value into code, a tag or an unquoted attribute is refused")
{
    static const struct sample samples[] = {
        {"<script>var x = {{a}};</script>", "{}", "a value may not stand here"},
        {"<style>p { color: {{a}} }</style>", "{}", "a value may not stand here"},
        {"<!-- {{a}} -->", "{}", "a value may not stand here"},
        {"<{{a}}>", "{}", "a value may not stand here"},
        {"<p {{a}}>", "{}", "a value may not stand here"},
        {"<p {{a}}=\"x\">", "{}", "a value may not stand here"},
        {"<p title={{a}}>", "{}", "a value may not stand here"},
        {"<p title=x{{a}}>", "{}", "a value may not stand here"},
        {"<p onclick=\"{{a}}\">", "{}", "a value may not stand here"},
        {"<p style=\"{{a}}\">", "{}", "a value may not stand here"},
        {"<iframe srcdoc=\"{{a}}\">", "{}", "a value may not stand here"},
        {"<a href=\"javascript:{{a}}\">", "{}", "a value may not stand here"},
        {"<SCRIPT>{{a}}</SCRIPT>", "{}", "a value may not stand here"},
        {"<script src=\"/app.js\"></script><!-- x --><p>{{a}}</p>", "{\"a\":1}",
         "<script src=\"/app.js\"></script><!-- x --><p>1</p>"},
    };

    CHECK(samples);
}

TEST("there is no raw form and no change of delimiters")
{
    static const struct sample samples[] = {{"{{{a}}}", "{}", "there is no raw form"},
                                            {"{{&a}}", "{}", "there is no raw form"},
                                            {"{{=<% %>=}}", "{}", "delimiters stay"}};

    CHECK(samples);
}

TEST("a section that is not closed, closes another, or ends in another place is refused")
{
    static const struct sample samples[] = {
        {"{{#a}}", "{}", "not closed"},
        {"{{/a}}", "{}", "closes what is not open"},
        {"{{#a}}{{/b}}", "{}", "closes what is not open"},
        {"{{a", "{}", "no }} follows"},
        {"{{}}", "{}", "not a name"},
        {"{{a b}}", "{}", "not a name"},
        {"{{#a}}<p title=\"{{/a}}\">", "{}", "begins and ends in different places of the markup"},
        {"<p title=\"", "{}", "ends inside a tag, an attribute or a comment"},
        {"<p{{#a}} class=\"x\"{{/a}}>", "{\"a\":true}", "<p class=\"x\">"},
    };

    CHECK(samples);
}

TEST("a refused template names its file, its line and the tag")
{
    struct arena *arena = arena_open();
    struct buffer out = buffer_in(arena);
    struct error err = {0};

    assert_false(template_try(arena, "<p>\n\n<b {{x}}>", NULL, NULL, &out, &err));
    assert_string_equal(err.values[0].text, "template");
    assert_string_equal(err.values[1].text, "3");
    assert_string_equal(err.values[2].text, "a value may not stand here: {{x}}");
    arena_close(arena);
}

TEST("numbers are printed plainly, flags as words, the empty text counts as nothing")
{
    static const struct sample samples[] = {
        {"{{n}}", "{\"n\":-9007199254740993}", "-9007199254740993"},
        {"{{n}}", "{\"n\":88.25}", "88.25"},
        {"{{n}}", "{\"n\":0.1}", "0.1"},
        {"{{n}}", "{\"n\":1234567.5}", "1234567.5"},
        {"{{y}} {{n}} {{z}}", "{\"y\":true,\"n\":false,\"z\":null}", "true false "},
        {"{{#a}}x{{/a}}{{^a}}-{{/a}}", "{\"a\":\"\"}", "-"},
        {"{{#a}}x{{/a}}", "{\"a\":0}", "x"},
        {"{{o}}{{l}}", "{\"o\":{\"a\":1},\"l\":[1]}", ""},
    };

    CHECK(samples);
}

TEST("a partial that calls itself over an inherited list ends")
{
    struct arena *arena = arena_open();
    struct buffer out = buffer_in(arena);
    struct error err = {0};
    json_t *model = json_root(arena), *partials = json_root(arena);
    json_t *list = json_put_array(model, "list");

    json_add_object(list);
    json_add_object(list);
    json_put_text(partials, "node", "{{#list}}({{>node}}){{/list}}");
    assert_true(template_try(arena, "{{>node}}", partials, model, &out, &err));
    assert_true(out.length > 2 && out.length < 1000000);
    arena_close(arena);
}

TEST("a partial that calls itself follows the model down")
{
    struct arena *arena = arena_open();
    struct buffer out = buffer_in(arena);
    struct error err = {0};
    const char *text =
        "{\"n\":1,\"in\":[{\"n\":2,\"in\":[]},{\"n\":3,\"in\":[{\"n\":4,\"in\":[]}]}]}";
    const json_t *model = json_parse(arena, text, strlen(text), &err);
    json_t *partials = json_root(arena);

    json_put_text(partials, "node", "<li>{{n}}{{#in}}{{>node}}{{/in}}</li>");
    assert_true(template_try(arena, "{{>node}}", partials, model, &out, &err));
    assert_string_equal(buffer_get(&out), "<li>1<li>2</li><li>3<li>4</li></li></li>");
    arena_close(arena);
}

static struct template_source find_page(void *context, const char *partial)
{
    assert_string_equal(partial, "page");
    return (struct template_source){"page", context, strlen(context)};
}

TEST("a page enters its layout where the layout says")
{
    struct arena *arena = arena_open();
    char page[] = "<h1>{{title}}</h1>{{#rows}}<p>{{.}}</p>{{/rows}}";
    const char *layout = "<title>{{title}}</title><main>{{>page}}</main>";
    struct template_options options = {.arena = arena, .find = find_page, .context = page};
    struct buffer out = buffer_in(arena);
    struct error err = {0};
    struct program program;
    json_t *model = json_root(arena);

    json_put_text(model, "title", "A<B");
    json_add_text(json_put_array(model, "rows"), "1");
    assert_true(program_compile(&options, (struct template_source){"l", layout, strlen(layout)},
                                &program, &err));
    program_run(&program, NULL, model, &out);
    assert_string_equal(buffer_get(&out),
                        "<title>A&lt;B</title><main><h1>A&lt;B</h1><p>1</p></main>");
    arena_close(arena);
}

TEST("a wording's own names are filled from the model and escaped where the wording stands")
{
    static const char model[] = "{\"name\":\"<x>\",\"line\":3,\"what\":\"\\\"\"}";
    struct arena *arena = arena_open();
    const char *text = tried(arena, "<p title=\"{{t:template.error.syntax}}\">", model);

    assert_non_null(strstr(text, "&lt;x&gt;"));
    assert_non_null(strstr(text, " 3 "));
    assert_non_null(strstr(text, "&quot;\">"));
    assert_string_equal(tried(arena, "{{t:no.such.key}}", "{}"), "no such wording");
    assert_string_equal(tried(arena, "<script>{{t:template.error.syntax}}</script>", model),
                        "a value may not stand here");
    arena_close(arena);
}

TEST("plain text templates escape nothing and leave no line of a section behind")
{
    struct arena *arena = arena_open();
    struct template_options options = {.arena = arena, .plain = true};
    const char *text = "{{name}}：\n{{#rows}}\n- {{.}}\n{{/rows}}\n<{{end}}\n";
    struct buffer out = buffer_in(arena);
    struct error err = {0};
    struct program program;
    json_t *model = json_root(arena);

    json_put_text(model, "name", "A & B");
    json_add_text(json_put_array(model, "rows"), "<1>");
    assert_true(program_compile(&options, (struct template_source){"t", text, strlen(text)},
                                &program, &err));
    program_run(&program, NULL, model, &out);
    assert_string_equal(buffer_get(&out), "A & B：\n- <1>\n<\n");
    arena_close(arena);
}
