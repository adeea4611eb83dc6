/* pdf.h: a paper as a PDF: A4 pages set with pango and drawn with cairo, fonts embedded and subset.
 *
 * The paper is a model whose words are all in it already, so the process that sets it needs
 * neither wordings nor definitions:
 *
 *   {title, author, subject, keywords, created, lang,       metadata; `created` is RFC 3339
 *    header: [left, right], footer, pages: "第 {page} 页 …",  on every page but the cover
 *    watermark, missing,                                     "" for none; `missing` words a note
 *    cover: {above: […], title, mark, facts: [{label, text}], below: […]},  may be absent
 *    blocks: [{kind, …}]}
 *
 * Kinds of blocks: heading {level 1 or 2, text} · text {lines: [{mark, text}]} · grid {cells:
 * [{label, text, wide}]} · table {columns: [{label, align}], rows: [[…]], total: […]} · sign
 * {boxes: [{label, name, day}]} · note {text} · title {text} · qr {text, lines: […]}: a code with
 * words beside it.
 *
 * A heading stays with what follows it, a table that breaks repeats its head, two lines of a
 * paragraph stay together at either side of a break.  Pango keeps fonts per thread, so the first
 * paper of a thread is slower than the next.
 */
#pragma once

#include "base/error.h"
#include "base/json.h"

struct pdf {
    const void *bytes;
    size_t length;
    int64_t pages;
    const char *missing; /* characters that no font has, "" when all were found: U+1F916 … */
};

/* BROKEN "pdf/library" without pango and cairo, "pdf/font" when no font has Chinese, "pdf/drawing"
 * when cairo gives up (its reason). */
bool pdf_write(struct arena *arena, const json_t *paper, struct pdf *pdf, struct error *err);
