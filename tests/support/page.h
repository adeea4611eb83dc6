/* page.h: a page of HTML read as a browser reads it: what its forms would send, what it says.
 *
 * Enough for the pages of this service, which the template engine wrote: attributes in double
 * quotes, five entities.
 */
#pragma once

#include "domain/form.h"

/* Names and values that the form with this action would send unchanged: boxes and options that are
 * chosen, one line without line ends, the paragraphs of a text area with CRLF between. */
struct typed_list page_form(struct arena *arena, const char *html, const char *action);

/* What is to be read on it, without tags; a space in place of each. */
const char *page_text(struct arena *arena, const char *html);

/* Without white space and what prints as nothing: joiners, selectors, soft hyphens. */
const char *page_bare(struct arena *arena, const char *text);
