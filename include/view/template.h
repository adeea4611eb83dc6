/* template.h: Mustache templates over JSON models, compiled once at start.
 *
 * {{name}} {{a.b}} {{.}} · {{#list}}…{{/list}} · {{^list}}…{{/list}} · {{>partial}} · {{! note }} ·
 * {{t:key}} wording, resolved when compiling, one compiled template per language; a wording is
 * plain text and may hold {{names}} itself.  {{>page}} in layout.html is the page itself.  Inside
 * {{#list}}, `{{.}}` is the item; names are looked up from the innermost object outward.  Missing
 * names are empty; false, null, the empty list and the empty text count as nothing.
 *
 * Every value is escaped for where it stands; there is no raw form.  At the beginning of a URL
 * attribute it must be a path of this site, a query, an anchor, http, https or mailto, else it
 * becomes "#"; further on (href="/topics/{{code}}") it is percent-encoded whole, so it stays one
 * part of the path or query.  A template that would put a value into a script, style, comment,
 * tag, event handler or unquoted attribute, or whose section begins in one such place and ends in
 * another, does not compile.
 */
#pragma once

#include "base/env.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

struct templates;

/* Compiles every template of the assets; BROKEN "template/syntax" with name, line
 * and what. */
struct templates *templates_load(struct arena *arena, struct error *err);

/* `name` such as "application/show.html"; `layout` false for mail and fragments (and .txt, where
 * nothing is escaped).  A name that does not exist dies: names are constants of the code. */
void template_render(const struct templates *templates, const char *name, bool layout,
                     enum language language, const json_t *model, struct buffer *out);

/* For tests: one template text, with partials from `partials` (object name → text). */
bool template_try(struct arena *arena, const char *text, const json_t *partials,
                  const json_t *model, struct buffer *out, struct error *err);
