/* roster.h: why a pair is proposed and why nobody can serve all, in words.
 */
#pragma once

#include "domain/roster.h"
#include "view/common.h"

/* "本课题 · 2 个关键词相同 · 愿意评". */
const char *view_fit(struct arena *arena, enum language language, const struct fit *fit);

/* The minimum cut, told of `topics` ("1、6") that its applications belong to. */
struct cut_facts {
    const char *topics;
    int64_t applications, reviewers, need, have;
};
const char *view_cut(struct arena *arena, enum language language, const struct cut_facts *cut);

/* "每份 3 位 · 负担适度均衡 · 跨方向". */
const char *view_roster_settings(struct arena *arena, enum language language,
                                 const struct roster_settings *settings);
