/* paper_receipt.c: the receipt of a version as a paper to print (declared in receipt.h). */

#include "base/text.h"
#include "view/receipt.h"
#include "view/wording.h"

static const char *word(const char *key)
{
    return wording(LANGUAGE_ZH, key);
}

static json_t *block(json_t *blocks, const char *kind)
{
    json_t *new = json_add_object(blocks);

    json_put_text(new, "kind", kind);
    return new;
}

static void heading(json_t *blocks, const char *key)
{
    json_t *new = block(blocks, "heading");

    json_put_int(new, "level", 2);
    json_put_text(new, "text", word(key));
}

static void line(json_t *blocks, const char *text)
{
    json_t *item = json_add_object(json_put_array(block(blocks, "text"), "lines"));

    json_put_text(item, "mark", "");
    json_put_text(item, "text", text);
}

static void cell(json_t *cells, const char *label, const char *text)
{
    json_t *item = json_add_object(cells);

    json_put_text(item, "label", word(label));
    json_put_text(item, "text", text);
    json_put_flag(item, "wide", true);
}

static const char *moment(struct arena *arena, const json_t *receipt, const char *key)
{
    int64_t at = 0;

    text_to_time(json_word(receipt, key), &at);
    return arena_format(arena, "%s%s", text_time(arena, at), word("shell.beijing"));
}

static void put_facts(struct arena *arena, const struct document_facts *facts,
                      const json_t *receipt, json_t *blocks)
{
    json_t *cells = json_put_array(block(blocks, "grid"), "cells");

    cell(cells, "paper.number", json_word(receipt, "number"));
    cell(cells, "paper.receipt.topic",
         arena_format(arena, "%s　%s", facts->topic->code,
                      words_in(&facts->topic->title, LANGUAGE_ZH)));
    cell(cells, "paper.project", json_word(receipt, "title"));
    cell(cells, "paper.version",
         arena_format(arena, "%lld%s%s", (long long)json_int(receipt, "version", 0),
                      json_flag(receipt, "in_grace") ? " · " : "",
                      json_flag(receipt, "in_grace") ? word("application.receipt.grace") : ""));
    cell(cells, "application.receipt.at", moment(arena, receipt, "submitted_at"));
    cell(cells, "paper.receipt.signed", moment(arena, receipt, "signed_at"));
}

static void put_files(struct arena *arena, const json_t *receipt, json_t *blocks)
{
    static const struct {
        const char *label, *align;
    } heads[] = {{"application.receipt.file", "left"},
                 {"application.receipt.bytes", "right"},
                 {"paper.receipt.file-sha", "left"}};
    const json_t *files = json_at(receipt, "files");
    json_t *table, *columns, *rows;

    heading(blocks, "application.receipt.files");
    if (json_array_size(files) == 0) {
        line(blocks, word("application.receipt.no-files"));
        return;
    }
    table = block(blocks, "table");
    columns = json_put_array(table, "columns");
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        json_t *column = json_add_object(columns);

        json_put_text(column, "label", word(heads[i].label));
        json_put_text(column, "align", heads[i].align);
    }
    rows = json_put_array(table, "rows");
    for (size_t i = 0; i < json_array_size(files); i++) {
        const json_t *file = json_array_get(files, i);
        json_t *row = json_array();

        json_add_text(row, json_word(file, "name"));
        json_add_text(row, arena_format(arena, "%lld", (long long)json_int(file, "size", 0)));
        json_add_text(row, json_word(file, "sha256"));
        json_add(rows, row);
    }
}

static void put_proof(struct arena *arena, const struct receipt_facts *facts, const json_t *receipt,
                      json_t *blocks)
{
    struct error_value service = {.name = "service"};
    json_t *cells, *qr, *lines;
    const char *address = arena_format(arena, "%s%s", facts->service, facts->path);

    heading(blocks, "receipt.signature");
    cells = json_put_array(block(blocks, "grid"), "cells");
    cell(cells, "application.receipt.digest", json_word(receipt, "sha256"));
    cell(cells, "receipt.signature", json_word(receipt, "signature"));
    cell(cells, "paper.receipt.key", json_word(receipt, "key"));
    qr = block(blocks, "qr");
    json_put_text(qr, "text", address);
    lines = json_put_array(qr, "lines");
    text_clip(service.text, sizeof service.text, facts->service);
    json_add_text(lines, word("paper.receipt.check"));
    json_add_text(lines, address);
    json_add_text(lines, wording_fill(arena, LANGUAGE_ZH, "paper.receipt.verify", &service, 1));
}

static void put_head(struct arena *arena, const struct document_facts *facts, const json_t *receipt,
                     json_t *paper)
{
    struct error_value values[2] = {{.name = "number"}, {.name = "version"}};
    json_t *header = json_put_array(paper, "header");

    text_clip(values[0].text, sizeof values[0].text, json_word(receipt, "number"));
    snprintf(values[1].text, sizeof values[1].text, "%lld",
             (long long)json_int(receipt, "version", 0));
    json_put_text(paper, "lang", language_tag(LANGUAGE_ZH));
    json_put_text(paper, "title",
                  arena_format(arena, "%s %s", word("application.receipt.title"),
                               json_word(receipt, "number")));
    json_put_text(paper, "author", words_in(&facts->definition->society, LANGUAGE_ZH));
    json_put_text(paper, "created", json_word(receipt, "signed_at"));
    json_add_text(header, words_in(&facts->definition->society, LANGUAGE_ZH));
    json_add_text(header, words_in(&facts->definition->programme, LANGUAGE_ZH));
    json_put_text(paper, "footer",
                  wording_fill(arena, LANGUAGE_ZH, "paper.receipt.footer", values, 2));
    json_put_text(paper, "pages", word("paper.pages"));
    json_put_text(paper, "missing", word("paper.missing"));
}

json_t *view_receipt_paper(struct arena *arena, const struct document_facts *facts,
                           const struct receipt_facts *receipt)
{
    const json_t *document = view_receipt_document(arena, receipt);
    json_t *paper = json_root(arena), *blocks = json_put_array(paper, "blocks");

    put_head(arena, facts, document, paper);
    json_put_text(block(blocks, "title"), "text", word("application.receipt.title"));
    line(blocks, arena_format(arena, "%s%s", word("application.receipt.received"),
                              word("application.receipt.proves")));
    put_facts(arena, facts, document, blocks);
    put_files(arena, document, blocks);
    put_proof(arena, receipt, document, blocks);
    return paper;
}
