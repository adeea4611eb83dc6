/* roster.c: what a pair costs, and the problem written down. */

#include "domain/roster.h"

#include "base/quote.h"

/* ---- the one table of costs */

#define BASE       100
#define UNREAD     200 /* nobody scores what they cannot read */
#define SPARE_COST 1000000

static const int64_t nearness_costs[] = {[NEARNESS_TOPIC] = -40,
                                         [NEARNESS_DIRECTION] = -15,
                                         [NEARNESS_UNKNOWN] = 0,
                                         [NEARNESS_FAR] = 20};

static const int64_t wish_costs[] = {
    [WISH_NONE] = 0, [WISH_WANTS] = -30, [WISH_CAN] = -10, [WISH_RATHER_NOT] = 80};

/* The first word in common tells most; more than three tell no more. */
static const int64_t keyword_costs[] = {0, -10, -18, -25};

int64_t fit_cost(const struct fit *fit, int64_t steady)
{
    size_t last = sizeof keyword_costs / sizeof keyword_costs[0] - 1;
    size_t shared = fit->keywords < (int64_t)last ? (size_t)fit->keywords : last;

    return BASE + nearness_costs[fit->nearness] + keyword_costs[shared] + wish_costs[fit->wish] +
           (fit->unread ? UNREAD : 0) + (fit->moved ? steady : 0);
}

/* Nothing said on either side costs BASE and is fair; being asked against one's word is not. */
const char *fit_grade(int64_t cost)
{
    return cost <= 70 ? "close" : cost <= 110 ? "fair" : cost < 150 ? "far" : "against";
}

/* ---- words */

#define AS_WORD(name, word) word,
static const char *const nearness_words[] = {NEARNESSES(AS_WORD)};
static const char *const wish_words[] = {WISHES(AS_WORD)};
#undef AS_WORD

const char *nearness_word(enum nearness nearness)
{
    return nearness_words[nearness];
}

bool nearness_of(const char *word, enum nearness *nearness)
{
    for (size_t i = 0; i < sizeof nearness_words / sizeof nearness_words[0]; i++)
        if (text_equal(word, nearness_words[i]))
            return *nearness = (enum nearness)i, true;
    return false;
}

const char *wish_word(enum wish wish)
{
    return wish_words[wish];
}

bool wish_of(const char *word, enum wish *wish)
{
    for (int i = 0; i < WISH_COUNT; i++)
        if (text_equal(word, wish_words[i]))
            return *wish = (enum wish)i, true;
    return false;
}

/* ---- settings */

static const struct {
    const char *word;
    int64_t balance;
} balances[] = {{"none", 0}, {"gentle", 3}, {"strong", 15}};

bool roster_balance_of(const char *word, int64_t *balance)
{
    for (size_t i = 0; i < sizeof balances / sizeof balances[0]; i++)
        if (text_equal(word, balances[i].word))
            return *balance = balances[i].balance, true;
    return false;
}

const char *roster_balance_word(int64_t balance)
{
    for (size_t i = 0; i < sizeof balances / sizeof balances[0]; i++)
        if (balance == balances[i].balance)
            return balances[i].word;
    return balances[0].word;
}

json_t *roster_settings_write(struct arena *arena, const struct roster_settings *settings)
{
    json_t *document = json_root(arena);

    json_put_int(document, "k", settings->k);
    json_put_int(document, "balance", settings->balance);
    json_put_int(document, "bridge", settings->bridge);
    json_put_int(document, "steady", settings->steady);
    json_put_flag(document, "bottleneck", settings->bottleneck);
    return document;
}

struct roster_settings roster_settings_read(const json_t *document)
{
    return (struct roster_settings){.k = json_int(document, "k", 1),
                                    .balance = json_int(document, "balance", 0),
                                    .bridge = json_int(document, "bridge", 0),
                                    .steady = json_int(document, "steady", 0),
                                    .bottleneck = json_flag(document, "bottleneck")};
}

/* ---- pairs */

bool roster_case_ready(struct arena *arena, struct roster_case *given)
{
    size_t reviewers = given->reviewers.count, applications = given->applications.count;

    if (reviewers > 0 && applications > ASSIGNMENT_PAIRS_MOST / reviewers)
        return false;
    given->marks = arena_array(arena, reviewers * applications, 1);
    given->wishes = arena_array(arena, reviewers * applications, 1);
    return true;
}

size_t roster_pair(const struct roster_case *given, size_t application, size_t reviewer)
{
    return application * given->reviewers.count + reviewer;
}

static bool names(const json_t *list, const char *word)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (text_equal(json_string_value(json_array_get(list, i)), word))
            return true;
    return false;
}

