/* template.h: Mustache templates over JSON models, compiled once at start.
 *
 * {{name}} {{a.b}} {{.}} · {{#list}}…{{/list}} · {{^list}}…{{/list}} · {{>partial}} · {{! note }} ·
 * {{t:key}} wording, resolved when compiling, one compiled template per language; a wording may
 * hold
 * {{names}} itself.  Every value is escaped for where it stands (text, attribute, URL attribute:
 * other schemes than http, https, mailto and local paths become "#"); there is no raw form.
 * {{>page}} in layout.html is the page itself.  Inside {{#list}}, `{{.}}` is the item; names are
 * looked up from the innermost object outward.  Missing names are empty.  A template that would put
 * a value into a script, style, comment, tag or unquoted attribute does not compile.
 */
#pragma once

#include "base/env.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

struct templates;

/* Compiles every template of the assets; BROKEN "template/…" with file, line. */
struct templates *templates_load(struct arena *arena, struct error *err);

/* `name` such as "application/show.html"; `layout` false for mail and fragments (and .txt, where
 * nothing is escaped).  A name that does not exist dies: names are constants of the code. */
void template_render(const struct templates *templates, const char *name, bool layout,
                     enum language language, const json_t *model, struct buffer *out);

/* For tests: one template text, with partials from `partials` (object name → text). */
bool template_try(struct arena *arena, const char *text, const json_t *partials,
                  const json_t *model, struct buffer *out, struct error *err);
