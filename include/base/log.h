/* log.h: one JSON object per line on standard error.
 *
 * Never log passwords, tokens, scores, answers or bodies (R63): ids, codes and counts only.
 * Safe from any thread; a line is one write.
 */
#pragma once

#include <stdint.h>

/* log_event("notice/sent", "key", key, "answer", answer, NULL): pairs of name and text. */
void log_event(const char *event, ...) __attribute__((sentinel));

/* Lines are dropped while quiet; for tests that provoke errors on purpose. */
void log_quiet(int quiet);