static const char *direction_of(const struct definition *definition, const char *topic)
{
    const struct topic_definition *known = definition_topic(definition, topic);

    return known == NULL ? "" : known->direction;
}

static enum nearness nearness_to(const struct definition *definition, const json_t *topics,
                                 const char *topic)
{
    if (json_array_size(topics) == 0)
        return NEARNESS_UNKNOWN;
    if (names(topics, topic))
        return NEARNESS_TOPIC;
    for (size_t i = 0; i < json_array_size(topics); i++)
        if (text_equal(direction_of(definition, json_string_value(json_array_get(topics, i))),
                       direction_of(definition, topic)))
            return NEARNESS_DIRECTION;
    return NEARNESS_FAR;
}

struct fit roster_fit(const struct roster_case *given, size_t application, size_t reviewer)
{
    const struct roster_application *a = &given->applications.items[application];
    const struct roster_reviewer *r = &given->reviewers.items[reviewer];
    size_t pair = roster_pair(given, application, reviewer);

    return (struct fit){
        .nearness = nearness_to(given->definition, r->topics, a->topic),
        .keywords = keywords_shared(&a->keywords, &r->keywords),
        .wish = (enum wish)given->wishes[pair],
        .unread = json_array_size(r->languages) > 0 &&
                  !names(r->languages, language_tag(a->is_chinese ? LANGUAGE_ZH : LANGUAGE_EN)),
        .moved = given->has_base && (given->marks[pair] & MARK_STOOD) == 0,
    };
}

bool roster_is_pin(const struct roster_case *given, size_t application, size_t reviewer)
{
    unsigned marks = given->marks[roster_pair(given, application, reviewer)];

    return (marks & MARK_CONFLICT) == 0 &&
           ((marks & MARK_LIVE) != 0 || ((marks & (MARK_PIN | MARK_ADD)) != 0));
}

bool roster_is_open(const struct roster_case *given, size_t application, size_t reviewer)
{
    unsigned marks = given->marks[roster_pair(given, application, reviewer)];

    return (marks & (MARK_CONFLICT | MARK_FORBID)) == 0 &&
           !given->reviewers.items[reviewer].declined;
}

int64_t roster_wanted(const struct roster_case *given, size_t application)
{
    int64_t pins = 0, wanted = given->settings.k;

    for (size_t r = 0; r < given->reviewers.count; r++) {
        if (!roster_is_pin(given, application, r))
            continue;
        pins++;
        wanted += (given->marks[roster_pair(given, application, r)] & MARK_ADD) != 0;
    }
    return pins > wanted ? pins : wanted;
}

bool title_is_chinese(const char *title)
{
    for (uint32_t c; (c = text_next(&title)) != 0;)
        if (text_is_cjk(c))
            return true;
    return false;
}

/* ---- the document */

/* splitmix64: any seed will do, and every machine gets the same. */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static size_t *shuffled(struct arena *arena, size_t count, uint64_t *state)
{
    size_t *order = arena_array(arena, count, sizeof *order);

    for (size_t i = 0; i < count; i++) {
        size_t other = (size_t)(next_random(state) % (i + 1));

        order[i] = order[other];
        order[other] = i;
    }
    return order;
}

struct writing {
    const struct roster_case *given;
    struct buffer *out;
    const size_t *reviewers; /* in this order */
    int64_t spare;           /* reviewers who stand for nobody */
};

static void put_word(struct buffer *out, const char *before, const char *word)
{
    buffer_text(out, before);
    buffer_quote(out, word, strlen(word));
}

/* The direction all the topics of a reviewer share; NULL when there is none. */
static const char *home_of(const struct roster_case *given, const struct roster_reviewer *r)
{
    const char *home = NULL;

    for (size_t i = 0; i < json_array_size(r->topics); i++) {
        const char *direction = direction_of(given->definition,
                                             json_string_value(json_array_get(r->topics, i)));

        if (home != NULL && strcmp(home, direction) != 0)
            return NULL;
        home = direction;
    }
    return home;
}

/* Who holds more than the limit already takes nothing new. */
static int64_t load_of(const struct roster_case *given, size_t reviewer)
{
    int64_t pins = 0, load = given->reviewers.items[reviewer].load;

    for (size_t a = 0; a < given->applications.count; a++)
        pins += roster_is_pin(given, a, reviewer);
    return pins > load ? pins : load;
}

