/* earlier.c: earlier applications to copy from, and what a copy took and left, as models. */

#include "view/earlier.h"

#include "view/form.h"
#include "view/wording.h"

void view_earlier(const struct application *application, const struct call *call,
                  enum language language, json_t *item)
{
    json_put_text(item, "key", application->key.text);
    json_put_text(item, "number", application->number);
    json_put_text(item, "heading",
                  *application->title != '\0' ? application->title
                                              : wording(language, "application.untitled"));
    json_put_text(item, "call", words_in(&call->definition->title, language));
    json_put_text(item, "topic_code", application->topic_code);
}

void view_copied(struct arena *arena, const struct form_copy *copy,
                 const struct definition *earlier, const struct topic_definition *topic,
                 const json_t *answers, enum language language, json_t *model)
{
    json_t *copied = json_put_array(model, "copied"), *left = json_put_array(model, "left");

    for (size_t i = 0; i < copy->copied.count; i++) {
        json_t *item = json_add_object(copied);

        json_put_text(item, "section", words_in(&copy->copied.items[i].section->title, language));
        json_put_text(item, "label", words_in(&copy->copied.items[i].field->label, language));
    }
    for (size_t i = 0; i < copy->left.count; i++) {
        const struct left_field *from = &copy->left.items[i];
        struct section_model m = {.definition = earlier,
                                  .topic = topic,
                                  .section = from->section,
                                  .answers = json_at(answers, from->section->key),
                                  .language = language};
        json_t *item = json_add_object(left);

        json_put_text(item, "section", words_in(&from->section->title, language));
        json_put_text(item, "label", words_in(&from->field->label, language));
        json_put_text(
            item, "reason",
            wording(language, arena_format(arena, "earlier.reason.%s", copy_word(from->reason))));
        json_put_text(item, "text", view_field_text(arena, &m, from->field, from->value));
    }
    json_put_int(model, "count", (int64_t)copy->copied.count);
    json_put_flag(model, "any_left", copy->left.count > 0);
}
