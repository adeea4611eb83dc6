/* pdf_library.h: pango and cairo, loaded by whoever sets a paper and by nobody else.
 *
 * Linked they would be in the memory of every process, and make a third of a fresh server's; only
 * the typesetter's workers need them.  So each function used is a row here and is called as
 * `library.pango_layout_new(…)`.
 */
#pragma once

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "base/error.h"

#define PDF_CALLS(X)                                                                               \
    X(cairo_create)                                                                                \
    X(cairo_destroy)                                                                               \
    X(cairo_fill)                                                                                  \
    X(cairo_font_options_create)                                                                   \
    X(cairo_font_options_destroy)                                                                  \
    X(cairo_font_options_set_hint_metrics)                                                         \
    X(cairo_font_options_set_hint_style)                                                           \
    X(cairo_line_to)                                                                               \
    X(cairo_move_to)                                                                               \
    X(cairo_pdf_surface_add_outline)                                                               \
    X(cairo_pdf_surface_create_for_stream)                                                         \
    X(cairo_pdf_surface_set_metadata)                                                              \
    X(cairo_rectangle)                                                                             \
    X(cairo_restore)                                                                               \
    X(cairo_rotate)                                                                                \
    X(cairo_save)                                                                                  \
    X(cairo_set_line_width)                                                                        \
    X(cairo_set_source_rgb)                                                                        \
    X(cairo_set_source_rgba)                                                                       \
    X(cairo_show_page)                                                                             \
    X(cairo_status)                                                                                \
    X(cairo_status_to_string)                                                                      \
    X(cairo_stroke)                                                                                \
    X(cairo_surface_destroy)                                                                       \
    X(cairo_surface_finish)                                                                        \
    X(cairo_surface_status)                                                                        \
    X(cairo_translate)                                                                             \
    X(g_object_unref)                                                                              \
    X(pango_attr_insert_hyphens_new)                                                               \
    X(pango_attr_list_insert)                                                                      \
    X(pango_attr_list_new)                                                                         \
    X(pango_attr_list_unref)                                                                       \
    X(pango_cairo_context_set_font_options)                                                        \
    X(pango_cairo_context_set_resolution)                                                          \
    X(pango_cairo_font_map_get_default)                                                            \
    X(pango_cairo_show_layout_line)                                                                \
    X(pango_context_get_language)                                                                  \
    X(pango_context_load_fontset)                                                                  \
    X(pango_context_set_language)                                                                  \
    X(pango_context_set_round_glyph_positions)                                                     \
    X(pango_font_description_free)                                                                 \
    X(pango_font_description_new)                                                                  \
    X(pango_font_description_set_absolute_size)                                                    \
    X(pango_font_description_set_family_static)                                                    \
    X(pango_font_description_set_weight)                                                           \
    X(pango_font_has_char)                                                                         \
    X(pango_font_map_create_context)                                                               \
    X(pango_fontset_get_font)                                                                      \
    X(pango_language_from_string)                                                                  \
    X(pango_layout_get_extents)                                                                    \
    X(pango_layout_get_indent)                                                                     \
    X(pango_layout_get_iter)                                                                       \
    X(pango_layout_get_line)                                                                       \
    X(pango_layout_get_line_count)                                                                 \
    X(pango_layout_get_line_readonly)                                                              \
    X(pango_layout_get_log_attrs_readonly)                                                         \
    X(pango_layout_get_text)                                                                       \
    X(pango_layout_get_unknown_glyphs_count)                                                       \
    X(pango_layout_iter_free)                                                                      \
    X(pango_layout_iter_get_run_readonly)                                                          \
    X(pango_layout_iter_next_run)                                                                  \
    X(pango_layout_line_get_extents)                                                               \
    X(pango_layout_new)                                                                            \
    X(pango_layout_set_attributes)                                                                 \
    X(pango_layout_set_auto_dir)                                                                   \
    X(pango_layout_set_ellipsize)                                                                  \
    X(pango_layout_set_font_description)                                                           \
    X(pango_layout_set_indent)                                                                     \
    X(pango_layout_set_text)                                                                       \
    X(pango_layout_set_width)                                                                      \
    X(pango_layout_set_wrap)

#define CALL_AS_MEMBER(name) __typeof__(name) *name;
struct pdf_library {
    PDF_CALLS(CALL_AS_MEMBER)
};
#undef CALL_AS_MEMBER

extern struct pdf_library library;

/* Once a process, by whoever comes first.  BROKEN "pdf/library" says what is missing. */
bool pdf_library_load(struct error *err);