static void put_reviewers(struct writing *w)
{
    for (size_t i = 0; i < w->given->reviewers.count; i++) {
        const struct roster_reviewer *r = &w->given->reviewers.items[w->reviewers[i]];
        const char *home = home_of(w->given, r);

        put_word(w->out, i == 0 ? "{\"id\":" : ",{\"id\":", r->key.text);
        buffer_format(w->out, ",\"load\":%lld", (long long)load_of(w->given, w->reviewers[i]));
        if (home != NULL)
            put_word(w->out, ",\"group\":", home);
        buffer_byte(w->out, '}');
    }
    for (int64_t i = 1; i <= w->spare; i++)
        buffer_format(w->out, "%s{\"id\":\"spare-%lld\",\"load\":%zu}",
                      i == 1 && w->given->reviewers.count == 0 ? "" : ",", (long long)i,
                      w->given->applications.count);
}

static void put_costs(struct writing *w, size_t application)
{
    const char *before = "{";

    for (size_t i = 0; i < w->given->reviewers.count; i++) {
        size_t r = w->reviewers[i];
        struct fit fit;

        if (!roster_is_open(w->given, application, r) && !roster_is_pin(w->given, application, r))
            continue;
        fit = roster_fit(w->given, application, r);
        put_word(w->out, before, w->given->reviewers.items[r].key.text);
        buffer_format(w->out, ":%lld", (long long)fit_cost(&fit, w->given->settings.steady));
        before = ",";
    }
    for (int64_t i = 1; i <= w->spare; i++) {
        buffer_format(w->out, "%s\"spare-%lld\":%d", before, (long long)i, SPARE_COST);
        before = ",";
    }
    buffer_text(w->out, *before == '{' ? "{}" : "}");
}

typedef bool is_listed(const struct roster_case *given, size_t application, size_t reviewer);

static bool is_barred(const struct roster_case *given, size_t application, size_t reviewer)
{
    return !roster_is_pin(given, application, reviewer) &&
           !roster_is_open(given, application, reviewer);
}

static void put_list(struct writing *w, const char *before, size_t application, is_listed *listed)
{
    const char *between = "[";

    buffer_text(w->out, before);
    for (size_t i = 0; i < w->given->reviewers.count; i++)
        if (listed(w->given, application, w->reviewers[i])) {
            put_word(w->out, between, w->given->reviewers.items[w->reviewers[i]].key.text);
            between = ",";
        }
    buffer_text(w->out, *between == '[' ? "[]" : "]");
}

static void put_application(struct writing *w, size_t application)
{
    const struct roster_application *a = &w->given->applications.items[application];

    put_word(w->out, "{\"id\":", a->key.text);
    buffer_format(w->out, ",\"k\":%lld", (long long)roster_wanted(w->given, application));
    put_word(w->out, ",\"group\":", direction_of(w->given->definition, a->topic));
    buffer_text(w->out, ",\"costs\":");
    put_costs(w, application);
    put_list(w, ",\"conflicts\":", application, is_barred);
    put_list(w, ",\"pins\":", application, roster_is_pin);
    buffer_byte(w->out, '}');
}

static int64_t most_wanted(const struct roster_case *given)
{
    int64_t most = 0;

    for (size_t a = 0; a < given->applications.count; a++) {
        int64_t wanted = roster_wanted(given, a);

        most = wanted > most ? wanted : most;
    }
    return most;
}

void roster_write(struct arena *arena, const struct roster_case *given, bool spare,
                  struct buffer *out)
{
    const struct roster_settings *settings = &given->settings;
    uint64_t state = (uint64_t)given->seed;
    const size_t *applications = shuffled(arena, given->applications.count, &state);
    struct writing w = {given, out, shuffled(arena, given->reviewers.count, &state),
                        spare ? most_wanted(given) : 0};

    buffer_format(out,
                  "{\"format\":\"grantd-assign-1\",\"seed\":%lld,\"k\":%lld,"
                  "\"balance\":%lld,\"bridge\":%lld,\"objective\":\"%s\",\"reviewers\":[",
                  (long long)given->seed, (long long)settings->k, (long long)settings->balance,
                  (long long)settings->bridge, settings->bottleneck ? "bottleneck" : "cost");
    put_reviewers(&w);
    buffer_text(out, "],\"applications\":[");
    for (size_t i = 0; i < given->applications.count; i++) {
        if (i > 0)
            buffer_byte(out, ',');
        put_application(&w, applications[i]);
    }
    buffer_text(out, "]}\n");
}

bool roster_is_spare(const char *id, size_t length)
{
    static const char mark[] = "spare-"; /* a key has no '-' */

    return length > sizeof mark - 1 && memcmp(id, mark, sizeof mark - 1) == 0;
}
